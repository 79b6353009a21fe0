// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/deployment.h"

#include "model/core/sametext.h"
#include "model/resources/flinkoptions.h"
#include "model/resources/shellwords.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxParallelism = 32768; // Flink's own upper bound
constexpr std::chrono::seconds DefaultSubmissionTimeout{300};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! A strategy is an object with a `kind` in VVP's documents.
template <typename E>
void describeKind(Archive &archive, E &kind)
{
    archive.field(u"kind", kind);
}

std::optional<std::chrono::seconds> timeoutFrom(const QString &text)
{
    bool isWhole = false;
    const int seconds = text.toInt(&isWhole);
    const bool isPlain = std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!isWhole || !isPlain || seconds < 1)
        return std::nullopt;
    return std::chrono::seconds(seconds);
}

//! Such as org.example.Outer$Main. Other languages than Java name classes more freely: what a JVM
//! can load passes, but for white space.
bool isClassName(const QString &text)
{
    static const QRegularExpression names(u"\\A[^.;/[\\s]+(\\.[^.;/[\\s]+)*\\z"_s,
                                          QRegularExpression::UseUnicodePropertiesOption);
    return names.match(text).hasMatch();
}

QString errorInJarUri(const QString &jarUri)
{
    if (jarUri.isEmpty())
        return tr("No jar is chosen.");
    if (!localJarPath(jarUri).isEmpty())
        return {};
    return jarUri.contains(u':') ? tr("Only local files can be run, not “%1”.").arg(jarUri)
                                 : tr("A jar is named by its whole path, not “%1”.").arg(jarUri);
}

} // namespace

void describe(Archive &archive, Artifact &artifact)
{
    archive.field(u"kind", artifact.kind);
    archive.field(u"jarUri", artifact.jarUri);
    archive.field(u"entryClass", artifact.entryClass);
    archive.field(u"mainArgs", artifact.mainArgs);
}

void describe(Archive &archive, JobTemplate &jobTemplate)
{
    archive.nested(u"metadata", [&](Archive &metadata) {
        metadata.field(u"annotations", jobTemplate.annotations);
    });
    archive.nested(u"spec", [&](Archive &spec) {
        spec.field(u"artifact", jobTemplate.artifact);
        spec.field(u"parallelism", jobTemplate.parallelism);
        spec.field(u"flinkConfiguration", jobTemplate.flinkConfiguration);
    });
}

void describe(Archive &archive, DeploymentSpec &spec)
{
    archive.field(u"state", spec.state);
    archive.nested(u"upgradeStrategy",
                   [&](Archive &inner) { describeKind(inner, spec.upgradeStrategy); });
    archive.nested(u"restoreStrategy", [&](Archive &inner) {
        describeKind(inner, spec.restoreStrategy);
        inner.field(u"allowNonRestoredState", spec.allowNonRestoredState);
    });
    archive.field(u"sessionClusterName", spec.sessionClusterName);
    archive.field(u"maxJobCreationAttempts", spec.maxJobCreationAttempts);
    archive.field(u"maxSavepointCreationAttempts", spec.maxSavepointCreationAttempts);
    archive.field(u"jobFailureExpirationTime", spec.jobFailureExpirationTime);
    archive.field(u"template", spec.jobTemplate);
}

void describe(Archive &archive, Condition &condition)
{
    archive.field(u"type", condition.type);
    archive.field(u"status", condition.status);
    archive.field(u"message", condition.message);
    archive.field(u"reason", condition.reason);
    archive.field(u"lastTransitionTime", condition.lastTransitionTime);
    archive.field(u"lastUpdateTime", condition.lastUpdateTime);
}

void describe(Archive &archive, RunningStatus &status)
{
    archive.field(u"jobId", status.jobId);
    archive.field(u"transitionTime", status.transitionTime);
    archive.field(u"conditions", status.conditions);
}

void describe(Archive &archive, DeploymentStatus &status)
{
    archive.field(u"state", status.state);
    archive.field(u"running", status.running);
}

void describe(Archive &archive, Deployment &deployment)
{
    describeHead(archive, u"Deployment"_s);
    archive.field(u"metadata", deployment.metadata);
    archive.field(u"spec", deployment.spec);
    archive.field(u"status", deployment.status);
}

