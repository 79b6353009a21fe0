// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clustersecrets.h"

#include "model/core/whendone.h"

namespace headgate {

namespace {

//! No name, no secret: it is read already.
QFuture<Result<QString>> valueOf(const QString &name, Secrets &secrets)
{
    return name.isEmpty() ? QtFuture::makeReadyFuture(Result<QString>(QString()))
                          : secrets.read(name);
}

} // namespace

bool needsSecrets(const SessionCluster &cluster)
{
    const ConnectionSettings &settings = cluster.spec.connection;
    return cluster.spec.kind == SessionClusterKind::Remote
        && !(settings.passwordSecret.isEmpty() && settings.clientKeySecret.isEmpty());
}

void readSecrets(QObject *context, Secrets &secrets, const SessionCluster &cluster,
                 std::function<void(const Result<ClusterSecrets> &)> done)
{
    const bool isAsked = needsSecrets(cluster);
    const ConnectionSettings settings = isAsked ? cluster.spec.connection : ConnectionSettings();
    // One after the other: a keychain that is locked asks its person once.
    whenDone(context, valueOf(settings.passwordSecret, secrets),
             [context, &secrets, settings, done](const Result<QString> &password) {
                 if (!password)
                     return done(Failure(password.error()));
                 whenDone(context, valueOf(settings.clientKeySecret, secrets),
                          [done, password = *password](const Result<QString> &key) {
                              if (key)
                                  done(ClusterSecrets{password, *key});
                              else
                                  done(Failure(key.error()));
                          });
             });
}

} // namespace headgate
