// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include "model/lifecycle/decide.h"
#include "tests/unit/lifecycle/samples.h"

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

Site::Site(SimulatedFlink &served)
    : flink(served)
    , view(samples::cluster())
{
    view.id = served.id();
    view.isObserved = false;
    view.incarnation.clear();
    view.heartbeatTimeout = seconds(8);
}

Driver::Driver(quint32 seed)
    : sites{Site(clusters[0]), Site(clusters[1])}
    , flink(clusters[0])
    , m_ids(QRandomGenerator(seed))
{
    stored = samples::deployment(DesiredState::Cancelled);
    now = samples::at(0);
    stored.deployment.metadata.annotations.insert(SubmissionTimeoutAnnotation, u"60"_s);
    for (Site &site : sites) {
        site.view.observedSince = now;
        site.nextLook = now;
        site.flink.advance(now);
    }
}

Site &Driver::siteOf(const QString &clusterId)
{
    return clusterId == sites[0].view.id ? sites[0] : sites[1];
}

bool Driver::isObserved(const QString &clusterId)
{
    return siteOf(clusterId).view.isObserved;
}

void Driver::later(Duration pause, std::function<void()> happen, bool isOurs)
{
    m_pending.push_back({.at = now + pause, .happen = std::move(happen), .isOurs = isOurs});
}

Instant Driver::nextMoment() const
{
    Instant next = now + minutes(1);
    for (const Site &site : sites)
        next = site.isLooking ? next : std::min(next, std::max(site.nextLook, m_offUntil));
    if (m_decideAt)
        next = std::min(next, std::max(*m_decideAt, m_offUntil));
    for (const Pending &each : m_pending)
        next = std::min(next, each.at);
    return std::max(next, now + milliseconds(1));
}

void Driver::step()
{
    now = nextMoment();
    for (Site &site : sites)
        site.flink.advance(now);
    std::vector<Pending> due;
    for (Pending &each : m_pending) {
        if (each.at <= now)
            due.push_back(std::move(each));
    }
    std::erase_if(m_pending, [&](const Pending &each) { return each.at <= now; });
    for (const Pending &each : due)
        each.happen();
    if (now >= m_offUntil) {
        for (Site &site : sites) {
            if (now >= site.nextLook && !site.isLooking)
                look(site);
        }
        if (m_isDirty || (m_decideAt && now >= *m_decideAt))
            decideUntilQuiet();
    }
    checkLaws();
}

DeploymentView Driver::view()
{
    Site *current = newest() ? &siteOf(newest()->spec.sessionClusterId) : nullptr;
    m_facts.uploadedJarId = current ? current->uploadedJar : QString();
    Site &target = siteOf(stored.record.sessionClusterId);
    QList<const ClusterView *> former;
    for (const Site &site : sites) {
        if (&site == &target || &site == current)
            continue;
        const bool isRecorded = std::ranges::any_of(
            jobs, [&](const Job &each) { return each.spec.sessionClusterId == site.view.id; });
        if (isRecorded)
            former.append(&site.view);
    }
    return DeploymentView{.stored = stored,
                          .jobs = jobs,
                          .savepoints = savepoints,
                          .target = &target.view,
                          .current = current ? &current->view : nullptr,
                          .former = former,
                          .facts = m_facts,
                          .memory = m_memory};
}

void Driver::decideUntilQuiet()
{
    constexpr int TooMany = 12;
    m_isDirty = true;
    for (int round = 0; m_isDirty; ++round) {
        if (round == TooMany)
            return fail(u"Decisions at one moment come to an end"_s);
        m_isDirty = false;
        countCell();
        const IdSource same = m_ids;
        const bool wasAtRest = isAtRest();
        const Decision decision = decide(view(), m_ids, now);
        if (wasAtRest)
            checkRest(decision);
        checkSameness(decision, same);
        checkWriteAhead(decision);
        checkSteps(decision);
        const auto *cancel = std::get_if<CancelJob>(&decision.action);
        if (cancel && cancel->jobId.isEmpty())
            ++m_counters[u"§3.4 cancelled on sight"_s];
        apply(decision);
        if (std::holds_alternative<StopJob>(decision.action))
            checkStop();
        if (isKilledAfter(decision))
            return crash();
        carryOut(decision.action);
        for (const Read &wanted : decision.reads)
            read(wanted);
    }
}

void Driver::apply(const Decision &decision)
{
    const Transaction &records = decision.records;
    const bool isNewJob = !records.jobs.isEmpty() && newest()
        && records.jobs.last().metadata.id != newest()->metadata.id;
    take(records);
    m_facts.run.reset();
    m_facts.trigger.reset();
    m_facts.upload.reset();
    m_facts.disposal.reset();
    m_facts.operations.clear();
    m_facts.stampedJobs.reset();
    if (isNewJob || !newest() || !isLive(newest()->status.state)) {
        m_facts.state.reset();
        m_facts.disk.reset();
        m_facts.failureCause.reset();
    }
    m_memory = decision.memory;
    m_decideAt = decision.decideAgainAt;
    m_rest.reset();
    if (decision.restsUntil)
        m_rest = Rest{.until = *decision.restsUntil,
                      .stored = stored,
                      .jobs = jobs,
                      .savepoints = savepoints,
                      .facts = m_facts,
                      .views = {sites[0].view, sites[1].view}};
    m_isTransitioning = decision.isTransitioning;
    m_isDirty = !records.isEmpty() && std::holds_alternative<NoAction>(decision.action);
    if (m_isTransitioning)
        lookAgain(seconds(1));
}

void Driver::crash(Duration downTime)
{
    tell(u"Headgate is killed"_s);
    ++m_counters[u"crash"_s];
    ++m_epoch;
    m_facts = {};
    m_memory = {};
    m_rest.reset();
    m_decideAt.reset();
    m_isDirty = true;
    m_isTransitioning = false;
    m_asking.clear();
    m_disposing.clear();
    std::erase_if(m_pending, [](const Pending &each) { return each.isOurs; });
    m_offUntil = now + seconds(1) + downTime;
    for (Site &site : sites) {
        const SimulatedFlink &there = site.flink;
        site.view = samples::cluster();
        site.view.id = there.id();
        site.view.heartbeatTimeout = seconds(8);
        site.view.hasHighAvailability = there.isHighlyAvailable;
        site.view.isObserved = false;
        site.view.incarnation.clear();
        site.view.incarnationSeenAt = m_offUntil;
        site.view.observedSince = m_offUntil;
        site.lastGoodLook = Instant();
        site.isBlurred = site.isLooking = site.isLookWanted = false;
        site.uploadedJar.clear();
        site.nextLook = m_offUntil;
    }
}

} // namespace headgate::simulation
