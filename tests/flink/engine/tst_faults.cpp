// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/faultproxy.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QJsonArray>
#include <QJsonObject>

#include <atomic>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! A request that changes Flink, and the transition that needs it.
struct Change {
    const char *name;
    const char *method;
    const char *path;
    DesiredState desired;
};

constexpr Change AllChanges[] = {
    {"upload", "POST", "/v1/jars/upload", DesiredState::Running},
    {"run", "POST", "/v1/jars/.*/run", DesiredState::Running},
    {"stop", "POST", "/v1/jobs/.*/stop", DesiredState::Suspended},
    {"cancel", "PATCH", "/v1/jobs/[^/]*", DesiredState::Cancelled},
};

struct Trouble {
    const char *name;
    FaultKind kind;
};

constexpr Trouble Troubles[] = {
    {"cut before the effect", FaultKind::CutBefore},
    {"cut after the effect", FaultKind::CutAfter},
    {"cut in the answer", FaultKind::CutInAnswer},
    {"answer later than the time-out", FaultKind::DelayAnswer},
    {"request later than the time-out", FaultKind::DelayRequest},
    {"delivered twice", FaultKind::Twice},
};

} // namespace

//! Between Headgate and a real Flink stands a proxy: whatever becomes of a changing request, one
//! job runs, no savepoint is lost, and the desired state is reached.
class FaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data();
    void initTestCase();
    void cleanupTestCase() { m_flink.reset(); }
    void changesSurvive_data();
    void changesSurvive();

private:
    void forgetJars();
    [[nodiscard]] bool bringTo(EngineDesk &desk, const QString &id, DesiredState desired);
    void compareWithFlink(EngineDesk &desk, const QString &id, DesiredState desired);
    void compareAfterALook(EngineDesk &desk, const QString &id, DesiredState desired);

    std::unique_ptr<FlinkCluster> m_flink;
    std::optional<FlinkVersion> m_version;
    int m_number = 0;
};

void FaultsTest::initTestCase_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void FaultsTest::initTestCase()
{
    QVERIFY2(QFile::exists(sampleJob()), qPrintable(sampleJob()));
}

void FaultsTest::changesSurvive_data()
{
    QTest::addColumn<int>("change");
    QTest::addColumn<int>("trouble");
    for (int change = 0; change < int(std::size(AllChanges)); ++change) {
        for (int trouble = 0; trouble < int(std::size(Troubles)); ++trouble)
            QTest::addRow("%s: %s", AllChanges[change].name, Troubles[trouble].name)
                << change << trouble;
    }
}

void FaultsTest::forgetJars()
{
    const auto jars = m_flink->bare().get(u"/jars"_s).json()[u"files"_s].toArray();
    for (const auto &jar : jars)
        (void)m_flink->bare().send("DELETE", u"/jars/"_s + jar[u"id"_s].toString());
}

bool FaultsTest::bringTo(EngineDesk &desk, const QString &id, DesiredState desired)
{
    switch (desired) {
    case DesiredState::Running:
        return await(desk.ask().start(id, {})).has_value();
    case DesiredState::Suspended:
        return await(desk.ask().suspend(id, false)).has_value();
    case DesiredState::Cancelled:
        return await(desk.ask().cancel(id)).has_value();
    }
    return false;
}

//! What Headgate says is what Flink and the disk say.
void FaultsTest::compareWithFlink(EngineDesk &desk, const QString &id, DesiredState desired)
{
    QStringList live;
    QStringList ours;
    for (const Job &job : desk.jobs(id))
        ours.append(flinkJobIdOf(job));
    const auto jobs = m_flink->bare().jobs();
    QVERIFY(jobs);
    for (const BareJob &job : *jobs) {
        const bool hasEnded =
            job.state == u"FINISHED"_s || job.state == u"CANCELED"_s || job.state == u"FAILED"_s;
        if (ours.contains(job.id) && !hasEnded)
            live.append(job.id);
    }
    if (desired == DesiredState::Running)
        QCOMPARE(live, QStringList{desk.report(id).flinkJobId});
    else
        QCOMPARE(live, QStringList());
    if (desired != DesiredState::Suspended)
        return;
    const QList<Savepoint> savepoints = desk.savepoints(id);
    const auto completed = std::ranges::find_if(savepoints, [](const Savepoint &savepoint) {
        return savepoint.status.state == SavepointState::Completed
            && savepoint.spec.origin == SavepointOrigin::Suspend;
    });
    QVERIFY(completed != savepoints.end());
    const QString path = QUrl(completed->spec.savepointLocation).path();
    QVERIFY2(QFile::exists(path + u"/_metadata"_s), qPrintable(path));
}

void FaultsTest::compareAfterALook(EngineDesk &desk, const QString &id, DesiredState desired)
{
    const Instant now = SystemClock().now();
    EVENTUALLY(desk.report(id).lastSeen.value_or(Instant()) > now);
    compareWithFlink(desk, id, desired);
}

void FaultsTest::changesSurvive()
{
    QFETCH_GLOBAL(FlinkVersion, version);
    QFETCH(int, change);
    QFETCH(int, trouble);
    if (m_version != version) {
        m_flink.reset();
        m_flink = std::make_unique<FlinkCluster>(FlinkClusterOptions{.version = version});
        QVERIFY2(m_flink->start(), qPrintable(m_flink->failure()));
        m_version = version;
    }
    const Change &changed = AllChanges[change];
    std::atomic<bool> isAnswered = false;
    FaultProxy proxy(m_flink->url());
    EngineDesk desk;
    QVERIFY2(desk.hasBegun(), qPrintable(desk.failure()));
    QCOMPARE(desk.attach(u"prod"_s, proxy.url(), m_flink->savepointDirectory()), QString());
    const QString id = desk.deploy(u"job-%1"_s.arg(++m_number), u"prod"_s, {},
                                   {{SubmissionTimeoutAnnotation, u"3"_s}});
    forgetJars();
    if (changed.desired != DesiredState::Running) {
        QVERIFY(bringTo(desk, id, DesiredState::Running));
        EVENTUALLY_OR(desk.state(id) == DeploymentState::Running, desk.describe(id).constData());
        EVENTUALLY(m_flink->bare().isRunningWholly(desk.report(id).flinkJobId));
    }
    proxy.add({.kind = Troubles[trouble].kind,
               .method = QString::fromLatin1(changed.method),
               .path = QString::fromLatin1(changed.path),
               .onAnswer = [&isAnswered] { isAnswered = true; }});
    QVERIFY(bringTo(desk, id, changed.desired));
    const DeploymentState goal = changed.desired == DesiredState::Running ? DeploymentState::Running
        : changed.desired == DesiredState::Suspended ? DeploymentState::Suspended
                                                     : DeploymentState::Cancelled;
    EVENTUALLY_OR(desk.state(id) == goal, desk.describe(id).constData());
    compareWithFlink(desk, id, changed.desired);
    proxy.release();
    if (Troubles[trouble].kind == FaultKind::DelayRequest) {
        EVENTUALLY(isAnswered); // by Flink, long after it was given up
        compareAfterALook(desk, id, changed.desired);
        QCOMPARE(desk.state(id), goal);
    }
    if (changed.desired != DesiredState::Cancelled) { // leaves the slots to the next row
        QVERIFY(bringTo(desk, id, DesiredState::Cancelled));
        EVENTUALLY_OR(desk.state(id) == DeploymentState::Cancelled, desk.describe(id).constData());
        compareWithFlink(desk, id, DesiredState::Cancelled);
    }
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
