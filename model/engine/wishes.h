// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/engine.h"
#include "model/engine/intentions.h"
#include "model/lifecycle/start.h"

#include <functional>

namespace headgate {

//! What people ask for, in the engine's thread: checks it, writes it, and wakes the engine.
//! Nothing here talks to Flink but probe().
class Wishes : public QObject {
    Q_OBJECT

public:
    //! \a sampleJar is the jar of the sample job; empty where there is none.
    Wishes(Engine &engine, QString sampleJar, QObject *parent = nullptr);

    QFuture<Result<Deployment>> saveDeployment(const DeploymentDraft &draft);
    QFuture<Result<Done>> start(const QString &deploymentId, const StartOrder &order);
    QFuture<Result<Done>> suspend(const QString &deploymentId, bool isDrained);
    QFuture<Result<Done>> cancel(const QString &deploymentId);
    QFuture<Result<Done>> retry(const QString &deploymentId, const StartOrder &order);
    QFuture<Result<Done>> runAgain(const QString &deploymentId, const StartOrder &order);
    QFuture<Result<Done>> forceCancel(const QString &deploymentId);
    QFuture<Result<Done>> triggerSavepoint(const QString &deploymentId);
    QFuture<Result<Done>> deleteSavepoint(const QString &savepointId, bool areFilesKept);
    QFuture<Result<Done>> upgradeToChangedJar(const QString &deploymentId, const StartOrder &shown);
    QFuture<Result<Done>> upgradeFromCheckpoint(const QString &deploymentId);
    QFuture<Result<Done>> adoptJob(const QString &deploymentId);
    QFuture<Result<QStringList>> deleteDeployment(const QString &deploymentId);

    QFuture<Result<SessionCluster>> saveSessionCluster(const SessionClusterDraft &draft);
    QFuture<Result<Done>> startSessionCluster(const QString &id);
    QFuture<Result<Done>> stopSessionCluster(const QString &id, bool isForced);
    QFuture<Result<Done>> confirmSameCluster(const QString &id);
    QFuture<Result<Done>> deleteSessionCluster(const QString &id);
    QFuture<Result<int>> lookAt(const QStringList &sessionClusterIds);
    QFuture<Result<ProbeReport>> probe(const SessionClusterDraft &draft);

    QFuture<Result<Done>> cancelOrphan(const QString &flinkJobId);
    QFuture<Result<Done>> forgetOrphan(const QString &flinkJobId);

    QFuture<Result<JarReport>> inspectJar(const QString &path);
    QFuture<Result<QList<FlinkInstallation>>> flinkInstallations();
    QFuture<Result<QString>> startSample();

private:
    //! A new desired state, and the generation that belongs to it.
    struct Change {
        DesiredState desired;
        std::optional<StartOrder> order; //!< With RUNNING.
        std::optional<QString> artifactSha256; //!< What the jar holds now; none: as before.
        bool keepsChosenState = false; //!< Retry: the same state as before.
        bool isDrained = false;
        start::Found found = {}; //!< Jobs without record that are to be cancelled.
        const char *eventName;
        QString sentence;
    };
    [[nodiscard]] Result<Done> write(HeldDeployment &held, const Change &change);
    //! For an action that needs nothing but the write.
    QFuture<Result<Done>> change(const QString &deploymentId, DeploymentAction action,
                                 const Change &change);
    //! Stores what the jar holds now; the recorded content where the file is gone.
    QFuture<Result<QString>> currentContent(const QString &jarUri, const QString &recorded);
    [[nodiscard]] Result<Done> takeJar(const QString &deploymentId, const QString &jarUri,
                                       const QString &sha256, const StartOrder &shown);
    QFuture<Result<Done>> begin(const QString &deploymentId, DeploymentAction action,
                                const Change &change);

    [[nodiscard]] Result<Deployment> prepared(const DeploymentDraft &draft) const;
    [[nodiscard]] Result<Deployment> store(const DeploymentDraft &draft, Deployment deployment,
                                           const QString &sha256);
    [[nodiscard]] Result<SessionCluster> prepared(const SessionClusterDraft &draft) const;
    [[nodiscard]] Result<SessionCluster> store(SessionCluster cluster);
    [[nodiscard]] Result<SessionCluster> storeNamed(const SessionClusterDraft &draft,
                                                    const SessionCluster &named);
    //! The Deployments with live Jobs for which another URL has to be the same cluster.
    [[nodiscard]] QStringList usersOfMove(const SessionClusterDraft &draft) const;
    //! Goes on with \a finish, which is told why what answers at the new URL is perhaps another
    //! cluster; an empty text: it is the same.
    void askWhoAnswers(const SessionClusterDraft &draft,
                       const std::function<void(const QString &)> &finish);
    //! Removes those that no session cluster needs now.
    void forgetSecrets(QStringList names);
    [[nodiscard]] Result<HeldDeployment *> permitted(const QString &deploymentId,
                                                     DeploymentAction action);
    //! What was shown of the upgrade of \a deployment, where it can be held against it later.
    [[nodiscard]] static std::optional<StartOrder> planOf(const Deployment &deployment,
                                                          const StartOrder &shown);
    [[nodiscard]] static Event eventOf(const HeldDeployment &held, Instant now, const char *name,
                                       const QString &message);
    //! Within a frame, before it is decided on.
    static void showTransition(StoredDeployment &next, Instant now);
    [[nodiscard]] QString freeName(const QString &wanted, bool isOfCluster) const;
    [[nodiscard]] Result<SessionCluster> sampleCluster();

    Engine &m_engine;
    const QString m_sampleJar;
};

} // namespace headgate
