// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/metadata.h"

namespace headgate {

//! How to reach a Flink behind a URL; secret values live in the keychain.
struct ConnectionSettings {
    QMap<QString, QString> headers; //!< Sent with every request.
    QString userName; //!< Basic authentication; the password is a SecretValue.
    QString
        passwordSecret; //!< The name of a SecretValue; a bearer token where `userName` is empty.
    QString caFile; //!< PEM, added to the system's authorities.
    QString clientCertificateFile;
    QString clientKeyFile;
    QString clientKeySecret; //!< The name of a SecretValue: the password of the key.
    QString pinnedSha256; //!< Fingerprint of the one certificate that is trusted.

    bool operator==(const ConnectionSettings &) const = default;
};

struct SessionClusterSpec {
    SessionClusterDesiredState state = SessionClusterDesiredState::Stopped;
    SessionClusterKind kind = SessionClusterKind::Remote;
    QString url; //!< remote: where Flink's REST API is.
    ConnectionSettings connection; //!< remote
    QString flinkHome; //!< local: the installation.
    int numberOfTaskManagers = 1; //!< local
    int slotsPerTaskManager = 4; //!< local
    QMap<QString, QString> flinkConfiguration; //!< local
    QString savepointDirectory; //!< Used where neither the template nor the cluster names one.

    bool operator==(const SessionClusterSpec &) const = default;
};

struct SessionClusterStatus {
    SessionClusterState state = SessionClusterState::Stopped;
    QString message; //!< Why it is FAILED, or what it waits for.
    QString flinkVersion;

    bool operator==(const SessionClusterStatus &) const = default;
};

//! A process that Headgate started; its start time tells it from a later one with the same pid.
struct ProcessRecord {
    qint64 pid = 0;
    qint64 startTime = 0; //!< Of the kernel: clock ticks since boot.
    QString bootId;

    bool operator==(const ProcessRecord &) const = default;
};

//! The processes and ports of a `local` session cluster.
struct LocalProcesses {
    std::optional<ProcessRecord> jobManager;
    QList<ProcessRecord> taskManagers;
    int restPort = 0;
    int rpcPort = 0;

    bool operator==(const LocalProcesses &) const = default;
};

//! A Flink session cluster: attached by its URL, or started on this machine (lifecycle.md §8).
struct SessionCluster {
    Metadata metadata;
    SessionClusterSpec spec;
    SessionClusterStatus status;
    LocalProcesses local;
    QString incarnation; //!< `web.tmpdir` of the JobManager that answered last.
    QList<QString> knownDirectories;

    bool operator==(const SessionCluster &) const = default;
};

void describe(Archive &archive, SessionCluster &cluster);

//! Everything that keeps it from being saved, with the path of each field.
[[nodiscard]] QList<FieldError> validate(const SessionCluster &cluster);

//! Why \a cluster cannot be attached beside \a all, among which it may be: another one that is to
//! run is reached at the same URL, with the same headers and user. Empty where it can.
[[nodiscard]] QString refusalOfAttaching(const SessionCluster &cluster,
                                         const QList<SessionCluster> &all);

//! Why \a cluster cannot be saved beside \a all, among which it may be as it was: by its name, or
//! because it cannot be attached. A connection that it has already is kept.
[[nodiscard]] QList<FieldError> collisions(const SessionCluster &cluster,
                                           const QList<SessionCluster> &all);

//! Where Flink's REST API is: the URL of a remote one, or loopback and the port of a local one.
[[nodiscard]] QString urlOf(const SessionCluster &cluster);

//! \a text with "http://" before it where it is but a host, with or without port and path; else as
//! it is.
[[nodiscard]] QString withScheme(const QString &text);

//! What is sent to \a url leaves this machine, and can be read on its way.
[[nodiscard]] bool isReadableOnItsWay(const QString &url);

} // namespace headgate
