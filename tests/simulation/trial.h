// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/counters.h"
#include "tests/simulation/simulatedflink.h"

#include "model/resources/transaction.h"

#include <array>
#include <functional>
#include <tuple>

namespace headgate::simulation {

//! One Deployment on simulated clusters: what is recorded of it, what Flink and the disk really
//! have, and the laws that hold between these. Who decides, and how it is carried out, a subclass
//! says.
class Trial {
public:
    Trial();
    virtual ~Trial();
    Q_DISABLE_COPY_MOVE(Trial)

    World world;
    std::array<SimulatedFlink, 2> clusters;
    StoredDeployment stored;
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    QSet<QString> shown; //!< Flink jobs that an overview which arrived has had.
    QList<PossibleOrphan> orphans;
    QList<Event> events;
    Instant now;

    //! Told what happens, a line each.
    std::function<void(const QString &)> trace;
    bool isDiskReadable = true; //!< The checkpoint directories can be read from here.
    bool wasDiskUnreadable = false; //!< At any time.
    QStringList broken; //!< Laws that did not hold, each a sentence and when.

    // What a person does, where it is permitted.
    void want(DesiredState desired, const StartOrder &order = {});
    void retry(const StartOrder &order = {}) { ask(DeploymentAction::Retry, order); }
    void force();
    void requestSavepoint() { ask(DeploymentAction::TriggerSavepoint, {}); }
    void suspendWithDrain() { ask(DeploymentAction::StopWithDrain, {}); }
    void changeTemplate();
    void change(UpgradeStrategy upgrade, RestoreStrategy restore);
    void moveToOtherCluster();
    void cancelPossibleOrphans();
    void deleteNewestState();
    //! One of those that are recorded, with its files or, now and then, without.
    void deleteSavepoint(int number);
    //! The order that a person gives who has seen what the next start would restore.
    [[nodiscard]] virtual StartOrder confirmedOrder() = 0;

    //! Lets time pass until \a until holds; false where it did not within \a patience.
    bool runUntil(const std::function<bool()> &until, Duration patience = std::chrono::minutes(15));
    void runFor(Duration duration);
    //! The program dies; it is started again after \a downTime.
    virtual void crash(Duration downTime = {}) = 0;
    virtual void startProgram() = 0; //!< Where it is not there, at once.

    [[nodiscard]] DeploymentState state() const { return stored.deployment.status.state; }
    [[nodiscard]] bool has(DeploymentState wanted) const { return state() == wanted; }
    [[nodiscard]] const Job *newest() const { return jobs.isEmpty() ? nullptr : &jobs.last(); }
    [[nodiscard]] SimulatedFlink &flinkOf(const QString &clusterId);
    //! Where the newest Job is.
    [[nodiscard]] SimulatedFlink &currentFlink();
    [[nodiscard]] QString liveFlinkJob();
    //! But those that were let go of by force, or come later than any client can wait for.
    [[nodiscard]] QStringList liveFlinkJobs() const;
    [[nodiscard]] Counters counters() const; //!< What was met.
    //! Once no job is live any more: none that was asked for and written has been lost.
    void checkSavepoints();
    [[nodiscard]] int count(QLatin1StringView eventName) const;
    [[nodiscard]] QString story() const; //!< The last events, for a failure text.

protected:
    Counters m_counters; //!< But for the cells of §2, which each decision counts.

    virtual void ask(DeploymentAction action, const StartOrder &order) = 0;
    virtual void save(const Deployment &deployment) = 0;
    //! Where that is permitted, of a person's own accord.
    virtual void askForDeletion(const QString &savepointId, bool areFilesKept) = 0;
    virtual void step() = 0; //!< Time goes on to whatever happens next.
    //! The newest look at that cluster was answered.
    [[nodiscard]] virtual bool isObserved(const QString &clusterId) = 0;

    void tell(const QString &line);
    //! Holds \a records against the laws, and takes them over.
    void take(const Transaction &records);

    // The laws, in laws.cpp and starts.cpp.
    void fail(const QString &law);
    void checkRecords(const Transaction &records);
    void checkRun(const RunJob &request);
    void checkDisposal(const QString &location);
    void checkStop();
    void checkLaws();
    [[nodiscard]] const Savepoint *savepointOf(const QString &id) const;
    [[nodiscard]] const Job *recordedJob(const Transaction &records, const QString &id) const;

    // What was met, in counters.cpp.
    void countCell();
    void countEvents(const QList<Event> &happened);

private:
    void countRecords(const Transaction &records);
    void countJob(const Job &next);
    void checkTwin(const Transaction &records);
    void checkEnds(const Transaction &records);
    void checkAttempts(const Transaction &records);
    void checkAutomaticStart(const RunJob &request);
    void checkOrderedStart(const RunJob &request);
    void passOver(const RunJob &request);
    void checkStates(const QStringList &live);
    void checkLastStop();
    void checkRemovals(const Transaction &records);
    [[nodiscard]] bool isNeeded(const Savepoint &savepoint) const;
    [[nodiscard]] bool isNew(const Job &job) const;
    [[nodiscard]] bool isForced(const QString &flinkJobId) const;
    //! The network kept its request until another JobManager came, without HA, and its main() has
    //! outlasted the minute after which that one's list counts (§3.4 d); nobody has watched it
    //! long.
    [[nodiscard]] bool isStray(const SimulatedFlink &flink, const FlinkSide &job) const;

    std::array<std::array<qint64, FoundKinds>, DesiredKinds> m_cells{};
    QStringList m_letGo; //!< Ids of Jobs.
    qint64 m_chosenFrom = 0; //!< The newest snapshot when a person last started it.
    qint64 m_passedOver = 0; //!< The newest when a start last did not ask for the newest state.
    qint64 m_startedFrom = 0; //!< The snapshot that was restored then; 0: none.
    QString m_checkedJob; //!< Whose start was held against the laws.
    RestoreStrategy m_strategy = RestoreStrategy::LatestState; //!< When the Job was created.
    QSet<QString> m_keptFiles; //!< Whose document a person wants to be forgotten alone.
    int m_failedStops = 0; //!< In a row, in this generation.
    std::tuple<qint64, QString, JobTemplate> m_stopWish; //!< A change of it counts anew.
};

//! What a law says, without when it was broken.
[[nodiscard]] QString lawOf(const QString &broken);

} // namespace headgate::simulation
