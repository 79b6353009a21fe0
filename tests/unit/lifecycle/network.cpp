// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/lifecycle/driver.h"

#include <algorithm>
#include <memory>

// What goes through the network: requests, looks and reads, each with its way there and back.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds LookPatience{10}; // of a read
constexpr seconds Patience{30}; // of the client; a late request comes after it
constexpr seconds Lateness{100};

} // namespace

template <typename T>
void Driver::ask(const QString &key, std::function<T(Instant asked)> evaluate,
                 std::function<void(const T &)> take)
{
    if (m_asking.contains(key))
        return;
    m_asking.append(key);
    const int epoch = m_epoch;
    const Instant asked = now;
    const auto deliver = [=, this](const T &value) {
        if (epoch != m_epoch)
            return;
        m_asking.removeAll(key);
        take(value);
        m_isDirty = true;
    };
    later(
        delay(),
        [=, this] {
            if (flink.isReachable)
                return later(delay(), [=, value = evaluate(asked)] { deliver(value); }, true);
            later(
                LookPatience,
                [=, this] {
                    if (epoch != m_epoch)
                        return;
                    m_asking.removeAll(key);
                    if (m_isLooking && key == u"look") {
                        m_isLooking = false;
                        m_nextLook = now;
                        takeSilence(false);
                    }
                    m_isDirty = true;
                },
                true);
        },
        true);
}

void Driver::lookAgain(Duration pause)
{
    if (m_isLooking)
        m_isLookWanted = m_isLookWanted || pause == Duration::zero();
    else
        m_nextLook = std::min(m_nextLook, now + pause);
}

void Driver::look()
{
    m_isLooking = true;
    m_nextLook = now + LookPatience;
    ask<std::optional<ClusterView>>(
        u"look"_s,
        [this](Instant) -> std::optional<ClusterView> {
            if (!flink.isUp)
                return std::nullopt;
            ClusterView seen{.incarnation = flink.incarnation()};
            for (const auto &[id, job] : flink.jobs) {
                if (!job.isListed)
                    continue;
                const int running = job.status == FlinkJobStatus::Running ? 1 : 0;
                seen.jobs.insert(
                    id,
                    FlinkJob{
                        .id = id, .status = job.status, .tasksTotal = 1, .tasksRunning = running});
            }
            seen.slotsFree = m_cluster.slotsTotal - flink.liveJobs();
            return seen;
        },
        [this, asked = now](const std::optional<ClusterView> &seen) {
            m_isLooking = false;
            m_nextLook = now + (m_isTransitioning ? seconds(1) : seconds(5));
            if (std::exchange(m_isLookWanted, false))
                m_nextLook = now;
            if (seen)
                takeLook(asked, *seen);
            else
                takeSilence(true);
        });
}

void Driver::takeSilence(bool isRefused)
{
    const bool isSign =
        !m_cluster.endSign || m_cluster.endSign->incarnation != m_cluster.incarnation;
    if (!isRefused)
        m_isBlurred = m_isBlurred || isSign;
    else if (isSign && !m_cluster.incarnation.isEmpty())
        m_cluster.endSign = EndSign{m_cluster.incarnation, now, m_isBlurred};
    m_cluster.isObserved = false;
}

void Driver::takeLook(Instant asked, const ClusterView &seen)
{
    const bool isSign =
        !m_cluster.endSign || m_cluster.endSign->incarnation != m_cluster.incarnation;
    if (now - m_lastGoodLook > seconds(60))
        m_cluster.observedSince = now;
    m_lastGoodLook = now;
    if (m_cluster.incarnation != seen.incarnation) {
        if (isSign && !m_cluster.incarnation.isEmpty())
            m_cluster.endSign = EndSign{m_cluster.incarnation, now, m_isBlurred};
        m_cluster.incarnation = seen.incarnation;
        m_cluster.incarnationSeenAt = now;
        m_facts.uploadedJarId.clear();
    }
    m_isBlurred = false;
    m_cluster.isObserved = true;
    m_cluster.requestedAt = asked;
    m_cluster.answeredAt = now;
    m_cluster.identifiedAt = asked;
    m_cluster.jobs = seen.jobs;
    m_cluster.slotsFree = seen.slotsFree;
    m_cluster.slotsReadAt = asked;
    const Job *job = newest();
    if (job && isLive(job->status.state) && m_cluster.jobs.contains(flinkJobIdOf(*job)))
        read(ReadState{job->spec.sessionClusterId, flinkJobIdOf(*job), now});
}

