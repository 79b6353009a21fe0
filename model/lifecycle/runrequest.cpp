// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/runrequest.h"

#include "model/lifecycle/rule.h"

#include "model/resources/shellwords.h"

namespace headgate::submission {

using namespace Qt::StringLiterals;

static constexpr auto ParametersKey = "pipeline.global-job-parameters"_L1;

RunJob runRequestFor(const Deliberation &d, const Job &job)
{
    const JobTemplate &jobTemplate = job.spec.jobTemplate;
    return RunJob{
        .jobId = job.metadata.id,
        .clusterId = rule("4 the Job's own cluster") ? job.spec.sessionClusterId
                                                     : d.record->sessionClusterId,
        .flinkJobId = flinkJobIdOf(job),
        .jarId = d.view.facts.uploadedJarId,
        .entryClass = jobTemplate.artifact.entryClass,
        .programArguments = splitShellWords(jobTemplate.artifact.mainArgs).value_or(QStringList()),
        .parallelism = jobTemplate.parallelism,
        .savepointPath =
            rule("10 what is recorded is restored") ? job.spec.savepointLocation : QString(),
        .allowNonRestoredState = job.spec.allowNonRestoredState,
        .flinkConfiguration = configurationFor(d.deployment, job),
        .timeout = submissionTimeout(d.deployment)};
}

QMap<QString, QString> configurationFor(const Deployment &deployment, const Job &job)
{
    QMap<QString, QString> result;
    const QMap<QString, QString> &saved = job.spec.jobTemplate.flinkConfiguration;
    for (const auto &[key, value] : saved.asKeyValueRange()) {
        QString filled = value;
        filled.replace("{{deploymentName}}"_L1, deployment.metadata.name)
            .replace("{{deploymentId}}"_L1, deployment.metadata.id)
            .replace("{{jobId}}"_L1, job.metadata.id)
            .replace("{{namespace}}"_L1, deployment.metadata.nameSpace);
        result.insert(key, filled);
    }
    const QString stamp = "headgate.deployment:"_L1 + deployment.metadata.id;
    QString &parameters = result[ParametersKey];
    parameters = parameters.isEmpty() ? stamp : parameters + u',' + stamp;
    return result;
}

} // namespace headgate::submission
