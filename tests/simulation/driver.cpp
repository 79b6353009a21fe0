// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/driver.h"

#include "model/lifecycle/decide.h"
#include "tests/unit/lifecycle/samples.h"

#include <algorithm>

namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

template <typename T>
void replace(QList<T> &list, const T &value)
{
    const auto it = std::ranges::find_if(
        list, [&](const T &each) { return each.metadata.id == value.metadata.id; });
    if (it == list.end())
        list.append(value);
    else
        *it = value;
}

} // namespace

Site::Site(World &world, const QString &id)
    : flink(world, id)
    , view(samples::cluster())
{
    view.id = id;
    view.isObserved = false;
    view.incarnation.clear();
    view.heartbeatTimeout = seconds(8);
}

Driver::Driver(quint32 seed)
    : sites{Site(world, u"cluster"_s), Site(world, u"other"_s)}
    , flink(sites[0].flink)
    , stored(samples::deployment(DesiredState::Cancelled))
    , now(samples::at(0))
    , m_ids(QRandomGenerator(seed))
{
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

SimulatedFlink &Driver::currentFlink()
{
    return siteOf(newest() ? newest()->spec.sessionClusterId : stored.record.sessionClusterId)
        .flink;
}

void Driver::tell(const QString &line)
{
    if (trace)
        trace(toIso(now) + u' ' + line);
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
    std::erase_if(m_pending, [&](const Pending &each) {
        if (each.at > now)
            return false;
        due.push_back(each);
        return true;
    });
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
    return DeploymentView{.stored = stored,
                          .jobs = jobs,
                          .savepoints = savepoints,
                          .target = &siteOf(stored.record.sessionClusterId).view,
                          .current = current ? &current->view : nullptr,
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
        IdSource same = m_ids;
        const Decision decision = decide(view(), m_ids, now);
        if (now.time_since_epoch().count() % 16 == 0 && decide(view(), same, now) != decision)
            fail(u"The same inputs give the same decision"_s);
        checkDecision(decision);
        countRecords(decision);
        apply(decision);
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
    if (!records.deployments.isEmpty())
        stored = records.deployments.last();
    if (isNewJob || jobs.isEmpty())
        m_strategy = stored.deployment.spec.restoreStrategy;
    for (const Job &each : records.jobs)
        replace(jobs, each);
    for (const Savepoint &each : records.savepoints)
        replace(savepoints, each);
    orphans.append(records.orphans);
    events.append(records.events);
    for (const Event &event : records.events)
        tell(event.name + u": "_s + event.message);
    m_facts.run.reset();
    m_facts.trigger.reset();
    m_facts.upload.reset();
    m_facts.operations.clear();
    m_facts.stampedJobs.reset();
    if (isNewJob || !newest() || !isLive(newest()->status.state)) {
        m_facts.state.reset();
        m_facts.disk.reset();
        m_facts.failureCause.reset();
    }
    m_memory = decision.memory;
    m_decideAt = decision.decideAgainAt;
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
    m_decideAt.reset();
    m_isDirty = true;
    m_isTransitioning = false;
    m_asking.clear();
    std::erase_if(m_pending, [](const Pending &each) { return each.isOurs; });
    m_offUntil = now + seconds(1) + downTime;
    for (Site &site : sites) {
        const SimulatedFlink &there = site.flink;
        site.view = samples::cluster();
        site.view.id = there.overview().id;
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

bool Driver::runUntil(const std::function<bool()> &until, Duration patience)
{
    const Instant end = now + patience;
    while (!until()) {
        if (now > end || !broken.isEmpty())
            return false;
        step();
    }
    return true;
}

void Driver::runFor(Duration duration)
{
    const Instant end = now + duration;
    while (now < end && broken.isEmpty())
        step();
}

QString Driver::liveFlinkJob()
{
    const QStringList live = currentFlink().liveJobs();
    return live.isEmpty() ? QString() : live.first();
}

QStringList Driver::liveFlinkJobs() const
{
    QStringList live;
    for (const Site &site : sites) {
        QStringList there = site.flink.liveJobs();
        there.removeIf([&](const QString &id) { return isForced(id) || site.flink.isBelated(id); });
        live += there;
    }
    return live;
}

int Driver::count(QLatin1StringView eventName) const
{
    return int(std::ranges::count(events, eventName, &Event::name));
}

QString Driver::story() const
{
    QString text =
        u"wanted %1, is %2"_s.arg(wireName(stored.deployment.spec.state), wireName(state()));
    if (stored.record.waiting)
        text += u", waits: "_s + stored.record.waiting->what;
    for (const Event &event : events.last(std::min<qsizetype>(events.size(), 40)))
        text += u"\n  %1 %2: %3"_s.arg(toIso(event.time), event.name, event.message);
    return text;
}

} // namespace headgate::simulation