void Driver::send(const Action &action, const std::function<Outcome()> &effect,
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
    const QString incarnation = flink.incarnation();
    const auto isSame = [=, this] { return flink.isUp && flink.incarnation() == incarnation; };
    const auto arrive = [=]() -> Outcome { return isSame() ? effect() : unknown(); };
    Fault fault = faultOf(action);
    if (!flink.isUp)
        fault = Fault::NotSent;
    else if (!flink.isReachable)
        fault = Fault::LostBefore;
    const Duration there = delay();
    switch (fault) {
    case Fault::None: {
        const auto *run = std::get_if<RunJob>(&action);
        const bool isRun = run;
        const Duration patience = run ? run->timeout : Patience;
        const Instant sent = now;
        return later(
            there,
            [=, this] {
                const auto outcome = std::make_shared<Outcome>(arrive());
                // The answer to a run comes with the end of main().
                const Duration work = isRun ? flink.mainTime : Duration::zero();
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
        later(there, [=] { (void)arrive(); }, false);
        return answerAfter(Patience, unknown);
    case Fault::Late:
        later(Lateness, [=] { (void)arrive(); }, false);
        return answerAfter(Patience, unknown);
    case Fault::NotSent:
        return answerAfter(there, [this] {
            return Outcome{.kind = OutcomeKind::NotSent, .message = u"refused"_s, .at = now};
        });
    }
}

void Driver::carryOut(const Action &action)
{
    if (const auto *bring = std::get_if<BringJar>(&action)) {
        m_facts.isUploadOpen = true;
        const QString jar = bring->sha256;
        return send(
            action,
            [this, jar] {
                flink.jars.insert(jar);
                return Outcome{.kind = OutcomeKind::Accepted, .at = now};
            },
            [this, jar](const Outcome &outcome) {
                m_facts.isUploadOpen = false;
                if (outcome.kind == OutcomeKind::Accepted)
                    m_facts.uploadedJarId = jar;
                else
                    m_facts.upload = outcome;
            });
    }
    if (const auto *run = std::get_if<RunJob>(&action)) {
        checkRun(*run);
        m_facts.isRunRequestOpen = true;
        return send(
            action, [this, request = *run] { return flink.run(request); },
            [this, id = run->jobId](const Outcome &outcome) {
                m_facts.isRunRequestOpen = false;
                if (outcome.kind == OutcomeKind::JarMissing)
                    m_facts.uploadedJarId.clear();
                if (newest()->metadata.id == id)
                    m_facts.run = outcome;
            });
    }
    if (const auto *cancel = std::get_if<CancelJob>(&action)) {
        m_facts.isCancelRequestOpen = true;
        return send(
            action, [this, id = cancel->flinkJobId] { return flink.cancel(id); },
            [this](const Outcome &) { m_facts.isCancelRequestOpen = false; });
    }
    const auto trigger = [&](const auto &request, bool isStop) {
        m_facts.isTriggerRequestOpen = true;
        send(
            action,
            [this, request, isStop] {
                return flink.stop(request.flinkJobId, request.triggerId, request.directory, isStop);
            },
            [this, id = request.savepointId](const Outcome &outcome) {
                m_facts.isTriggerRequestOpen = false;
                m_facts.trigger = outcome;
                m_facts.triggerSavepointId = id;
            });
    };
    if (const auto *stop = std::get_if<StopJob>(&action))
        trigger(*stop, true);
    else if (const auto *savepoint = std::get_if<TriggerSavepoint>(&action))
        trigger(*savepoint, false);
}

void Driver::read(const Read &wanted)
{
    if (const auto *disk = std::get_if<ReadDisk>(&wanted))
        return readDisk(disk->jobId);
    if (const auto *operation = std::get_if<ReadOperation>(&wanted)) {
        using View = std::optional<OperationView>;
        return ask<View>(
            u"operation "_s + operation->savepointId,
            [this, id = operation->savepointId](Instant asked) -> View {
                if (!flink.isUp)
                    return std::nullopt;
                OperationView view = flink.operation(id);
                view.requestedAt = asked;
                return view;
            },
            [this](const View &view) {
                if (view)
                    m_facts.operations.append(*view);
            });
    }
    if (const auto *state = std::get_if<ReadState>(&wanted)) {
        using View = std::optional<StateView>;
        return ask<View>(
            u"state "_s + state->flinkJobId,
            [this, id = state->flinkJobId](Instant asked) -> View {
                if (!flink.isUp)
                    return std::nullopt;
                StateView view = flink.state(id);
                view.requestedAt = asked;
                return view;
            },
            [this, id = state->flinkJobId](const View &view) {
                if (view && newest() && flinkJobIdOf(*newest()) == id)
                    m_facts.state = view;
            });
    }
    if (const auto *cause = std::get_if<ReadFailureCause>(&wanted)) {
        return ask<QString>(
            u"cause "_s + cause->flinkJobId,
            [this, id = cause->flinkJobId](Instant) {
                const auto it = flink.jobs.find(id);
                return it == flink.jobs.end() ? QString() : it->second.failure;
            },
            [this, id = cause->flinkJobId](const QString &failure) {
                if (flinkJobIdOf(*newest()) == id)
                    m_facts.failureCause = failure;
            });
    }
    if (std::holds_alternative<ReadStamps>(wanted))
        ask<QStringList>(
            u"stamps"_s, [](Instant) { return QStringList(); },
            [this](const QStringList &stamps) {
                m_facts.stampedJobs = stamps;
                m_facts.stampedClusterId = m_cluster.id;
            });
}

//! From the disk, whatever the cluster does.
void Driver::readDisk(const QString &jobId)
{
    const int epoch = m_epoch;
    const Job *job = newest();
    if (!job || job->metadata.id != jobId)
        return;
    DiskView disk{.requestedAt = now, .isReadable = isDiskReadable};
    const QString path = flink.newestCheckpointOf(flinkJobIdOf(*job));
    if (!path.isEmpty() && isDiskReadable)
        disk.newest = CheckpointMark{.id = flink.files.value(path), .path = path};
    for (const Savepoint &each : savepoints) {
        const QString stop = each.spec.directory + u"/savepoint-1"_s;
        if (isDiskReadable && each.spec.jobId == jobId && flink.files.contains(stop)
            && each.status.state == SavepointState::Started)
            disk.stopLocation = stop;
    }
    later(
        delay(),
        [=, this] {
            if (epoch != m_epoch || newest()->metadata.id != jobId)
                return;
            m_facts.disk = disk;
            m_isDirty = true;
        },
        true);
}

} // namespace headgate::simulation
