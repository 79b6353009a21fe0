// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/ids.h"
#include "model/engine/intentions.h"
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
                 const std::function<void(const Result<ClusterSecrets> &)> &done);
//! The same, with what was typed instead of what is kept.
void readSecrets(QObject *context, Secrets &secrets, const SessionCluster &cluster,
                 const ClusterSecretEdits &typed,
                 const std::function<void(const Result<ClusterSecrets> &)> &done);

//! Writes what was \a typed under names that nobody used before, so that a save that fails later
//! loses nothing. \a done is called once, at once where nothing was typed, with \a cluster naming
//! what holds now; where it fails, nothing that was written remains.
void writeSecrets(QObject *context, Secrets &secrets, IdSource &ids, const SessionCluster &cluster,
                  const ClusterSecretEdits &typed,
                  const std::function<void(const Result<SessionCluster> &)> &done);

//! The names of the secrets that the connection to \a cluster needs.
[[nodiscard]] QStringList secretNames(const SessionCluster &cluster);

} // namespace headgate
