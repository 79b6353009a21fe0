// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/unit/lifecycle/simulatedflink.h"

#include <functional>

namespace headgate::simulation {

//! What the network does to a request that changes something.
enum class Fault {
    None,
    LostBefore, //!< It left and never arrived; the client sees a time-out.
    LostAfter, //!< It took effect; the answer is lost.
    Late, //!< It arrives a good while later; the client has given up by then.
    NotSent,
};

//! The engine around the decisions, as far as they can tell: observes, decides, records, acts, on a
//! simulated Flink, clock and network; can be killed between commit and action.
class Driver {
public:
    explicit Driver(quint32 seed);

    SimulatedFlink flink;
    StoredDeployment stored;
    QList<Job> jobs;
    QList<Savepoint> savepoints;
    QList<PossibleOrphan> orphans;
    QList<Event> events;
    Instant now;

    //! What happens to the next requests; asked once for each.
    std::function<Fault(const Action &)> faultOf = [](const Action &) { return Fault::None; };
    //! True: the program is killed after this commit, before its action.
    std::function<bool(const Decision &)> isKilledAfter = [](const Decision &) { return false; };
    //! One way through the network, asked once for each; answers may overtake each other.
    std::function<Duration()> delay = [] { return std::chrono::milliseconds(10); };
    bool isDiskReadable = true; //!< The checkpoint directories can be read from here.
    QStringList broken; //!< Laws that did not hold, each a sentence.

    // What a person does.
    void want(DesiredState desired);
    void retry();
    void changeTemplate();
    void force();

    //! Lets time pass until \a until holds; false where it did not within \a patience.
    bool runUntil(const std::function<bool()> &until, Duration patience = std::chrono::minutes(15));
    void runFor(Duration duration);
    void crash();

    [[nodiscard]] DeploymentState state() const { return stored.deployment.status.state; }
    [[nodiscard]] bool has(DeploymentState wanted) const { return state() == wanted; }
    [[nodiscard]] const Job *newest() const { return jobs.isEmpty() ? nullptr : &jobs.last(); }
    [[nodiscard]] QString liveFlinkJob() const;
    [[nodiscard]] int count(QLatin1StringView eventName) const;
    [[nodiscard]] QString story() const; //!< The last events, for a failure text.

private:
    struct Pending {
        Instant at;
        std::function<void()> happen;
        bool isOurs = false; //!< Goes with the program; else it is on its way in the network.
    };

    void step();
    void look();
    void lookAgain(Duration pause);
    void takeLook(Instant asked, const ClusterView &seen);
    void takeSilence(bool isRefused);
    void decideUntilQuiet();
    void checkDecision(const Decision &decision);
    void checkRun(const RunJob &request);
    void checkLaws();
    void apply(const Decision &decision);
    void carryOut(const Action &action);
    void read(const Read &wanted);
    void readDisk(const QString &jobId);
    //! Flink is asked now, answers \a evaluate when the question arrives, and \a take comes then.
    template <typename T>
    void ask(const QString &key, std::function<T(Instant asked)> evaluate,
             std::function<void(const T &)> take);
    void send(const Action &action, const std::function<Outcome()> &effect,
              const std::function<void(const Outcome &)> &deliver);
    void later(Duration pause, std::function<void()> happen, bool isOurs);
    [[nodiscard]] DeploymentView view();
    [[nodiscard]] Instant nextMoment() const;
    void fail(const QString &law);

    ClusterView m_cluster;
    Facts m_facts;
    Memory m_memory;
    IdSource m_ids;
    std::optional<Instant> m_decideAt;
    std::vector<Pending> m_pending;
    Instant m_nextLook;
    Instant m_lastGoodLook;
    bool m_isLooking = false;
    bool m_isLookWanted = false;
    QStringList m_asking; //!< One question of a kind at a time.
    bool m_isBlurred = false;
    bool m_isTransitioning = false;
    bool m_isDirty = true;
    qint64 m_chosenFrom = 0; //!< The newest snapshot when a person last started it.
    qint64 m_chosen = 0; //!< The snapshot that was restored then; 0: none.
    int m_epoch = 0; //!< Answers to a killed program reach nobody.
};

} // namespace headgate::simulation
