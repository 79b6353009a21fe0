// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/soak/clusterfaults.h"

#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/witness.h"

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int LatestFault = 1500; // ms after the change was asked for
constexpr int LongestHang = 12'000; // ms; the heartbeat's time-out of the test clusters is 8 s
constexpr auto ClusterName = "prod"_L1;

template <typename T>
QString troubleOf(const Result<T> &answer)
{
    return answer ? QString() : answer.error().message;
}

} // namespace

ClusterFaults::ClusterFaults(FlinkCluster &flink, quint32 seed)
    : m_flink(flink)
    , m_random(seed)
{
}

QString ClusterFaults::begin()
{
    if (!m_desk.hasBegun())
        return m_desk.failure();
    const QString trouble = m_desk.attach(ClusterName, m_flink.url(), m_flink.savepointDirectory());
    m_id = m_desk.deploy(u"clicks"_s, ClusterName, u"--rate 50"_s,
                         {{SubmissionTimeoutAnnotation, u"3"_s}});
    return m_id.isEmpty() ? u"The Deployment could not be saved."_s : trouble;
}

QString ClusterFaults::ask(const QString &intention)
{
    if (intention == "start"_L1)
        return troubleOf(await(m_desk.ask().start(m_id, {})));
    if (intention == "suspend"_L1)
        return troubleOf(await(m_desk.ask().suspend(m_id, false)));
    if (intention == "cancel"_L1)
        return troubleOf(await(m_desk.ask().cancel(m_id)));
    Deployment deployment = m_desk.report(m_id).deployment;
    QString &arguments = deployment.spec.jobTemplate.artifact.mainArgs;
    arguments = u"--rate %1"_s.arg(arguments.section(u' ', -1).toInt() + 1);
    return troubleOf(await(m_desk.ask().saveDeployment({.deployment = deployment})));
}

//! One fault, and its end; empty, or why the cluster did not come back.
QString ClusterFaults::disturb()
{
    const int moment = m_random.bounded(LatestFault);
    const int hang = m_random.bounded(LongestHang);
    const auto pass = [](int time) { QTest::qWait(time); }; // a random one, from the seed
    const QStringList faults{u"JobManager killed"_s, u"JobManager hanging for %1 ms"_s.arg(hang),
                             u"TaskManager killed"_s, u"TaskManager hanging for %1 ms"_s.arg(hang)};
    const int fault = m_random.bounded(int(faults.size()));
    m_description += u", %1 after %2 ms"_s.arg(faults[fault]).arg(moment);
    pass(moment);
    switch (fault) {
    case 0:
        m_flink.killJobManager();
        if (!m_flink.restartJobManager())
            return m_flink.failure();
        break;
    case 1:
        m_flink.pauseJobManager();
        pass(hang);
        m_flink.resumeJobManager();
        break;
    case 2:
        m_flink.killTaskManager();
        m_flink.startTaskManager();
        break;
    default:
        m_flink.pauseTaskManager();
        pass(hang);
        m_flink.resumeTaskManager();
        break;
    }
    return {};
}

bool ClusterFaults::isAtRest() const
{
    return m_desk.state(m_id) == DeploymentState::Failed
        || m_desk.isFulfilled(m_id, m_flink.bare());
}

//! A person cancels what has FAILED, and goes on from there; empty, or what did not hold.
QString ClusterFaults::leaveFailure()
{
    const auto &failure = m_desk.report(m_id).record.failure;
    m_description += u" (%1)"_s.arg(failure ? failure->message : u"without a reason"_s);
    if (!failure || failure->message.isEmpty())
        return u"FAILED without a reason"_s;
    if (const QString trouble = ask(u"cancel"_s); !trouble.isEmpty())
        return trouble;
    const auto isCancelled = [&] { return m_desk.state(m_id) == DeploymentState::Cancelled; };
    return QTest::qWaitFor(isCancelled, Patience) ? QString() : u"it cannot be cancelled"_s;
}

//! What Headgate says, what Flink says and what lies on the disk are the same.
QString ClusterFaults::brokenLaw()
{
    const auto agree = [&] { return m_desk.disagreement(m_id, m_flink.bare()).isEmpty(); };
    if (!QTest::qWaitFor(agree, Patience)) // the age of an observation is no lie
        return QString::fromUtf8(m_desk.disagreement(m_id, m_flink.bare()));
    if (const QString two = twoJobsAtOnce(m_flink); !two.isEmpty())
        return two;
    return lostSavepoints(m_flink.savepointDirectory(), m_desk, m_id).join(u", "_s);
}

QString ClusterFaults::round()
{
    const QStringList choices{u"suspend"_s, u"suspend"_s, u"upgrade"_s, u"upgrade"_s, u"cancel"_s};
    const QString intention = m_desk.state(m_id) == DeploymentState::Running
        ? choices[m_random.bounded(int(choices.size()))]
        : u"start"_s;
    m_description = intention;
    if (const QString trouble = ask(intention); !trouble.isEmpty())
        return trouble;
    if (const QString trouble = disturb(); !trouble.isEmpty())
        return trouble;
    if (!m_flink.waitForTaskManagers(1))
        return m_flink.failure();
    if (!QTest::qWaitFor([&] { return isAtRest(); }, 2 * Patience))
        return u"it did not come to rest: "_s + QString::fromUtf8(m_desk.describe(m_id));
    m_description += u": "_s + wireName(m_desk.state(m_id));
    QString broken = brokenLaw();
    if (broken.isEmpty() && m_desk.state(m_id) == DeploymentState::Failed)
        broken = leaveFailure();
    return broken.isEmpty() ? broken : broken + u" ― "_s + QString::fromUtf8(m_desk.describe(m_id));
}

} // namespace headgate::test
