// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"

#include <QThread>

#include <functional>
#include <memory>

namespace headgate {

class Clock;
class DataDirectory;
class Engine;
class Secrets;
class Wishes;

//! The engine in a thread of its own, and the way to it for the thread of the window.
class EngineHost : public QObject, public Intentions {
    Q_OBJECT

public:
    //! Makes the Secrets in the engine's thread, which is where they are used.
    using SecretsSource = std::function<std::unique_ptr<Secrets>()>;

    //! \a directory and \a clock must outlive the host.
    EngineHost(const DataDirectory &directory, const Clock &clock, SecretsSource secrets,
               QString sampleJar);
    //! Ends the thread; what is under way at Flink goes on, and is taken up at the next start.
    ~EngineHost() override;

    //! Opens the store and begins; anew, where it had begun. Errors: those of Store::open().
    QFuture<Result<Done>> begin();

    QFuture<Result<Deployment>> saveDeployment(const DeploymentDraft &draft) override;
    QFuture<Result<Done>> start(const QString &deploymentId, const StartOrder &order) override;
    QFuture<Result<Done>> suspend(const QString &deploymentId, bool isDrained) override;
    QFuture<Result<Done>> cancel(const QString &deploymentId) override;
    QFuture<Result<Done>> retry(const QString &deploymentId, const StartOrder &order) override;
    QFuture<Result<Done>> runAgain(const QString &deploymentId, const StartOrder &order) override;
    QFuture<Result<Done>> forceCancel(const QString &deploymentId) override;
    QFuture<Result<Done>> triggerSavepoint(const QString &deploymentId) override;
    QFuture<Result<Done>> deleteSavepoint(const QString &savepointId, bool areFilesKept) override;
    QFuture<Result<Done>> upgradeToChangedJar(const QString &deploymentId,
                                              const StartOrder &shown) override;
    QFuture<Result<Done>> upgradeFromCheckpoint(const QString &deploymentId) override;
    QFuture<Result<Done>> adoptJob(const QString &deploymentId) override;
    QFuture<Result<QStringList>> deleteDeployment(const QString &deploymentId) override;
    QFuture<Result<SessionCluster>> saveSessionCluster(const SessionClusterDraft &draft) override;
    QFuture<Result<Done>> startSessionCluster(const QString &id) override;
    QFuture<Result<Done>> stopSessionCluster(const QString &id, bool isForced) override;
    QFuture<Result<Done>> confirmSameCluster(const QString &id) override;
    QFuture<Result<Done>> deleteSessionCluster(const QString &id) override;
    QFuture<Result<int>> lookAt(const QStringList &sessionClusterIds) override;
    QFuture<Result<ProbeReport>> probe(const SessionClusterDraft &draft) override;
    QFuture<Result<Done>> cancelOrphan(const QString &flinkJobId) override;
    QFuture<Result<Done>> forgetOrphan(const QString &flinkJobId) override;
    QFuture<Result<JarReport>> inspectJar(const QString &path) override;
    QFuture<Result<QList<FlinkInstallation>>> flinkInstallations() override;
    QFuture<Result<QString>> startSample() override;

Q_SIGNALS:
    void changed(const headgate::Changes &changes);
    void troubled(const QString &trouble);

private:
    //! Runs \a wish on the Wishes in the engine's thread.
    template <typename Wish>
    auto ask(Wish wish);
    [[nodiscard]] Result<Done> open();
    void close();

    const DataDirectory &m_directory;
    const Clock &m_clock;
    const SecretsSource m_secretsSource;
    const QString m_sampleJar;
    QThread m_thread;
    QObject *m_context; //!< Lives in the engine's thread, and goes with it.
    // Touched in the engine's thread alone, from here on.
    std::unique_ptr<Secrets> m_secrets;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Wishes> m_wishes;
};

} // namespace headgate
