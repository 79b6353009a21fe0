// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flink/clustervalues.h"
#include "model/flink/connection.h"
#include "model/flink/dated.h"
#include "model/flink/restclient.h"

namespace headgate::flink {

//! What stands behind an address, for the form in which it is entered.
struct Probe {
    enum class Finding {
        Managed, //!< Deployments can be started there.
        TooOld, //!< Flink, but older than 1.17: only shown.
        UnknownVersion, //!< Flink, but its version cannot be read: only shown.
        NoSubmission, //!< Takes no jars: switched off, or an application cluster. Only shown.
        HistoryServer, //!< No cluster at all.
    };
    Finding finding = Finding::Managed;
    ClusterConfig config;
    std::optional<ClusterOverview> overview; //!< Only of Managed, where it answers.
    QString sentence; //!< Translated, for a person.

    bool operator==(const Probe &) const = default;
};

//! Asks whatever is at \a connection what it is, within \a limits.readDeadline. Where it is not
//! Flink the error says what it seems to be and what to do. \a clock must outlive the answer.
[[nodiscard]] Answer<Probe> probe(const Connection &connection, const Clock &clock,
                                  Limits limits = {});

//! The same of an answer that is there already.
[[nodiscard]] Probe judged(const ClusterConfig &config, const QString &host);

} // namespace headgate::flink
