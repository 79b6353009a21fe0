// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/sessioncluster.h"

#include "model/resources/flinkoptions.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

QString errorInUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (text.isEmpty())
        return tr("The URL of Flink's REST API is needed, for example http://localhost:8081.");
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0
        || (url.scheme() != "http"_L1 && url.scheme() != "https"_L1))
        return tr("“%1” is no URL such as http://localhost:8081.").arg(text);
    if (!url.userInfo().isEmpty())
        return tr("A user name or password does not belong into the URL.");
    if (url.hasQuery() || url.hasFragment())
        return tr("The URL ends with its path; “?” and “#” have no place in it.");
    return {};
}

//! However it is spelt.
QUrl addressOf(const QString &text)
{
    QUrl url = QUrl(text).adjusted(QUrl::NormalizePathSegments);
    if (url.host() == "localhost"_L1)
        url.setHost(u"127.0.0.1"_s); // as Headgate calls those of its own
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    url.setPort(url.port(url.scheme() == "https"_L1 ? 443 : 80));
    return url;
}

//! A line break in a header would begin another one.
QList<FieldError> errorsInHeaders(const QMap<QString, QString> &headers)
{
    static const QRegularExpression token(u"\\A[A-Za-z0-9!#$%&'*+.^_`|~-]+\\z"_s);
    QList<FieldError> errors;
    for (const auto &[name, value] : headers.asKeyValueRange()) {
        const QString path = u"spec.connection.headers."_s + name;
        if (!token.match(name).hasMatch())
            errors.append({path, tr("“%1” cannot be the name of a header.").arg(name)});
        if (std::ranges::any_of(
                value, [](QChar c) { return c.category() == QChar::Other_Control && c != u'\t'; }))
            errors.append({path, tr("A header has no line breaks or control characters.")});
    }
    return errors;
}

void describe(Archive &archive, ConnectionSettings &connection)
{
    archive.field(u"headers", connection.headers);
    archive.field(u"userName", connection.userName);
    archive.field(u"passwordSecret", connection.passwordSecret);
    archive.field(u"caFile", connection.caFile);
    archive.field(u"clientCertificateFile", connection.clientCertificateFile);
    archive.field(u"clientKeyFile", connection.clientKeyFile);
    archive.field(u"clientKeySecret", connection.clientKeySecret);
    archive.field(u"pinnedSha256", connection.pinnedSha256);
}

} // namespace

static void describe(Archive &archive, SessionClusterSpec &spec)
{
    archive.field(u"state", spec.state);
    archive.field(u"kind", spec.kind);
    archive.field(u"url", spec.url);
    archive.nested(u"connection", [&](Archive &inner) { describe(inner, spec.connection); });
    archive.field(u"flinkHome", spec.flinkHome);
    archive.field(u"numberOfTaskManagers", spec.numberOfTaskManagers);
    archive.field(u"slotsPerTaskManager", spec.slotsPerTaskManager);
    archive.field(u"flinkConfiguration", spec.flinkConfiguration);
    archive.field(u"savepointDirectory", spec.savepointDirectory);
}

static void describe(Archive &archive, SessionClusterStatus &status)
{
    archive.field(u"state", status.state);
    archive.field(u"message", status.message);
    archive.field(u"flinkVersion", status.flinkVersion);
}

static void describe(Archive &archive, ProcessRecord &process)
{
    archive.field(u"pid", process.pid);
    archive.field(u"startTime", process.startTime);
    archive.field(u"bootId", process.bootId);
}

static void describe(Archive &archive, LocalProcesses &local)
{
    archive.field(u"jobManager", local.jobManager);
    archive.field(u"taskManagers", local.taskManagers);
    archive.field(u"restPort", local.restPort);
    archive.field(u"rpcPort", local.rpcPort);
}

void describe(Archive &archive, SessionCluster &cluster)
{
    describeHead(archive, u"SessionCluster"_s);
    archive.field(u"metadata", cluster.metadata);
    archive.field(u"spec", cluster.spec);
    archive.field(u"status", cluster.status);
    archive.field(u"local", cluster.local);
    archive.field(u"incarnation", cluster.incarnation);
    archive.field(u"knownDirectories", cluster.knownDirectories);
}

