// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/counters.h"
#include "tests/simulation/simulatedflink.h"

#include <array>
#include <functional>

namespace headgate::simulation {

//! What the network does to a request that changes something.
enum class Fault {
    None,
    LostBefore, //!< It left and never arrived; the client sees a time-out.
    LostAfter, //!< It took effect; the answer is lost.
    Late, //!< It arrives a good while later; the client has given up by then.
    Held, //!< A proxy keeps it for most of a minute, and gives it to whoever answers then.
    Twice, //!< It arrives twice.
    NotSent, //!< The connection is refused.
    TurnedAway, //!< 503, unread.
    Garbled, //!< It took effect; the answer is not Flink's.
};
constexpr int FaultKinds = 9;

//! A session cluster and what this engine knows of it.
struct Site {
    Site(World &world, const QString &id);

    SimulatedFlink flink;
    ClusterView view;
    Instant nextLook;
    Instant lastGoodLook;
    bool isLooking = false;
    bool isLookWanted = false;
    bool isBlurred = false;
    QString uploadedJar;
};

//! The engine around the decisions, as far as they can tell: observes, decides, records, acts, on
//! simulated Flinks, clock and network; can be killed between commit and action.
class Driver {
public:
    explicit Driver(quint32 seed);

    World world;
    std::array<Site, 2> sites;
    SimulatedFlink &flink; //!< Of the first site.
    StoredDeployment stored;
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    QList<PossibleOrphan> orphans;
    QList<Event> events;
    Instant now;

    //! What happens to the next requests; asked once for each.
    std::function<Fault(const Action &)> faultOf = [](const Action &) { return Fault::None; };
    //! True: this look or read gets no proper answer.
    std::function<bool()> isLookLost = [] { return false; };
    //! True: the program is killed after this commit, before its action.
    std::function<bool(const Decision &)> isKilledAfter = [](const Decision &) { return false; };
    //! One way through the network, asked once for each; answers may overtake each other.
    std::function<Duration()> delay = [] { return std::chrono::milliseconds(10); };
    //! Told what happens, a line each.
    std::function<void(const QString &)> trace;
    bool isDiskReadable = true; //!< The checkpoint directories can be read from here.
    QStringList broken; //!< Laws that did not hold, each a sentence and when.

    // What a person does, where it is permitted.
    void want(DesiredState desired, const StartOrder &order = {});
    void retry(const StartOrder &order = {});
    void changeTemplate();
    void change(UpgradeStrategy upgrade, RestoreStrategy restore);
    void moveToOtherCluster();
    void force();
    void cancelPossibleOrphans();
    void deleteNewestState();
    void requestSavepoint();
    void suspendWithDrain();
    //! The order that a person gives who has seen what the next start would restore.
    [[nodiscard]] StartOrder confirmedOrder();

    //! Lets time pass until \a until holds; false where it did not within \a patience.
    bool runUntil(const std::function<bool()> &until, Duration patience = std::chrono::minutes(15));
    void runFor(Duration duration);
    //! The program dies; it is started again after \a downTime.
    void crash(Duration downTime = {});
    void startProgram() { m_offUntil = std::min(m_offUntil, now); }

    [[nodiscard]] DeploymentState state() const { return stored.deployment.status.state; }
    [[nodiscard]] bool has(DeploymentState wanted) const { return state() == wanted; }
    [[nodiscard]] const Job *newest() const { return jobs.isEmpty() ? nullptr : &jobs.last(); }
    [[nodiscard]] Site &siteOf(const QString &clusterId);
    //! Where the newest Job is.
    [[nodiscard]] SimulatedFlink &currentFlink();
    [[nodiscard]] QString liveFlinkJob();
    //! But those that were let go of by force, or come later than any client can wait for.
    [[nodiscard]] QStringList liveFlinkJobs() const;
    [[nodiscard]] int count(QLatin1StringView eventName) const;
    [[nodiscard]] Counters counters() const; //!< What was met.
    [[nodiscard]] QString story() const; //!< The last events, for a failure text.

private:
    struct Pending {
        Instant at;
        std::function<void()> happen;
        bool isOurs = false; //!< Goes with the program; else it is on its way in the network.
    };

    void step();
    void look(Site &site);
    void lookAgain(Duration pause);
    void takeLook(Site &site, Instant asked, const ClusterView &seen);
    void takeSilence(Site &site, bool isRefused);
    void decideUntilQuiet();
    void write(DesiredState desired, const StartOrder &order, bool keepsChosen, bool isDrained);
    [[nodiscard]] bool isPermitted(DeploymentAction action);
    void apply(const Decision &decision);
    void carryOut(const Action &action);
    void carryOut(const Action &action, Site &site);
    void read(const Read &wanted);
    void readDisk(const QString &jobId);
    //! Flink is asked now, answers \a evaluate when the question arrives, and \a take comes then.
    template <typename T>
    void ask(Site &site, const QString &key, std::function<T(Instant asked)> evaluate,
             std::function<void(const T &)> take);
    void send(Site &site, const Action &action, const std::function<Outcome()> &effect,
              const std::function<void(const Outcome &)> &deliver);
    void later(Duration pause, std::function<void()> happen, bool isOurs);
    void tell(const QString &line);
    [[nodiscard]] DeploymentView view();
    [[nodiscard]] Instant nextMoment() const;

    // The laws, in laws.cpp and starts.cpp.
    void fail(const QString &law);
    void checkDecision(const Decision &decision);
    void checkWriteAhead(const Decision &decision);
    void checkSteps(const Decision &decision);
    void checkTwin(const Decision &decision);
    void checkEnds(const Decision &decision);
    void checkRun(const RunJob &request);
    void checkAutomaticStart(const RunJob &request);
    void checkOrderedStart(const RunJob &request);
    void checkAttempts(const Decision &decision);
    void checkLaws();
    void checkStates();
    [[nodiscard]] const Job *recordedJob(const Decision &decision, const QString &id) const;
    [[nodiscard]] bool isForced(const QString &flinkJobId) const;

    // What was met, in counters.cpp.
    void countCell();
    void countRecords(const Decision &decision);
    void countJob(const Job &next);

    Counters m_counters; //!< But for the cells of §2, which each decision counts.
    std::array<std::array<qint64, FoundKinds>, DesiredKinds> m_cells{};
    Facts m_facts;
    Memory m_memory;
    IdSource m_ids;
    std::optional<Instant> m_decideAt;
    std::vector<Pending> m_pending;
    QStringList m_asking; //!< One question of a kind at a time.
    Instant m_offUntil; //!< The program is not there.
    bool m_isTransitioning = false;
    bool m_isDirty = true;
    qint64 m_chosenFrom = 0; //!< The newest snapshot when a person last started it.
    qint64 m_chosen = 0; //!< The snapshot that was restored then; 0: none.
    QString m_checkedJob; //!< Whose start was held against the laws.
    RestoreStrategy m_strategy = RestoreStrategy::LatestState; //!< When the Job was created.
    int m_failedStops = 0; //!< In a row, in this generation.
    qint64 m_failedStopsGeneration = 0;
    int m_epoch = 0; //!< Answers to a killed program reach nobody.
};

//! What a law says, without when it was broken.
[[nodiscard]] QString lawOf(const QString &broken);

} // namespace headgate::simulation
