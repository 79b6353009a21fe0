// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/unwrittenrecords.h"

namespace headgate {

template <typename T>
void UnwrittenRecords::put(QList<T> &documents, const QString &id, const T &document)
{
    const auto known = m_places.constFind(id);
    if (known != m_places.constEnd()) {
        documents[*known] = document;
        return;
    }
    m_places.insert(id, documents.size());
    documents.append(document);
}

void UnwrittenRecords::add(const Holdings &holdings, const HeldDeployment &held,
                           const Decision &decision)
{
    const Transaction &records = decision.records;
    if (records.isEmpty() && std::holds_alternative<NoAction>(decision.action))
        return;
    m_before.try_emplace(held.id(), held);
    for (const PossibleOrphan &orphan : records.orphans)
        keepReplaced(holdings, orphan.flinkJobId);
    for (const QString &id : records.removedOrphans)
        keepReplaced(holdings, id);
    for (const StoredDeployment &stored : records.deployments)
        put(m_records.deployments, stored.deployment.metadata.id, stored);
    for (const Job &job : records.jobs) {
        put(m_records.jobs, job.metadata.id, job);
        m_records.sightings.remove(job.metadata.id);
    }
    // One by one: QMap inserts a whole map by moving all that it has.
    for (auto it = records.sightings.cbegin(); it != records.sightings.cend(); ++it)
        m_records.sightings.insert(it.key(), it.value());
    for (const Savepoint &savepoint : records.savepoints)
        put(m_records.savepoints, savepoint.metadata.id, savepoint);
    for (const PossibleOrphan &orphan : records.orphans)
        put(m_records.orphans, orphan.flinkJobId, orphan);
    for (const QString &id : records.removedSavepoints)
        removeSavepoint(id);
    m_records.removedOrphans.append(records.removedOrphans);
    m_records.events.append(records.events);
    if (!records.isEmpty() && !m_purposes.contains(decision.purpose))
        m_purposes.append(decision.purpose);
}

//! What was to be written of it would come after its removal.
void UnwrittenRecords::removeSavepoint(const QString &id)
{
    m_records.removedSavepoints.append(id);
    if (!m_places.contains(id))
        return;
    QList<Savepoint> &savepoints = m_records.savepoints;
    const qsizetype place = m_places.take(id);
    savepoints.removeAt(place);
    for (qsizetype i = place; i < savepoints.size(); ++i)
        m_places[savepoints.at(i).metadata.id] = i;
}

void UnwrittenRecords::keepReplaced(const Holdings &holdings, const QString &orphanId)
{
    const PossibleOrphan *listed = holdings.findOrphan(orphanId);
    if (listed && !m_places.contains(orphanId))
        m_orphansBefore.append(*listed);
}

QStringList UnwrittenRecords::deployments() const
{
    QStringList ids;
    for (const auto &[id, held] : m_before)
        ids.append(id);
    return ids;
}

void UnwrittenRecords::takeBack(Holdings &holdings) const
{
    for (const auto &[id, held] : m_before)
        holdings.putBack(held);
    Transaction orphans{.orphans = m_orphansBefore};
    for (const PossibleOrphan &orphan : m_records.orphans)
        orphans.removedOrphans.append(orphan.flinkJobId);
    holdings.apply(orphans);
}

} // namespace headgate
