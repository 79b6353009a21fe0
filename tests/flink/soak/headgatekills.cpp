// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/soak/headgatekills.h"

#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/soak/witness.h"

#include <QCoreApplication>
#include <QProcess>

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int LongestLife = 3000; // ms; most transitions are over by then
constexpr int ShortLife = 300; // ms; where most of the commits and requests lie
constexpr auto ClusterName = "prod"_L1;

} // namespace

HeadgateKills::HeadgateKills(FlinkCluster &flink, quint32 seed)
    : m_flink(flink)
    , m_random(seed)
{
}

QString HeadgateKills::begin()
{
    EngineDesk desk(m_directory.path());
    if (!desk.hasBegun())
        return desk.failure();
    const QString trouble = desk.attach(ClusterName, m_flink.url(), m_flink.savepointDirectory());
    // An answer that the dead one would have had is given up after 3 s instead of 300 s.
    m_id = desk.deploy(u"clicks"_s, ClusterName, u"--rate 50"_s,
                       {{SubmissionTimeoutAnnotation, u"3"_s}});
    return m_id.isEmpty() ? u"The Deployment could not be saved."_s : trouble;
}

QString HeadgateKills::nextIntention()
{
    if (m_state != DesiredState::Running)
        return u"start"_s;
    const QStringList choices{u"suspend"_s, u"suspend"_s, u"upgrade"_s, u"upgrade"_s, u"cancel"_s};
    return choices[m_random.bounded(int(choices.size()))];
}

//! Empty, or why the child could not be asked.
QString HeadgateKills::killOne(const QString &intention)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationDirPath() + "/headgate_child"_L1,
                {m_directory.path(), intention, m_id});
    const auto hasEnded = [&] { return child.state() == QProcess::NotRunning; };
    if (!QTest::qWaitFor([&] { return child.canReadLine() || hasEnded(); }, Patience))
        return u"The child did not begin."_s;
    const int life = m_random.bounded(m_random.bounded(2) == 0 ? ShortLife : LongestLife);
    if (QTest::qWaitFor(hasEnded, life))
        return u"The child ended by itself, with %1."_s.arg(child.exitCode());
    child.kill();
    child.waitForFinished(-1);
    m_description += u", killed after %1 ms"_s.arg(life);
    return {};
}

//! Empty, or what did not hold.
QString HeadgateKills::comeToRest()
{
    EngineDesk desk(m_directory.path());
    if (!desk.hasBegun())
        return desk.failure();
    if (!QTest::qWaitFor([&] { return desk.isFulfilled(m_id, m_flink.bare()); }, Patience))
        return u"it did not come to rest: "_s + QString::fromUtf8(desk.describe(m_id));
    m_state = desk.report(m_id).deployment.spec.state;
    const QStringList broken{
        QString::fromUtf8(desk.disagreement(m_id, m_flink.bare())),
        twoJobsAtOnce(m_flink),
        jobThatWentBack(m_flink),
        lostSavepoints(m_flink.savepointDirectory(), desk, m_id).join(u", "_s),
    };
    for (const QString &each : broken) {
        if (!each.isEmpty())
            return each + u" ― "_s + QString::fromUtf8(desk.describe(m_id));
    }
    return {};
}

QString HeadgateKills::round()
{
    const QString intention = nextIntention();
    m_description = intention;
    const int kills = 1 + m_random.bounded(3);
    for (int i = 0; i < kills; ++i) {
        if (const QString trouble = killOne(i == 0 ? intention : u"watch"_s); !trouble.isEmpty())
            return trouble;
    }
    return comeToRest();
}

} // namespace headgate::test
