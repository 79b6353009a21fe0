// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/lifecycle/savepointfiles.h"
#include "tests/simulation/driver.h"

#include <algorithm>
#include <memory>

// Looks and reads, each with its way there and back.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr seconds LookPatience{10}; // of a read
constexpr seconds DisposalPause{1}; // between two looks at it

} // namespace

template <typename T>
void Driver::ask(Site &site, const QString &question, std::function<T(Instant asked)> evaluate,
                 std::function<void(const T &)> take)
{
    struct Asked {
        QString key;
        Instant at;
        int epoch;
        std::function<T(Instant)> evaluate;
        std::function<void(const T &)> take;
    };
    QString key = site.view.id + u' ' + question;
    if (m_asking.contains(key))
        return;
    m_asking.append(key);
    const bool isLook = question == "look"_L1;
    const auto one = std::make_shared<const Asked>(
        Asked{std::move(key), now, m_epoch, std::move(evaluate), std::move(take)});
    const auto deliver = [=, this](const T &value) {
        if (one->epoch != m_epoch)
            return;
        m_asking.removeAll(one->key);
        one->take(value);
        m_isDirty = true;
    };
    later(
        delay(),
        [=, &site, this] {
            const bool isLost = isLookLost();
            if (site.flink.isReachable && !isLost)
                return later(
                    delay(), [deliver, value = one->evaluate(one->at)] { deliver(value); }, true);
            later(
                isLost ? delay() : LookPatience, // garbage comes at once
                [=, &site, this] {
                    if (one->epoch != m_epoch)
                        return;
                    m_asking.removeAll(one->key);
                    if (isLook) {
                        site.isLooking = false;
                        site.nextLook = now + (isLost ? seconds(1) : seconds(0));
                        takeSilence(site, false);
                    }
                    m_isDirty = true;
                },
                true);
        },
        true);
}

void Driver::lookAgain(Duration pause)
{
    for (Site &site : sites) {
        if (site.isLooking)
            site.isLookWanted = site.isLookWanted || pause == Duration::zero();
        else
            site.nextLook = std::min(site.nextLook, now + pause);
    }
}

void Driver::look(Site &site)
{
    site.isLooking = true;
    site.nextLook = now + LookPatience;
    ask<std::optional<ClusterView>>(
        site, u"look"_s,
        [&site](Instant) {
            return site.flink.isUp ? std::optional(site.flink.overview()) : std::nullopt;
        },
        [this, &site, asked = now](const std::optional<ClusterView> &seen) {
            site.isLooking = false;
            site.nextLook = now + (m_isTransitioning ? seconds(1) : seconds(5));
            if (std::exchange(site.isLookWanted, false))
                site.nextLook = now;
            if (seen)
                takeLook(site, asked, *seen);
            else
                takeSilence(site, true);
        });
}

void Driver::takeSilence(Site &site, bool isRefused)
{
    ClusterView &known = site.view;
    const bool isSign = !known.endSign || known.endSign->incarnation != known.incarnation;
    if (!isRefused)
        site.isBlurred = site.isBlurred || isSign;
    else if (isSign && !known.incarnation.isEmpty())
        known.endSign = EndSign{known.incarnation, now, site.isBlurred};
    known.isObserved = false;
}

void Driver::takeLook(Site &site, Instant asked, const ClusterView &seen)
{
    ClusterView &known = site.view;
    const bool isSign = !known.endSign || known.endSign->incarnation != known.incarnation;
    if (now - site.lastGoodLook > seconds(60))
        known.observedSince = now;
    site.lastGoodLook = now;
    if (known.incarnation != seen.incarnation) {
        tell(u"A look shows the incarnation %1"_s.arg(seen.incarnation));
        if (isSign && !known.incarnation.isEmpty())
            known.endSign = EndSign{known.incarnation, now, site.isBlurred};
        known.incarnation = seen.incarnation;
        known.incarnationSeenAt = now;
        site.uploadedJar.clear();
    }
    site.isBlurred = false;
    known.isObserved = true;
    known.hasHighAvailability = site.flink.isHighlyAvailable;
    known.requestedAt = asked;
    known.answeredAt = now;
    known.identifiedAt = asked;
    known.jobs = seen.jobs;
    for (auto it = seen.jobs.keyBegin(); it != seen.jobs.keyEnd(); ++it)
        shown.insert(*it);
    known.slotsTotal = seen.slotsTotal;
    known.slotsFree = seen.slotsFree;
    known.slotsReadAt = asked;
    const Job *job = newest();
    if (job && isLive(job->status.state) && job->spec.sessionClusterId == known.id
        && known.jobs.contains(flinkJobIdOf(*job)))
        read(ReadState{known.id, flinkJobIdOf(*job), now});
}

