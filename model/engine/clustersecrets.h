// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/sessioncluster.h"
#include "model/secrets/secrets.h"

#include <functional>

class QObject;

namespace headgate {

//! The secret values that the connection to a session cluster needs; its document has their names.
struct ClusterSecrets {
    QString password; //!< Of the user; a bearer token where there is no user.
    QString clientKeyPassword;

    bool operator==(const ClusterSecrets &) const = default;
};

[[nodiscard]] bool needsSecrets(const SessionCluster &cluster);

//! Asks \a secrets for what \a cluster names. \a done is called once, later, and not after
//! \a context is gone; its error is a sentence that says what is missing.
void readSecrets(QObject *context, Secrets &secrets, const SessionCluster &cluster,
                 std::function<void(const Result<ClusterSecrets> &)> done);

} // namespace headgate