QList<FieldError> validate(const Deployment &deployment)
{
    const DeploymentSpec &spec = deployment.spec;
    const JobTemplate &jobTemplate = spec.jobTemplate;
    QList<FieldError> errors = validateName(deployment.metadata.name, u"metadata.name"_s);
    if (jobTemplate.parallelism < 1 || jobTemplate.parallelism > MaxParallelism)
        errors.append({u"spec.template.spec.parallelism"_s,
                       tr("Parallelism is a whole number from 1 to %1.").arg(MaxParallelism)});
    if (spec.maxJobCreationAttempts < 1)
        errors.append({u"spec.maxJobCreationAttempts"_s, tr("At least 1 attempt is needed.")});
    if (spec.maxSavepointCreationAttempts < 1)
        errors.append(
            {u"spec.maxSavepointCreationAttempts"_s, tr("At least 1 attempt is needed.")});
    if (spec.jobFailureExpirationTime < std::chrono::seconds(1))
        errors.append({u"spec.jobFailureExpirationTime"_s, tr("This is at least 1 second.")});
    if (const QString &entryClass = jobTemplate.artifact.entryClass;
        !entryClass.isEmpty() && !isClassName(entryClass))
        errors.append(
            {u"spec.template.spec.artifact.entryClass"_s,
             tr("“%1” is no name of a class, such as org.example.Main.").arg(entryClass)});
    if (const auto words = splitShellWords(jobTemplate.artifact.mainArgs); !words)
        errors.append({u"spec.template.spec.artifact.mainArgs"_s, words.error().message});
    errors +=
        validateOptions(jobTemplate.flinkConfiguration, u"spec.template.spec.flinkConfiguration"_s);
    const auto &annotations = deployment.metadata.annotations;
    if (const auto it = annotations.find(SubmissionTimeoutAnnotation);
        it != annotations.end() && !timeoutFrom(*it))
        errors.append({u"metadata.annotations."_s + SubmissionTimeoutAnnotation,
                       tr("This is a whole number of seconds, at least 1.")});
    return errors;
}

QList<FieldError> errorsInForceCancellation(const Deployment &wanted, const Deployment &stored,
                                            const QString &liveJobId)
{
    const auto &before = stored.metadata.annotations;
    const auto &annotations = wanted.metadata.annotations;
    const auto named = annotations.constFind(ForceCancellationAnnotation);
    const bool isKept = named == annotations.constEnd()
        || (before.contains(ForceCancellationAnnotation)
            && before.value(ForceCancellationAnnotation) == *named);
    if (isKept || (!liveJobId.isEmpty() && *named == liveJobId))
        return {};
    return {{u"metadata.annotations."_s + ForceCancellationAnnotation,
             liveJobId.isEmpty()
                 ? tr("There is no live job that this could name; leave it out.")
                 : tr("This names the live job, %1, or is left out.").arg(liveJobId)}};
}

QList<FieldError> refusalsOfStart(const Deployment &deployment)
{
    const DeploymentSpec &spec = deployment.spec;
    const Artifact &artifact = spec.jobTemplate.artifact;
    QList<FieldError> errors;
    if (spec.upgradeStrategy == UpgradeStrategy::Stateful
        && spec.restoreStrategy == RestoreStrategy::None)
        errors.append({u"spec.restoreStrategy.kind"_s,
                       tr("The upgrade strategy STATEFUL contradicts the restore strategy NONE.")});
    if (artifact.kind.compare("JAR"_L1, Qt::CaseInsensitive) != 0)
        errors.append({u"spec.template.spec.artifact.kind"_s,
                       tr("Only artifacts of kind JAR can be run, not “%1”.").arg(artifact.kind)});
    else if (const QString error = errorInJarUri(artifact.jarUri); !error.isEmpty())
        errors.append({u"spec.template.spec.artifact.jarUri"_s, error});
    if (spec.sessionClusterName.isEmpty())
        errors.append({u"spec.sessionClusterName"_s, tr("No session cluster is chosen.")});
    return errors;
}

Json canonicalTemplate(const JobTemplate &jobTemplate)
{
    return toFullJson(jobTemplate).canonical();
}

//! All but what they were read from.
static bool haveSameFields(const JobTemplate &one, const JobTemplate &other)
{
    return one.parallelism == other.parallelism
        && isSameText(one.artifact.kind, other.artifact.kind)
        && isSameText(one.artifact.jarUri, other.artifact.jarUri)
        && isSameText(one.artifact.entryClass, other.artifact.entryClass)
        && isSameText(one.artifact.mainArgs, other.artifact.mainArgs)
        && one.flinkConfiguration == other.flinkConfiguration
        && one.annotations == other.annotations;
}

bool isSameTemplate(const JobTemplate &one, const JobTemplate &other)
{
    if (!haveSameFields(one, other))
        return false; // each of them stands in the canonical document
    const bool isSameSource =
        one.source == other.source && one.artifact.source == other.artifact.source;
    return isSameSource || canonicalTemplate(one) == canonicalTemplate(other);
}

QString localJarPath(const QString &jarUri)
{
    if (jarUri.startsWith(u'/'))
        return jarUri;
    const QUrl url(jarUri);
    const bool isHere = url.host().isEmpty() || url.host() == "localhost"_L1;
    const bool isPlain = !url.hasQuery() && !url.hasFragment();
    // A relative path has nothing that it would be relative to.
    if (url.scheme() == "file"_L1 && isHere && isPlain && url.path().startsWith(u'/'))
        return url.path(QUrl::FullyDecoded);
    return {};
}

std::chrono::seconds submissionTimeout(const Deployment &deployment)
{
    const auto it = deployment.metadata.annotations.find(SubmissionTimeoutAnnotation);
    return it == deployment.metadata.annotations.end()
        ? DefaultSubmissionTimeout
        : timeoutFrom(*it).value_or(DefaultSubmissionTimeout);
}

} // namespace headgate