QList<FieldError> validate(const SessionCluster &cluster)
{
    QList<FieldError> errors = validateName(cluster.metadata.name, u"metadata.name"_s);
    const SessionClusterSpec &spec = cluster.spec;
    if (const QString error = errorInDirectory(spec.savepointDirectory); !error.isEmpty())
        errors.append({u"spec.savepointDirectory"_s, error});
    if (spec.kind == SessionClusterKind::Remote) {
        if (const QString error = errorInUrl(spec.url); !error.isEmpty())
            errors.append({u"spec.url"_s, error});
        if (!spec.connection.clientKeyFile.isEmpty()
            && spec.connection.clientCertificateFile.isEmpty())
            errors.append({u"spec.connection.clientCertificateFile"_s,
                           tr("The certificate that belongs to the key is needed.")});
        return errors + errorsInHeaders(spec.connection.headers);
    }
    errors += validateOptions(spec.flinkConfiguration, u"spec.flinkConfiguration"_s);
    for (const auto &[name, value] : spec.flinkConfiguration.asKeyValueRange()) {
        // They become lines of a configuration file.
        if (std::ranges::any_of(value, [](QChar c) { return c == u'\n' || c == u'\r'; }))
            errors.append({u"spec.flinkConfiguration."_s + name, tr("A value is one line.")});
    }
    if (spec.flinkHome.isEmpty())
        errors.append({u"spec.flinkHome"_s, tr("The folder of a Flink installation is needed.")});
    if (spec.numberOfTaskManagers < 0 || spec.numberOfTaskManagers > 64)
        errors.append({u"spec.numberOfTaskManagers"_s,
                       tr("The number of task managers is from 0 to %1.").arg(64)});
    if (spec.slotsPerTaskManager < 1 || spec.slotsPerTaskManager > 1024)
        errors.append({u"spec.slotsPerTaskManager"_s,
                       tr("A task manager has from 1 to %1 slots.").arg(1024)});
    return errors;
}

static bool isItself(const SessionCluster &each, const SessionCluster &cluster)
{
    return !each.metadata.id.isEmpty() && each.metadata.id == cluster.metadata.id;
}

//! What is sent to the remote \a cluster arrives at \a other, too. A gateway may tell clusters
//! behind one URL apart by headers or by the user; before a local one there is none.
static bool isSameFlink(const SessionCluster &cluster, const SessionCluster &other)
{
    const ConnectionSettings &one = cluster.spec.connection;
    const ConnectionSettings &another = other.spec.connection;
    return addressOf(urlOf(cluster)) == addressOf(urlOf(other))
        && (other.spec.kind == SessionClusterKind::Local
            || (one.headers == another.headers && one.userName == another.userName));
}

QString refusalOfAttaching(const SessionCluster &cluster, const QList<SessionCluster> &all)
{
    if (cluster.spec.kind != SessionClusterKind::Remote || !errorInUrl(cluster.spec.url).isEmpty())
        return {};
    const auto other = std::ranges::find_if(all, [&](const SessionCluster &each) {
        return !isItself(each, cluster) && each.spec.state == SessionClusterDesiredState::Running
            && isSameFlink(cluster, each);
    });
    return other == all.end()
        ? QString()
        : tr("This URL belongs to session cluster “%1” already.").arg(titleOf(other->metadata));
}

QList<FieldError> collisions(const SessionCluster &cluster, const QList<SessionCluster> &all)
{
    QList<FieldError> errors;
    const bool isNameTaken = std::ranges::any_of(all, [&](const SessionCluster &each) {
        return !isItself(each, cluster) && each.metadata.name == cluster.metadata.name;
    });
    if (isNameTaken)
        errors.append({u"metadata.name"_s, tr("A session cluster of this name exists already.")});
    const bool isFlinkKept = std::ranges::any_of(all, [&](const SessionCluster &each) {
        return isItself(each, cluster) && isSameFlink(cluster, each);
    });
    if (const QString refusal = refusalOfAttaching(cluster, all);
        !isFlinkKept && !refusal.isEmpty())
        errors.append({u"spec.url"_s, refusal});
    return errors;
}

QString urlOf(const SessionCluster &cluster)
{
    if (cluster.spec.kind == SessionClusterKind::Remote)
        return cluster.spec.url;
    return cluster.local.restPort > 0 ? u"http://127.0.0.1:%1"_s.arg(cluster.local.restPort)
                                      : QString();
}

QString withScheme(const QString &text)
{
    static const QRegularExpression bare(
        u"\\A([a-z0-9][a-z0-9.-]*|\\[[0-9a-f:.]+\\])(:[0-9]+)?(/\\S*)?\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString url = u"http://"_s + text.trimmed();
    return bare.match(text.trimmed()).hasMatch() && errorInUrl(url).isEmpty() ? url : text;
}

bool isReadableOnItsWay(const QString &text)
{
    static const QRegularExpression loopback(u"\\A127(\\.[0-9]+){3}\\z"_s);
    const QUrl url(text.trimmed());
    const QString host = url.host();
    const bool isOfThisMachine = host == "localhost"_L1 || host.endsWith(".localhost"_L1)
        || loopback.match(host).hasMatch() || host == "::1"_L1;
    return url.scheme() == "http"_L1 && !host.isEmpty() && !isOfThisMachine;
}

} // namespace headgate
