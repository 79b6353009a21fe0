// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/flink/connection.h"
#include "model/lifecycle/clusterview.h"
#include "model/resources/sessioncluster.h"

#include <QFuture>
#include <QSet>

//! Changes of a session cluster on which Jobs are live (lifecycle.md §8).
namespace headgate::clustermove {

//! Who answers at an address.
struct Identity {
    QString incarnation;
    bool hasHighAvailability = false;
    QSet<QString> jobs; //!< Those that are not terminal.
};

//! \a clock must outlive the answer.
[[nodiscard]] QFuture<Result<Identity>> identify(const flink::Connection &connection,
                                                 const Clock &clock);

//! Why \a found, at another address, is not known to be the cluster of which \a known was seen and
//! \a recorded is recorded, and on which \a jobs are live; empty where it is.
[[nodiscard]] QString doubt(const Result<Identity> &found, const ClusterView &known,
                            const SessionCluster &recorded, const QSet<QString> &jobs);

//! Why \a from cannot become \a to: before it is stopped, for its processes run with what they
//! have; or before the Jobs of \a users are over, which are looked for there.
[[nodiscard]] QList<FieldError> refusals(const SessionCluster &from, const SessionCluster &to,
                                         const QStringList &users);

} // namespace headgate::clustermove
