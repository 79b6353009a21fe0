// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/whendone.h"
#include "model/engine/clusterwatch.h"
#include "model/engine/translation.h"

#include <algorithm>

// One look: the overview, who answers, and what both teach.
namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {
constexpr seconds LongestGap{60}; // lifecycle.md §3.4
constexpr seconds ConfigurationAge{60};
constexpr seconds SlotsAge{30};
constexpr seconds MovingSlotsAge{1};

template <typename T>
using Answered = Result<flink::Dated<T>>;

//! Below which each job has a directory of its own; empty where that is not known.
QString checkpointDirectoryOf(const flink::JobManagerConfig &config)
{
    for (const auto option :
         {"execution.checkpointing.create-subdir"_L1, "state.checkpoints.create-subdir"_L1}) {
        if (config.values.value(option).trimmed() == "false"_L1)
            return {};
    }
    return config.checkpointDirectory();
}
} // namespace

void ClusterWatch::look()
{
    if (!m_api)
        return askForSecrets();
    if (m_isLooking)
        return;
    m_timer.stop();
    m_isLooking = true;
    m_isLookWanted = false;
    ++m_looks;
    whenDone(this, m_api->jobs(),
             [this, generation = m_generation](const Answered<QList<flink::JobSummary>> &answer) {
                 if (generation == m_generation)
                     takeJobs(answer);
             });
}

void ClusterWatch::takeJobs(const Result<flink::Dated<QList<flink::JobSummary>>> &answer)
{
    if (!answer)
        return fail(answer.error());
    m_overview = *answer;
    const bool isTold = isToldByItsJobs();
    if (isTold) {
        m_identifiedAt = m_overview.requestedAt;
        m_isIdentityWanted = false;
    }
    if (isIdentityDue(isTold))
        identify();
    else
        accept();
}

bool ClusterWatch::isIdentityDue(bool isTold) const
{
    if (!m_wasGood || m_isIdentityWanted || !m_isVersionKnown
        || m_time.now() - m_configurationReadAt >= ConfigurationAge)
        return true;
    if (isTold)
        return false;
    if (isAttentive())
        return true;
    QSet<QString> listed;
    for (const flink::JobSummary &summary : std::as_const(m_overview.value))
        listed.insert(summary.id);
    return !listed.contains(m_expected);
}

//! The overview lists a job that ran at the last look: without HA no other JobManager has that one.
//! The same id may have been submitted to another, but then it has started at another time.
bool ClusterWatch::isToldByItsJobs() const
{
    return m_wasGood && !m_view.hasHighAvailability
        && std::ranges::any_of(m_overview.value, [this](const flink::JobSummary &summary) {
               const auto known = m_view.jobs.constFind(summary.id);
               return known != m_view.jobs.constEnd() && !isTerminal(known->status)
                   && known->startTime == summary.startTime;
           });
}

void ClusterWatch::identify()
{
    whenDone(this, m_api->jobManagerConfig(),
             [this, generation = m_generation](const Answered<flink::JobManagerConfig> &answer) {
                 if (generation == m_generation)
                     takeIdentity(answer);
             });
}

void ClusterWatch::takeIdentity(const Result<flink::Dated<flink::JobManagerConfig>> &answer)
{
    if (!answer)
        return fail(answer.error());
    const QString incarnation = answer->value.incarnation();
    const bool isKnown = incarnation == m_view.incarnation && m_isVersionKnown;
    // Asked after the overview: the same answerer before and after was the answerer between.
    const bool wasSandwiched = isKnown && m_identifiedAt != Instant();
    if (!isKnown)
        learn(answer->value, answer->requestedAt);
    m_identifiedAt = m_configurationReadAt = answer->requestedAt;
    m_isIdentityWanted = false;
    if (!m_isVersionKnown)
        return readVersion();
    if (wasSandwiched)
        return accept();
    m_isLookWanted = true; // whose overview that was is not known: look again
    endLook();
}

void ClusterWatch::learn(const flink::JobManagerConfig &config, Instant seenAt)
{
    const QString incarnation = config.incarnation();
    if (incarnation != m_view.incarnation) {
        const bool hasSign = m_view.endSign && m_view.endSign->incarnation == m_view.incarnation;
        if (!hasSign && !m_view.incarnation.isEmpty())
            m_view.endSign = EndSign{m_view.incarnation, seenAt, m_isBlurred};
        m_view.incarnation = incarnation;
        m_view.incarnationSeenAt = seenAt;
        m_isVersionKnown = false;
        // These are of the one before, until the next overview.
        m_view.isObserved = false;
        m_view.jobs.clear();
        m_view.taskManagers = m_view.slotsTotal = m_view.slotsFree = 0;
    } else if (m_view.incarnationSeenAt == Instant()) {
        m_view.incarnationSeenAt = seenAt;
    }
    m_directories = {config.checkpointDirectory(), config.savepointDirectory(),
                     config.highAvailabilityDirectory()};
    m_view.isPerhapsAnother = isPerhapsAnother();
    m_view.hasHighAvailability = config.isHighlyAvailable();
    m_view.hasAdaptiveScheduler = config.hasAdaptiveScheduler();
    m_view.statisticsCacheTime = config.checkpointCacheTime();
    m_view.heartbeatTimeout = config.heartbeatTimeout().value_or(seconds(50));
    m_view.checkpointDirectory = checkpointDirectoryOf(config);
    m_view.savepointDirectory = savepointDirectory();
    Q_EMIT identified();
}

