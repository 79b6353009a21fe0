// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include <memory>

// Requests that change something, and what the network does to them.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds Patience{30}; // of the client; a late request comes after it
constexpr seconds Lateness{100};
constexpr seconds HeldFor{45};
constexpr seconds SecondAfter{2}; // of a request that arrives twice
constexpr minutes LongestDisposal{10};

} // namespace

void Driver::send(Site &site, const Action &action, const std::function<Outcome()> &effect,
                  const std::function<void(const Outcome &)> &deliver)
{
    const int epoch = m_epoch;
    const auto answerAfter = [=, this](Duration pause, const std::function<Outcome()> &made) {
        later(
            pause,
            [=, this] {
                if (epoch != m_epoch)
                    return;
                deliver(made());
                m_isDirty = true;
                lookAgain(Duration::zero());
            },
            true);
    };
    const auto unknown = [this] {
        return Outcome{.kind = OutcomeKind::Unknown, .message = u"no answer"_s, .at = now};
    };
    SimulatedFlink &there = site.flink;
    const QString incarnation = there.incarnation();
    const auto isSame = [=, &there] { return there.isUp && there.incarnation() == incarnation; };
    const auto arrive = [=]() -> Outcome { return isSame() ? effect() : unknown(); };
    const auto refuse = [this](const QString &how) {
        return Outcome{.kind = OutcomeKind::NotSent, .message = how, .at = now};
    };
    Fault fault = faultOf(action);
    if (!there.isUp)
        fault = Fault::NotSent;
    else if (!there.isReachable)
        fault = Fault::LostBefore;
    ++m_counters[u"fault %1"_s.arg(int(fault))];
    if (fault != Fault::None)
        tell(u"The network: fault %1"_s.arg(int(fault)));
    const Duration way = delay();
    switch (fault) {
    case Fault::Twice:
        later(way + SecondAfter, [=] { (void)arrive(); }, false);
        [[fallthrough]];
    case Fault::None: {
        const auto *run = std::get_if<RunJob>(&action);
        const bool isRun = run;
        const Duration patience = run ? run->timeout : Patience;
        const Instant sent = now;
        return later(
            way,
            [=, &there, this] {
                const auto outcome = std::make_shared<Outcome>(arrive());
                // The answer to a run comes with the end of main().
                const Duration work = isRun ? there.mainTime : Duration::zero();
                const Duration back = delay();
                const Duration left = sent + patience - now;
                if (work + back >= left)
                    return answerAfter(left, unknown);
                later(
                    work,
                    [=] {
                        if (!isSame())
                            *outcome = unknown();
                    },
                    false);
                answerAfter(work + back, [=, this] {
                    outcome->at = now;
                    return *outcome;
                });
            },
            false);
    }
    case Fault::LostBefore:
        return answerAfter(Patience, unknown);
    case Fault::LostAfter:
        later(way, [=] { (void)arrive(); }, false);
        return answerAfter(Patience, unknown);
    case Fault::Late:
        later(Lateness, [=] { (void)arrive(); }, false);
        return answerAfter(Patience, unknown);
    case Fault::Held:
        later(
            HeldFor,
            [=, &there] {
                if (there.isUp)
                    (void)effect();
            },
            false);
        return answerAfter(Patience, unknown);
    case Fault::Garbled:
        later(way, [=] { (void)arrive(); }, false);
        return answerAfter(2 * way, unknown);
    case Fault::NotSent:
        return answerAfter(way, [=] { return refuse(u"refused"_s); });
    case Fault::TurnedAway:
        return answerAfter(way, [=] { return refuse(u"503"_s); });
    }
}

void Driver::carryOut(const Action &action)
{
    const auto clusterIdOf = [](const auto &each) -> QString {
        if constexpr (requires { each.clusterId; })
            return each.clusterId;
        else
            return {};
    };
    const QString clusterId = std::visit(clusterIdOf, action);
    if (!clusterId.isEmpty())
        carryOut(action, siteOf(clusterId));
}

void Driver::carryOut(const Action &action, Site &site)
{
    SimulatedFlink &there = site.flink;
    if (const auto *bring = std::get_if<BringJar>(&action)) {
        m_facts.isUploadOpen = true;
        const QString jar = bring->sha256;
        return send(
            site, action,
            [this, jar, &there] {
                there.jars.insert(jar);
                return Outcome{.kind = OutcomeKind::Accepted, .at = now};
            },
            [this, jar, &site](const Outcome &outcome) {
                m_facts.isUploadOpen = false;
                if (outcome.kind == OutcomeKind::Accepted)
                    site.uploadedJar = jar;
                else
                    m_facts.upload = outcome;
            });
    }
    if (const auto *run = std::get_if<RunJob>(&action)) {
        checkRun(*run);
        m_facts.isRunRequestOpen = true;
        return send(
            site, action, [&there, request = *run] { return there.run(request); },
            [this, &site, id = run->jobId](const Outcome &outcome) {
                m_facts.isRunRequestOpen = false;
                if (outcome.kind == OutcomeKind::JarMissing)
                    site.uploadedJar.clear();
                if (newest()->metadata.id == id)
                    m_facts.run = outcome;
            });
    }
    if (const auto *cancel = std::get_if<CancelJob>(&action)) {
        m_facts.isCancelRequestOpen = true;
        return send(
            site, action, [&there, id = cancel->flinkJobId] { return there.cancel(id); },
            [this](const Outcome &) { m_facts.isCancelRequestOpen = false; });
    }
    const auto trigger = [&](const auto &request, bool isStop) {
        m_facts.isTriggerRequestOpen = true;
        send(
            site, action,
            [&there, request, isStop] {
                return there.stop(request.flinkJobId, request.triggerId, request.directory, isStop);
            },
            [this, id = request.savepointId](const Outcome &outcome) {
                m_facts.isTriggerRequestOpen = false;
                m_facts.trigger = outcome;
                m_facts.triggerSavepointId = id;
            });
    };
    if (const auto *disposal = std::get_if<DisposeSavepoint>(&action))
        return dispose(*disposal, site);
    if (const auto *stop = std::get_if<StopJob>(&action))
        trigger(*stop, true);
    else if (const auto *savepoint = std::get_if<TriggerSavepoint>(&action))
        trigger(*savepoint, false);
}

//! Flink chooses the id of the operation, and is asked for its end until it knows.
void Driver::dispose(const DisposeSavepoint &action, Site &site)
{
    m_facts.isDisposalOpen = true;
    send(
        site, action,
        [&site, path = action.location] {
            return Outcome{.kind = OutcomeKind::Accepted, .message = site.flink.dispose(path)};
        },
        [this, &site, id = action.savepointId](const Outcome &outcome) {
            if (outcome.kind != OutcomeKind::Accepted)
                return endDisposal(id, outcome);
            m_disposing = outcome.message;
            awaitDisposal(site, id, outcome.message, now + LongestDisposal);
        });
}

void Driver::endDisposal(const QString &savepointId, const Outcome &outcome)
{
    m_disposing.clear();
    m_facts.isDisposalOpen = false;
    m_facts.disposal = outcome;
    m_facts.disposalSavepointId = savepointId;
    m_isDirty = true;
}

} // namespace headgate::simulation
