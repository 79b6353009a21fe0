// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/keptfields.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

void addUnused(const Json &object, const QStringList &used, QStringList &result)
{
    for (const auto &[name, value] : object.members()) {
        if (!used.contains(name))
            result.append(name);
    }
}

} // namespace

QStringList keptFields(const Deployment &deployment)
{
    const DeploymentSpec &spec = deployment.spec;
    QStringList result;
    addUnused(spec.source,
              {u"state"_s, u"upgradeStrategy"_s, u"restoreStrategy"_s, u"sessionClusterName"_s,
               u"maxJobCreationAttempts"_s, u"maxSavepointCreationAttempts"_s,
               u"jobFailureExpirationTime"_s, u"template"_s},
              result);
    addUnused(spec.jobTemplate.source[u"spec"],
              {u"artifact"_s, u"parallelism"_s, u"flinkConfiguration"_s}, result);
    addUnused(spec.jobTemplate.artifact.source,
              {u"kind"_s, u"jarUri"_s, u"entryClass"_s, u"mainArgs"_s}, result);
    return result;
}

} // namespace headgate
