// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/artifacts/jar.h"
#include "model/clusters/installation.h"
#include "model/resources/report.h"

#include <QFuture>
#include <QStringList>

#include <optional>

namespace headgate {

//! Success without a value.
struct Done {
    bool operator==(const Done &) const = default;
};

//! What a person wants to have saved.
struct DeploymentDraft {
    Deployment deployment; //!< An empty id makes a new one; else `resourceVersion` must be current.
    bool isStartedAfterwards = false; //!< "Save and Start".
    StartOrder order; //!< What was shown, where the save starts or upgrades something.
};

//! The secret values of a session cluster as a person typed them: none leaves what the keychain
//! has, an empty one forgets it.
struct ClusterSecretEdits {
    std::optional<QString> password;
    std::optional<QString> clientKeyPassword;

    bool operator==(const ClusterSecretEdits &) const = default;
};

//! A session cluster as a person wants to have it. Secret values are beside the document, never in
//! it; a document alone leaves them as they are.
struct SessionClusterDraft {
    SessionClusterDraft(SessionCluster document, ClusterSecretEdits typed = {})
        : cluster(std::move(document))
        , secrets(std::move(typed))
    {
    }

    SessionCluster cluster;
    ClusterSecretEdits secrets;
    bool isSameCluster = false; //!< A person says so of what answers at another URL.
};

//! What stands behind a URL, for the session cluster form.
struct ProbeReport {
    QString flinkVersion;
    bool isManaged = true; //!< False before 1.17: attached and shown, never started on.
    QString warning; //!< A sentence on what will not work; empty if all does.
    int slotsTotal = 0;
    int jobsRunning = 0;
};

//! Everything that a person can ask for. Answers come to the asking thread; an error says why not.
//! Nothing here waits for Flink: a transition shows itself in the reports that follow.
class Intentions {
public:
    virtual ~Intentions() = default;

    virtual QFuture<Result<Deployment>> saveDeployment(const DeploymentDraft &draft) = 0;
    virtual QFuture<Result<Done>> start(const QString &deploymentId, const StartOrder &order) = 0;
    virtual QFuture<Result<Done>> suspend(const QString &deploymentId, bool isDrained) = 0;
    virtual QFuture<Result<Done>> cancel(const QString &deploymentId) = 0;
    virtual QFuture<Result<Done>> retry(const QString &deploymentId, const StartOrder &order) = 0;
    //! Starts a FINISHED Deployment anew.
    virtual QFuture<Result<Done>> runAgain(const QString &deploymentId,
                                           const StartOrder &order) = 0;
    virtual QFuture<Result<Done>> forceCancel(const QString &deploymentId) = 0;
    virtual QFuture<Result<Done>> triggerSavepoint(const QString &deploymentId) = 0;
    //! With its files, which Flink deletes; or, where \a areFilesKept, the document alone.
    virtual QFuture<Result<Done>> deleteSavepoint(const QString &savepointId,
                                                  bool areFilesKept) = 0;
    //! \a shown: what the new content is started from, where the upgrade strategy starts it.
    virtual QFuture<Result<Done>> upgradeToChangedJar(const QString &deploymentId,
                                                      const StartOrder &shown) = 0;
    //! What is saved already; ends the running job by a cancel (lifecycle.md §4).
    virtual QFuture<Result<Done>> upgradeFromCheckpoint(const QString &deploymentId) = 0;
    //! Takes over the job without record for which it is FAILED (lifecycle.md §3.2).
    virtual QFuture<Result<Done>> adoptJob(const QString &deploymentId) = 0;
    //! Answers with the locations of the savepoints whose files remain.
    virtual QFuture<Result<QStringList>> deleteDeployment(const QString &deploymentId) = 0;

    //! Secrets go to the keychain first; where that fails nothing is saved. With live Jobs, a URL
    //! at which nobody is known to be the same cluster is NotPermitted, at its field, unless a
    //! person says that it is (lifecycle.md §8).
    virtual QFuture<Result<SessionCluster>>
    saveSessionCluster(const SessionClusterDraft &draft) = 0;
    virtual QFuture<Result<Done>> startSessionCluster(const QString &id) = 0;
    virtual QFuture<Result<Done>> stopSessionCluster(const QString &id, bool isForced) = 0;
    //! What answers behind the URL now is the cluster that was there before.
    virtual QFuture<Result<Done>> confirmSameCluster(const QString &id) = 0;
    virtual QFuture<Result<Done>> deleteSessionCluster(const QString &id) = 0;
    //! Has those that are watched looked at once, without waiting for the next turn. Answers with
    //! how many can be asked now.
    virtual QFuture<Result<int>> lookAt(const QStringList &sessionClusterIds) = 0;
    virtual QFuture<Result<ProbeReport>> probe(const SessionClusterDraft &draft) = 0;

    virtual QFuture<Result<Done>> cancelOrphan(const QString &flinkJobId) = 0;
    virtual QFuture<Result<Done>> forgetOrphan(const QString &flinkJobId) = 0;

    virtual QFuture<Result<JarReport>> inspectJar(const QString &path) = 0;
    virtual QFuture<Result<QList<FlinkInstallation>>> flinkInstallations() = 0;
    //! First run: a local session cluster, the sample job on it, and its start.
    //! Answers with the id of the new Deployment.
    virtual QFuture<Result<QString>> startSample() = 0;
};

} // namespace headgate
