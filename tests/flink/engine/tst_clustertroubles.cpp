// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/faultproxy.h"
#include "tests/flink/fixture/flinkcluster.h"
#include "tests/flink/fixture/historyserver.h"

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray page(const QByteArray &status)
{
    const QByteArray text = "<html><body><h1>Please sign in</h1></body></html>";
    return "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\nContent-Length: "
        + QByteArray::number(text.size()) + "\r\n\r\n" + text;
}

} // namespace

//! URLs behind which there is no Flink that takes jobs: said in one sentence, and nothing is sent.
class ClusterTroublesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_desk.reset(); }

    void switchedOffSubmissionRefusesTheStart_data();
    void switchedOffSubmissionRefusesTheStart();
    void historyServerIsSaid();
    void foreignPagesChangeNothing();

private:
    std::unique_ptr<EngineDesk> m_desk;
};

void ClusterTroublesTest::init()
{
    QVERIFY2(QFile::exists(sampleJob()), qPrintable(sampleJob()));
    m_desk = std::make_unique<EngineDesk>();
    QVERIFY2(m_desk->hasBegun(), qPrintable(m_desk->failure()));
}

void ClusterTroublesTest::switchedOffSubmissionRefusesTheStart_data()
{
    QTest::addColumn<FlinkVersion>("version");
    QTest::newRow("2.3.0") << FlinkVersion::V2;
    QTest::newRow("1.20.5") << FlinkVersion::V1;
}

void ClusterTroublesTest::switchedOffSubmissionRefusesTheStart()
{
    QFETCH(FlinkVersion, version);
    FlinkCluster flink({.version = version,
                        .taskManagers = 0,
                        .configuration = {{u"web.submit.enable"_s, u"false"_s}}});
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    QCOMPARE(m_desk->attach(u"closed"_s, flink.url(), flink.savepointDirectory()), QString());
    const QString id = m_desk->deploy(u"clicks"_s, u"closed"_s);
    QVERIFY(await(m_desk->ask().start(id, {})));
    TRY_STATE(*m_desk, id, DeploymentState::Failed);
    const auto failure = m_desk->report(id).record.failure;
    QCOMPARE(failure->reason, FailureReason::StartRefused);
    QVERIFY2(failure->message.contains(u"web.submit.enable"_s), qPrintable(failure->message));
    QCOMPARE(m_desk->jobs(id).size(), 0);
    VERIFY_AGREES(*m_desk, id, flink.bare());
}

void ClusterTroublesTest::historyServerIsSaid()
{
    HistoryServer server(FlinkVersion::V2);
    QVERIFY2(server.start(), qPrintable(server.failure()));
    QCOMPARE(m_desk->attach(u"past"_s, server.url(), {}), QString());
    const QString id = m_desk->deploy(u"clicks"_s, u"past"_s);
    QVERIFY(await(m_desk->ask().start(id, {})));
    EVENTUALLY_OR(m_desk->cluster(u"past"_s).trouble.contains(u"history server"_s),
                  qPrintable(m_desk->cluster(u"past"_s).trouble));
    EVENTUALLY_OR(m_desk->report(id).waitingFor.contains(u"history server"_s),
                  m_desk->describe(id).constData());
    QVERIFY(!m_desk->cluster(u"past"_s).isReachable);
    QCOMPARE(m_desk->jobs(id).size(), 0);
    QVERIFY(await(m_desk->ask().cancel(id)));
    TRY_STATE(*m_desk, id, DeploymentState::Cancelled);
}

void ClusterTroublesTest::foreignPagesChangeNothing()
{
    FlinkCluster flink;
    QVERIFY2(flink.start(), qPrintable(flink.failure()));
    FaultProxy proxy(flink.url());
    proxy.add({.kind = FaultKind::Instead, .times = -1, .answer = page("200 OK")});
    QCOMPARE(m_desk->attach(u"behind"_s, proxy.url(), flink.savepointDirectory()), QString());
    const QString id =
        m_desk->deploy(u"clicks"_s, u"behind"_s, {}, {{SubmissionTimeoutAnnotation, u"3"_s}});
    QVERIFY(await(m_desk->ask().start(id, {})));
    EVENTUALLY_OR(!m_desk->cluster(u"behind"_s).trouble.isEmpty(),
                  m_desk->describe(id).constData());
    const QString trouble = m_desk->cluster(u"behind"_s).trouble;
    QVERIFY2(trouble.contains(u"Flink"_s) && !trouble.contains(u"<html>"_s), qPrintable(trouble));
    EVENTUALLY_OR(m_desk->report(id).waitingFor.contains(trouble),
                  m_desk->describe(id).constData());
    QCOMPARE(m_desk->jobs(id).size(), 0);

    // A proxy's page instead of the answer to the start says nothing of what became of it.
    proxy.clearFaults();
    proxy.add({.kind = FaultKind::Instead,
               .method = u"POST"_s,
               .path = u"/v1/jars/.*/run"_s,
               .answer = page("504 Gateway Timeout")});
    TRY_STATE(*m_desk, id, DeploymentState::Running);
    VERIFY_AGREES(*m_desk, id, flink.bare());
    const QString running = m_desk->report(id).flinkJobId;

    proxy.add({.kind = FaultKind::Instead, .times = -1, .answer = page("502 Bad Gateway")});
    EVENTUALLY_OR(m_desk->report(id).isStale, m_desk->describe(id).constData());
    QCOMPARE(m_desk->state(id), DeploymentState::Running);
    QVERIFY(await(m_desk->ask().suspend(id, false)));
    EVENTUALLY_EQUAL(m_desk->state(id), DeploymentState::Transitioning);
    QCOMPARE(m_desk->jobs(id).last().status.state, JobState::Started);
    QCOMPARE(m_desk->savepoints(id).size(), 0);
    proxy.clearFaults();
    TRY_STATE(*m_desk, id, DeploymentState::Suspended);
    QCOMPARE(flink.bare().stateOf(running), u"FINISHED"_s);
    VERIFY_AGREES(*m_desk, id, flink.bare());
}

QTEST_GUILESS_MAIN(ClusterTroublesTest)
#include "tst_clustertroubles.moc"
