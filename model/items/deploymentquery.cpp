// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/deploymentquery.h"

#include "model/items/marks.h"
#include "model/items/words.h"

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

bool isWordIn(const DeploymentReport &report, const QString &word)
{
    const Deployment &deployment = report.deployment;
    const auto isIn = [&](const QString &text) { return text.contains(word, Qt::CaseInsensitive); };
    return isIn(deployment.metadata.name) || isIn(deployment.metadata.displayName)
        || isIn(deployment.spec.sessionClusterName)
        || std::ranges::any_of(report.concerns,
                               [&](Concern concern) { return isIn(concernText(concern)); })
        || std::ranges::any_of(trueConditions(deployment), [&](const Condition &condition) {
               return isIn(wireName(condition.type));
           });
}

template <typename Predicate>
bool isEmptyOrAny(const QStringList &list, Predicate predicate)
{
    return list.isEmpty() || std::ranges::any_of(list, predicate);
}

} // namespace

DeploymentQuery DeploymentQuery::fromText(const QString &text)
{
    DeploymentQuery query;
    for (const QString &part : text.split(u' ', Qt::SkipEmptyParts)) {
        if (part.startsWith("state:"_L1, Qt::CaseInsensitive))
            query.states.append(part.sliced(6));
        else if (part.startsWith("cluster:"_L1, Qt::CaseInsensitive))
            query.clusters.append(part.sliced(8));
        else if (const qsizetype at = part.indexOf(u'='); at > 0)
            query.labels.insert(part.first(at), part.sliced(at + 1));
        else
            query.words.append(part);
    }
    return query;
}

bool DeploymentQuery::matches(const DeploymentReport &report) const
{
    const Deployment &deployment = report.deployment;
    const QString state = wireName(deployment.status.state);
    const QString cluster = deployment.spec.sessionClusterName;
    const auto labelMatches = [&](const QString &name) {
        return deployment.metadata.labels.value(name).compare(labels[name], Qt::CaseInsensitive)
            == 0;
    };
    return isEmptyOrAny(
               states,
               [&](const QString &wanted) { return state.startsWith(wanted, Qt::CaseInsensitive); })
        && isEmptyOrAny(
               clusters,
               [&](const QString &wanted) { return cluster.contains(wanted, Qt::CaseInsensitive); })
        && std::ranges::all_of(labels.keys(), labelMatches)
        && std::ranges::all_of(words, [&](const QString &word) { return isWordIn(report, word); });
}

} // namespace headgate