void Driver::awaitDisposal(Site &site, const QString &savepointId, const QString &operationId,
                           Instant until)
{
    if (m_disposing != operationId)
        return;
    if (now > until)
        return endDisposal(savepointId, {.kind = OutcomeKind::Unknown});
    using View = std::optional<OperationState>;
    ask<View>(
        site, u"disposal "_s + operationId,
        [&site, operationId](Instant) {
            return site.flink.isUp ? View(site.flink.disposal(operationId)) : std::nullopt;
        },
        [this, savepointId](const View &state) {
            if (!state || *state == OperationState::InProgress)
                return;
            const auto kind = *state == OperationState::Completed ? OutcomeKind::Accepted
                : *state == OperationState::Failed                ? OutcomeKind::Rejected
                                                                  : OutcomeKind::Unknown;
            endDisposal(savepointId, {.kind = kind, .message = u"The file is not there."_s});
        });
    later(
        DisposalPause, [=, &site, this] { awaitDisposal(site, savepointId, operationId, until); },
        true);
}

void Driver::read(const Read &wanted)
{
    if (const auto *disk = std::get_if<ReadDisk>(&wanted))
        return readDisk(disk->jobId);
    if (const auto *operation = std::get_if<ReadOperation>(&wanted)) {
        using View = std::optional<OperationView>;
        Site &site = siteOf(operation->clusterId);
        return ask<View>(
            site, u"operation "_s + operation->savepointId,
            [&site, id = operation->savepointId](Instant asked) -> View {
                if (!site.flink.isUp)
                    return std::nullopt;
                OperationView view = site.flink.operation(id);
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
        Site &site = siteOf(state->clusterId);
        return ask<View>(
            site, u"state "_s + state->flinkJobId,
            [&site, id = state->flinkJobId](Instant asked) -> View {
                if (!site.flink.isUp)
                    return std::nullopt;
                StateView view = site.flink.state(id);
                view.requestedAt = asked;
                return view;
            },
            [this, id = state->flinkJobId](const View &view) {
                if (view && newest() && flinkJobIdOf(*newest()) == id)
                    m_facts.state = view;
            });
    }
    if (const auto *cause = std::get_if<ReadFailureCause>(&wanted)) {
        Site &site = siteOf(cause->clusterId);
        return ask<QString>(
            site, u"cause "_s + cause->flinkJobId,
            [&site, id = cause->flinkJobId](Instant) {
                const auto it = site.flink.jobs.find(id);
                return it == site.flink.jobs.end() ? QString() : it->second.failure;
            },
            [this, id = cause->flinkJobId](const QString &failure) {
                if (flinkJobIdOf(*newest()) == id)
                    m_facts.failureCause = failure;
            });
    }
    if (const auto *stamps = std::get_if<ReadStamps>(&wanted)) {
        Site &site = siteOf(stamps->clusterId);
        using Found = std::optional<QStringList>;
        ask<Found>(
            site, u"stamps"_s,
            [&site](Instant) {
                return site.flink.isUp ? Found(site.flink.foreignJobs()) : std::nullopt;
            },
            [this, &site](Found found) {
                if (!found)
                    return;
                for (const Job &each : std::as_const(jobs)) {
                    if (each.spec.sessionClusterId == site.view.id)
                        found->removeOne(flinkJobIdOf(each));
                }
                m_facts.stampedJobs = found;
                m_facts.stampedClusterId = site.view.id;
            });
    }
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
        disk.newest = CheckpointMark{.id = world.numberOf(path), .path = path};
    for (const Savepoint &each : savepoints) {
        const QString found = world.newestIn(each.spec.directory);
        if (each.spec.jobId != jobId || !savepointfiles::mayTellOf(each))
            continue;
        if (!isDiskReadable)
            disk.unreadable.append(each.metadata.id);
        else if (!found.isEmpty())
            disk.savepoints.append({.id = world.numberOf(found), .path = found});
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