//! Another process, and none of the directories is the one that was known (lifecycle.md §8).
bool ClusterWatch::isPerhapsAnother() const
{
    const QStringList &known = m_cluster.knownDirectories;
    const bool isSameProcess =
        m_cluster.incarnation.isEmpty() || m_cluster.incarnation == m_view.incarnation;
    if (m_view.isLocal || isSameProcess || known.size() != m_directories.size())
        return false;
    bool isAnyKnown = false;
    for (qsizetype i = 0; i < known.size(); ++i) {
        if (!known[i].isEmpty() && known[i] == m_directories[i])
            return false;
        isAnyKnown = isAnyKnown || !known[i].isEmpty();
    }
    return isAnyKnown;
}

QString ClusterWatch::savepointDirectory() const
{
    const QString own = m_directories.value(1);
    return own.isEmpty() ? m_cluster.spec.savepointDirectory : own;
}

void ClusterWatch::readVersion()
{
    whenDone(this, m_api->config(),
             [this, generation = m_generation](const Answered<flink::ClusterConfig> &answer) {
                 if (generation != m_generation)
                     return;
                 if (!answer)
                     return fail(answer.error());
                 const flink::ClusterConfig &config = answer->value;
                 m_version = config.versionText;
                 m_capabilities = config.capabilities;
                 m_view.isManaged = config.capabilities.isManaged && !config.isHistoryServer;
                 m_view.canSubmit = config.canSubmit;
                 m_isVersionKnown = true;
                 m_isLookWanted = true;
                 readSlots();
                 endLook();
             });
}

void ClusterWatch::readSlots()
{
    m_slotsReadAt = m_time.now();
    whenDone(this, m_api->overview(),
             [this, generation = m_generation](const Answered<flink::ClusterOverview> &answer) {
                 if (generation != m_generation || !answer)
                     return;
                 m_view.taskManagers = answer->value.taskManagers;
                 m_view.slotsTotal = answer->value.slotsTotal;
                 m_view.slotsFree = answer->value.slotsAvailable;
                 m_view.slotsReadAt = answer->requestedAt;
                 Q_EMIT looked();
             });
}

void ClusterWatch::takeRows()
{
    const QHash<QString, FlinkJob> before = std::exchange(m_view.jobs, {});
    const auto runs = [](const FlinkJob &job) { return !isTerminal(job.status); };
    bool hasAnyComeOrEnded = false;
    m_view.jobs.reserve(m_overview.value.size());
    for (const flink::JobSummary &summary : std::as_const(m_overview.value)) {
        const FlinkJob job = translation::job(summary);
        const auto known = before.constFind(job.id);
        const bool isKnown = known != before.constEnd();
        if (!isKnown || *known != job)
            m_changedJobs.insert(job.id);
        hasAnyComeOrEnded = hasAnyComeOrEnded || runs(job) != (isKnown && runs(*known));
        m_view.jobs.insert(job.id, job);
    }
    for (const FlinkJob &job : before) {
        if (m_view.jobs.contains(job.id))
            continue;
        m_changedJobs.insert(job.id);
        hasAnyComeOrEnded = hasAnyComeOrEnded || runs(job);
    }
    if (m_view.requestedAt != Instant() && hasAnyComeOrEnded)
        m_jobsChangedAt = m_time.now();
}

void ClusterWatch::accept()
{
    takeRows();
    m_view.requestedAt = m_overview.requestedAt;
    m_view.answeredAt = m_overview.answeredAt;
    m_view.identifiedAt = m_identifiedAt;
    const bool isGap = m_lastGoodAt == Instant() || m_view.requestedAt - m_lastGoodAt > LongestGap;
    if (isGap)
        m_view.observedSince = m_view.requestedAt;
    m_lastGoodAt = m_view.requestedAt;
    // The sign of an end that was none: the same process answers again.
    if (m_view.endSign && m_view.endSign->incarnation == m_view.incarnation)
        m_view.endSign.reset();
    m_view.isObserved = true;
    m_view.trouble = m_view.isPerhapsAnother
        ? tr("Perhaps this is another cluster: its JobManager and all of its directories are other "
             "ones. Nothing is done there until you say that it is the same, or change the URL.")
        : QString();
    m_isBlurred = false;
    m_wasGood = true;
    m_pace.noteGood();
    // A job takes its slots a moment after it is listed, and gives them back as late.
    const bool areSlotsMoving = isAttentive() || m_slotsReadAt < m_jobsChangedAt + MovingSlotsAge;
    if (m_time.now() - m_slotsReadAt >= (areSlotsMoving ? MovingSlotsAge : SlotsAge))
        readSlots();
    endLook();
}

void ClusterWatch::fail(const Error &error)
{
    const bool isFirstSign = !m_view.endSign || m_view.endSign->incarnation != m_view.incarnation;
    if (error.kind == ErrorKind::ConnectionRefused && isFirstSign && !m_view.incarnation.isEmpty())
        m_view.endSign = EndSign{m_view.incarnation, m_time.now(), m_isBlurred};
    else if (error.kind != ErrorKind::ConnectionRefused && isFirstSign)
        m_isBlurred = true;
    m_view.isObserved = false;
    m_view.trouble = error.message;
    m_wasGood = false;
    m_pace.noteFailure();
    endLook();
}

void ClusterWatch::endLook()
{
    m_isLooking = false;
    Q_EMIT looked();
    if (m_isLooking || !m_api)
        return;
    pauseUntilNextLook();
}

void ClusterWatch::pauseUntilNextLook()
{
    m_timer.start(m_isLookWanted ? milliseconds(0) : m_pace.pause(m_time.now(), areTasksComing()));
}

bool ClusterWatch::areTasksComing() const
{
    return std::ranges::any_of(m_expected, [this](const QString &id) {
        const auto row = m_view.jobs.constFind(id);
        return row != m_view.jobs.constEnd() && !row->areAllTasksRunning();
    });
}

} // namespace headgate
