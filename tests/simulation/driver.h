// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/fault.h"
#include "tests/simulation/trial.h"

namespace headgate::simulation {

//! What this engine knows of a session cluster.
struct Site {
    explicit Site(SimulatedFlink &served);

    SimulatedFlink &flink;
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
class Driver : public Trial {
public:
    explicit Driver(quint32 seed);

    std::array<Site, 2> sites;
    SimulatedFlink &flink; //!< Of the first site.

    //! What happens to the next requests; asked once for each.
    std::function<Fault(const Action &)> faultOf = [](const Action &) { return Fault::None; };
    //! True: this look or read gets no proper answer.
    std::function<bool()> isLookLost = [] { return false; };
    //! True: the program is killed after this commit, before its action.
    std::function<bool(const Decision &)> isKilledAfter = [](const Decision &) { return false; };
    //! One way through the network, asked once for each; answers may overtake each other.
    std::function<Duration()> delay = [] { return std::chrono::milliseconds(10); };

    [[nodiscard]] StartOrder confirmedOrder() override;
    void crash(Duration downTime = {}) override;
    void startProgram() override { m_offUntil = std::min(m_offUntil, now); }

protected:
    void ask(DeploymentAction action, const StartOrder &order) override;
    void save(const Deployment &deployment) override;
    void askForDeletion(const QString &savepointId, bool areFilesKept) override;
    void step() override;
    [[nodiscard]] bool isObserved(const QString &clusterId) override;

private:
    struct Pending {
        Instant at;
        std::function<void()> happen;
        bool isOurs = false; //!< Goes with the program; else it is on its way in the network.
    };

    //! What was decided on, and came to nothing.
    struct Rest {
        Instant until;
        StoredDeployment stored;
        QList<Job> jobs;
        QList<Savepoint> savepoints;
        Facts facts;
        std::array<ClusterView, 2> views;
    };

    void look(Site &site);
    void lookAgain(Duration pause);
    void takeLook(Site &site, Instant asked, const ClusterView &seen);
    void takeSilence(Site &site, bool isRefused);
    void decideUntilQuiet();
    void write(DesiredState desired, const StartOrder &order, bool keepsChosen, bool isDrained);
    void writeForced();
    void writeSavepoint();
    void apply(const Decision &decision);
    void carryOut(const Action &action);
    void carryOut(const Action &action, Site &site);
    void dispose(const DisposeSavepoint &action, Site &site);
    void awaitDisposal(Site &site, const QString &savepointId, const QString &operationId,
                       Instant until);
    void endDisposal(const QString &savepointId, const Outcome &outcome);
    void read(const Read &wanted);
    void readDisk(const QString &jobId);
    //! Flink is asked now, answers \a evaluate when the question arrives, and \a take comes then.
    template <typename T>
    void ask(Site &site, const QString &key, std::function<T(Instant asked)> evaluate,
             std::function<void(const T &)> take);
    void send(Site &site, const Action &action, const std::function<Outcome()> &effect,
              const std::function<void(const Outcome &)> &deliver);
    void later(Duration pause, std::function<void()> happen, bool isOurs);
    [[nodiscard]] DeploymentView view();
    [[nodiscard]] Site &siteOf(const QString &clusterId);
    [[nodiscard]] Instant nextMoment() const;

    // The laws of one decision, in decisions.cpp.
    [[nodiscard]] bool isAtRest();
    void checkRest(const Decision &decision);
    void checkSameness(const Decision &decision, const IdSource &ids);
    void checkWriteAhead(const Decision &decision);
    void checkSteps(const Decision &decision);

    Facts m_facts;
    Memory m_memory;
    IdSource m_ids;
    std::optional<Instant> m_decideAt;
    std::optional<Rest> m_rest; //!< Since the last decision.
    std::vector<Pending> m_pending;
    QString m_disposing; //!< The operation that is asked for its end.
    QStringList m_asking; //!< One question of a kind at a time.
    Instant m_offUntil; //!< The program is not there.
    bool m_isTransitioning = false;
    bool m_isDirty = true;
    int m_epoch = 0; //!< Answers to a killed program reach nobody.
};

} // namespace headgate::simulation
