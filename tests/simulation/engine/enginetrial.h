// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/counters.h"
#include "tests/simulation/engine/disk.h"
#include "tests/simulation/engine/program.h"
#include "tests/simulation/engine/servedflink.h"
#include "tests/simulation/engine/simulatedtime.h"
#include "tests/simulation/engine/traffic.h"
#include "tests/simulation/plan.h"
#include "tests/simulation/trial.h"

#include <QRandomGenerator>

namespace headgate::simulation {

//! The real engine on trial: its store on a disk, its client of Flink over real sockets; only the
//! clock, Flink, and what the network does to requests are simulated.
class EngineTrial : public QObject, public Trial {
    Q_OBJECT

public:
    //! \a time is the event dispatcher of this thread.
    EngineTrial(SimulatedTime &time, const Plan &plan);
    ~EngineTrial() override;

    bool isFaulty = true; //!< False: no more troubles of the network, no more kills.

    [[nodiscard]] StartOrder confirmedOrder() override;
    void crash(Duration downTime = {}) override;
    void startProgram() override;
    //! To be called between any two events.
    void passEvent();

protected:
    void ask(DeploymentAction action, const StartOrder &order) override;
    void save(const Deployment &deployment) override;
    void askForDeletion(const QString &savepointId, bool areFilesKept) override;
    void step() override;
    [[nodiscard]] bool isObserved(const QString &clusterId) override;

private:
    void prepare();
    void askOnce(DeploymentAction action, const StartOrder &order);
    void turn();
    void begin();
    void bury();
    void passFailPoint(QLatin1StringView point);
    void kill(Duration downTime);
    //! Takes over what has become durable since the last time.
    void takeStored();
    void checkStoredAfterKill();
    [[nodiscard]] Transaction newsIn(const StoreContents &contents) const;
    void follow();
    [[nodiscard]] bool isNetworkBusy();

    // The laws of the moments in which nothing happens, in quiet.cpp.
    void checkQuiet();
    void checkNothingIsDue(HeldDeployment &held);

    //! Lets the program go on until it has answered a wish.
    template <typename T>
    void await(const QFuture<Result<T>> &answer);

    // The network, in network.cpp.
    void connectSite(ServedFlink &site, const QString &clusterId);
    //! Drawn for the n-th request of its kind, whatever came in between.
    [[nodiscard]] QRandomGenerator diceFor(const QString &purpose, const HttpRequest &request);
    [[nodiscard]] Duration drawDelay(QRandomGenerator dice) const;
    [[nodiscard]] Fault drawFault(QRandomGenerator dice);
    [[nodiscard]] std::optional<int> drawLoss(QRandomGenerator dice);

    // What has to be durable when a request arrives, in arrivals.cpp.
    void checkArrival(const HttpRequest &request, const QString &clusterId);
    void checkArrival(const RunJob &request, const QString &clusterId);
    void checkArrival(const CancelJob &request, const QString &clusterId);
    void checkArrival(const StopJob &request, const QString &clusterId);
    void checkArrival(const TriggerSavepoint &request, const QString &clusterId);
    void checkArrival(const DisposeSavepoint &request);
    [[nodiscard]] const Job *jobOf(const QString &flinkJobId) const;

    SimulatedTime &m_time;
    const Plan m_plan;
    QTemporaryDir m_folder;
    Disk m_disk;
    Traffic m_traffic;
    Program m_program;
    std::array<std::unique_ptr<ServedFlink>, 2> m_sites;
    QRandomGenerator m_chance;
    quint32 m_life = 0; //!< How often the program was started.
    QHash<QString, quint32> m_asked; //!< How often in this life, by what was drawn for.
    StoreContents m_contents; //!< What was durable when last looked.
    Instant m_offUntil; //!< The program is not there.
    Instant m_killAt; //!< From when on events count.
    int m_eventsLeft = 0; //!< Until it is killed; 0: it is not.
    QStringList m_onItsWay; //!< Requests of a program that was killed since, by their names.
    int m_turnsLeft = 0; //!< In which they may arrive.
    int m_commits = 0;
    std::optional<Instant> m_overdueSince; //!< Something could have been decided.
    QSet<QString> m_stops; //!< Trigger ids of stops that have arrived.
};

} // namespace headgate::simulation
