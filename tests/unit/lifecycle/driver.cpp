// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/driver.h"

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

Driver::Driver(quint32 seed)
    : stored(samples::deployment(DesiredState::Cancelled))
    , now(samples::at(0))
    , m_cluster(samples::cluster())
    , m_ids(QRandomGenerator(seed))
{
    stored.deployment.metadata.annotations.insert(SubmissionTimeoutAnnotation, u"60"_s);
    m_cluster.observedSince = now;
    m_cluster.isObserved = false;
    m_cluster.incarnation.clear();
    m_cluster.heartbeatTimeout = seconds(8);
    m_nextLook = now;
    flink.advance(now);
}

void Driver::want(DesiredState desired)
{
    stored.deployment.spec.state = desired;
    ++stored.record.generation;
    stored.record.order = {};
    m_isDirty = true;
}

void Driver::retry()
{
    ++stored.record.generation;
    stored.record.order = {};
    m_isDirty = true;
}

void Driver::changeTemplate()
{
    ++stored.deployment.spec.jobTemplate.parallelism;
    m_isDirty = true;
}

void Driver::force()
{
    if (newest())
        stored.deployment.metadata.annotations.insert(ForceCancellationAnnotation,
                                                      newest()->metadata.id);
    m_isDirty = true;
}

void Driver::fail(const QString &law)
{
    broken.append(u"%1 at %2"_s.arg(law, toIso(now)));
}

void Driver::later(Duration pause, std::function<void()> happen, bool isOurs)
{
    m_pending.push_back({.at = now + pause, .happen = std::move(happen), .isOurs = isOurs});
}

Instant Driver::nextMoment() const
{
    Instant next = m_isLooking ? now + minutes(1) : m_nextLook;
    if (m_decideAt)
        next = std::min(next, *m_decideAt);
    for (const Pending &each : m_pending)
        next = std::min(next, each.at);
    return std::max(next, now + milliseconds(1));
}

void Driver::step()
{
    now = nextMoment();
    flink.advance(now);
    std::vector<Pending> due;
    std::erase_if(m_pending, [&](const Pending &each) {
        if (each.at > now)
            return false;
        due.push_back(each);
        return true;
    });
    for (const Pending &each : due)
        each.happen();
    if (now >= m_nextLook && !m_isLooking)
        look();
    if (m_isDirty || (m_decideAt && now >= *m_decideAt))
        decideUntilQuiet();
    checkLaws();
}

DeploymentView Driver::view()
{
    return DeploymentView{.stored = stored,
                          .jobs = jobs,
                          .savepoints = savepoints,
                          .target = &m_cluster,
                          .current = jobs.isEmpty() ? nullptr : &m_cluster,
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
        IdSource same = m_ids;
        const Decision decision = decide(view(), m_ids, now);
        if (decide(view(), same, now) != decision)
            fail(u"The same inputs give the same decision"_s);
        checkDecision(decision);
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
    for (const Job &each : records.jobs)
        replace(jobs, each);
    for (const Savepoint &each : records.savepoints)
        replace(savepoints, each);
    orphans.append(records.orphans);
    events.append(records.events);
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

void Driver::crash()
{
    ++m_epoch;
    m_facts = {};
    m_memory = {};
    m_decideAt.reset();
    m_isDirty = true;
    m_isTransitioning = false;
    std::erase_if(m_pending, [](const Pending &each) { return each.isOurs; });
    m_cluster = samples::cluster();
    m_cluster.heartbeatTimeout = seconds(8);
    m_cluster.isObserved = false;
    m_cluster.incarnation = flink.incarnation();
    m_cluster.incarnationSeenAt = now;
    m_cluster.observedSince = now;
    m_cluster.jobs.clear();
    m_lastGoodLook = Instant();
    m_isBlurred = false;
    m_isLooking = false;
    m_isLookWanted = false;
    m_asking.clear();
    m_nextLook = now + seconds(1);
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

QString Driver::liveFlinkJob() const
{
    for (const auto &[id, job] : flink.jobs) {
        if (!isTerminal(job.status))
            return id;
    }
    return {};
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
