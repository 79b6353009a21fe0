// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/deploymentdefaults.h"

#include "model/resources/flinkoptions.h"

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

bool haveAnyNameOf(const Json &document, const QString &option)
{
    return std::ranges::any_of(namesOfOption(option),
                               [&](const QString &name) { return !document[name].isNull(); });
}

//! Null counts as lacking, as everywhere in our documents.
Json merged(const Json &document, const Json &defaults)
{
    if (document.isNull())
        return defaults;
    if (!document.isObject() || !defaults.isObject())
        return document;
    Json result = document;
    for (const auto &[name, value] : defaults.members()) {
        if (!document[name].isNull())
            result.set(name, merged(document[name], value));
        else if (!haveAnyNameOf(document, name))
            result.set(name, value);
    }
    return result;
}

} // namespace

Json deliveredDefaults()
{
    Json configuration = Json::object({
        {u"execution.checkpointing.externalized-checkpoint-retention"_s,
         Json(u"RETAIN_ON_CANCELLATION"_s)},
        {u"execution.checkpointing.interval"_s, Json(u"1 min"_s)},
        // Up to 1.19 the key is the second one; a version ignores the one it does not know.
        {u"execution.checkpointing.num-retained"_s, Json(u"3"_s)},
        {u"state.checkpoints.num-retained"_s, Json(u"3"_s)},
    });
    Json spec = Json::object({{u"flinkConfiguration"_s, std::move(configuration)}});
    Json jobTemplate = Json::object({{u"spec"_s, std::move(spec)}});
    Json deploymentSpec = Json::object({{u"template"_s, std::move(jobTemplate)}});
    return Json::object({{u"apiVersion"_s, Json(u"v1"_s)},
                         {u"kind"_s, Json(u"DeploymentDefaults"_s)},
                         {u"spec"_s, std::move(deploymentSpec)}});
}

QList<FieldError> validateDefaults(const Json &defaults)
{
    QList<FieldError> errors;
    Archive archive = Archive::reader(defaults, errors);
    describeHead(archive, u"DeploymentDefaults"_s);
    DeploymentSpec spec;
    archive.field(u"spec", spec);
    // The rest of a Deployment is there only to be without fault of its own.
    Deployment deployment{.metadata = {.name = u"name"_s}, .spec = spec};
    return errors.isEmpty() ? validate(deployment) : errors;
}

Json withDefaults(const Json &document, const Json &defaults)
{
    if (!document.isObject() || !defaults[u"spec"].isObject())
        return document;
    Json result = document;
    result.set(u"spec", merged(document[u"spec"], defaults[u"spec"]));
    return result;
}

Result<Deployment> newDeployment(const Json &document, const Json &defaults)
{
    Json draft = withDefaults(document, defaults);
    draft.remove(u"status");
    if (draft[u"metadata"].isObject()) {
        for (const auto &name : {u"id"_s, u"resourceVersion"_s, u"createdAt"_s, u"modifiedAt"_s})
            draft.member(u"metadata").remove(name);
    }
    auto deployment = fromJson<Deployment>(draft);
    if (!deployment)
        return deployment;
    if (const auto errors = validate(*deployment); !errors.isEmpty())
        return Failure(invalid(errors));
    deployment->spec.state = DesiredState::Cancelled;
    return deployment;
}

} // namespace headgate
