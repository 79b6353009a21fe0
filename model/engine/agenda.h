// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"

#include <QHash>
#include <QSet>

#include <set>
#include <utility>

namespace headgate {

//! Which Deployments are to be decided on and shown next, by their ids: what came in for one of
//! them costs nothing for all the others.
class Agenda {
public:
    void decide(const QString &id) { m_undecided.insert(id); }
    //! Even if nothing comes in until then; nothing: not before something does.
    void decideAt(const QString &id, std::optional<Instant> at);
    //! What is shown of it may be old.
    void show(const QString &id) { m_unshown.insert(id); }
    void forget(const QString &id);

    //! What is to be decided on \a now. A time stands until decideAt().
    [[nodiscard]] QSet<QString> takeDue(Instant now);
    [[nodiscard]] QSet<QString> takeUnshown() { return std::exchange(m_unshown, {}); }
    //! When something is due, \a now at the earliest; nothing: never.
    [[nodiscard]] std::optional<Instant> nextAt(Instant now) const;

private:
    QSet<QString> m_undecided;
    QSet<QString> m_unshown;
    QHash<QString, Instant> m_times;
    std::set<std::pair<Instant, QString>> m_inOrder; //!< The same times.
};

} // namespace headgate
