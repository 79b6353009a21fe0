// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clustersecrets.h"

#include "model/core/whendone.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! No name, no secret: it is read already.
QFuture<Result<QString>> valueOf(const QString &name, Secrets &secrets)
{
    return name.isEmpty() ? QtFuture::makeReadyFuture(Result<QString>(QString()))
                          : secrets.read(name);
}

//! \a done gets the name under which \a value was written; empty where there is nothing to write.
void writeOne(QObject *context, Secrets &secrets, const QString &name,
              const std::optional<QString> &value,
              const std::function<void(const Result<QString> &)> &done)
{
    if (!value || value->isEmpty())
        return done(QString());
    whenDone(context, secrets.write(name, *value), [done, name](const Result<void> &written) {
        if (written)
            done(name);
        else
            done(Failure(written.error()));
    });
}

//! How a person finds it in their keychain.
QString newName(const SessionCluster &cluster, QLatin1StringView purpose, IdSource &ids)
{
    return u"%1 %2 %3"_s.arg(cluster.metadata.name, purpose, ids.next().first(8));
}

} // namespace

bool needsSecrets(const SessionCluster &cluster)
{
    const ConnectionSettings &settings = cluster.spec.connection;
    return cluster.spec.kind == SessionClusterKind::Remote
        && !(settings.passwordSecret.isEmpty() && settings.clientKeySecret.isEmpty());
}

void readSecrets(QObject *context, Secrets &secrets, const SessionCluster &cluster,
                 const std::function<void(const Result<ClusterSecrets> &)> &done)
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

void readSecrets(QObject *context, Secrets &secrets, const SessionCluster &cluster,
                 const ClusterSecretEdits &typed,
                 const std::function<void(const Result<ClusterSecrets> &)> &done)
{
    SessionCluster kept = cluster;
    if (typed.password)
        kept.spec.connection.passwordSecret.clear();
    if (typed.clientKeyPassword)
        kept.spec.connection.clientKeySecret.clear();
    readSecrets(context, secrets, kept, [typed, done](const Result<ClusterSecrets> &found) {
        if (!found)
            return done(found);
        done(ClusterSecrets{.password = typed.password.value_or(found->password),
                            .clientKeyPassword =
                                typed.clientKeyPassword.value_or(found->clientKeyPassword)});
    });
}

void writeSecrets(QObject *context, Secrets &secrets, IdSource &ids, const SessionCluster &cluster,
                  const ClusterSecretEdits &typed,
                  const std::function<void(const Result<SessionCluster> &)> &done)
{
    const QString passwordName = newName(cluster, "password"_L1, ids);
    const QString keyName = newName(cluster, "client key"_L1, ids);
    const auto finish = [=](const QString &password, const QString &key) {
        SessionCluster named = cluster;
        if (typed.password)
            named.spec.connection.passwordSecret = password;
        if (typed.clientKeyPassword)
            named.spec.connection.clientKeySecret = key;
        done(named);
    };
    writeOne(context, secrets, passwordName, typed.password, [=, &secrets](const auto &password) {
        if (!password)
            return done(Failure(password.error()));
        writeOne(context, secrets, keyName, typed.clientKeyPassword,
                 [=, &secrets](const auto &key) {
                     if (key)
                         return finish(*password, *key);
                     if (!password->isEmpty())
                         (void)secrets.remove(*password);
                     done(Failure(key.error()));
                 });
    });
}

QStringList secretNames(const SessionCluster &cluster)
{
    const ConnectionSettings &settings = cluster.spec.connection;
    QStringList names{settings.passwordSecret, settings.clientKeySecret};
    names.removeAll(QString());
    return names;
}

} // namespace headgate
