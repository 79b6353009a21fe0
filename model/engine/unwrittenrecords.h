// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/holdings.h"

#include <map>

namespace headgate {

//! Decisions that were taken up in memory and become durable together, before anything that follows
//! from them is sent or shown; or not at all.
class UnwrittenRecords {
public:
    //! Before \a decision is applied to \a held.
    void add(const Holdings &holdings, const HeldDeployment &held, const Decision &decision);

    [[nodiscard]] const Transaction &records() const { return m_records; }
    //! Of each decision that recorded something, in their order.
    [[nodiscard]] const QList<QLatin1StringView> &purposes() const { return m_purposes; }
    //! As if nothing had been decided: everything that was taken in is decided on again.
    void takeBack(Holdings &holdings) const;
    //! The Deployments that were decided on.
    [[nodiscard]] QStringList deployments() const;

private:
    template <typename T>
    void put(QList<T> &documents, const QString &id, const T &document);
    void removeSavepoint(const QString &id);
    void keepReplaced(const Holdings &holdings, const QString &orphanId);

    Transaction m_records; //!< The newest of each document.
    QHash<QString, qsizetype> m_places; //!< By id, in the list of its kind; no two share an id.
    QList<QLatin1StringView> m_purposes;
    std::map<QString, HeldDeployment> m_before;
    QList<PossibleOrphan> m_orphansBefore; //!< Those that the records replace or remove.
};

} // namespace headgate
