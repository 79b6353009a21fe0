// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/unwrittenrecords.h"

#include <algorithm>

namespace headgate {

namespace {

//! The newest of each document.
template <typename T, typename IdOf>
void replaceAll(QList<T> &documents, const QList<T> &newer, IdOf idOf)
{
    for (const T &document : newer) {
        const auto it = std::ranges::find(documents, std::invoke(idOf, document), idOf);
        if (it != documents.end())
            *it = document;
        else
            documents.append(document);
    }
}

template <typename T>
QString idOf(const T &document)
{
    return document.metadata.id;
}

} // namespace

void UnwrittenRecords::add(const Holdings &holdings, const HeldDeployment &held,
                           const Decision &decision)
{
    const Transaction &records = decision.records;
    if (records.isEmpty() && std::holds_alternative<NoAction>(decision.action))
        return;
    m_before.try_emplace(held.id(), held);
    keepReplaced(holdings, records.orphans);
    replaceAll(m_records.deployments, records.deployments,
               [](const StoredDeployment &stored) { return stored.deployment.metadata.id; });
    replaceAll(m_records.jobs, records.jobs, idOf<Job>);
    replaceAll(m_records.savepoints, records.savepoints, idOf<Savepoint>);
    replaceAll(m_records.orphans, records.orphans, &PossibleOrphan::flinkJobId);
    m_records.events.append(records.events);
    if (!records.isEmpty() && !m_purposes.contains(decision.purpose))
        m_purposes.append(decision.purpose);
}

void UnwrittenRecords::keepReplaced(const Holdings &holdings, const QList<PossibleOrphan> &orphans)
{
    for (const PossibleOrphan &orphan : orphans) {
        const PossibleOrphan *listed = holdings.findOrphan(orphan.flinkJobId);
        const bool isOurs =
            std::ranges::find(m_records.orphans, orphan.flinkJobId, &PossibleOrphan::flinkJobId)
            != m_records.orphans.cend();
        if (listed && !isOurs)
            m_orphansBefore.append(*listed);
    }
}

void UnwrittenRecords::takeBack(Holdings &holdings) const
{
    for (const auto &[id, held] : m_before) {
        *holdings.find(id) = held;
    }
    Transaction orphans{.orphans = m_orphansBefore};
    for (const PossibleOrphan &orphan : m_records.orphans)
        orphans.removedOrphans.append(orphan.flinkJobId);
    holdings.apply(orphans);
}

} // namespace headgate
