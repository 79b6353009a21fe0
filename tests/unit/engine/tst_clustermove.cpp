// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clustermove.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

//! lifecycle.md §8: what of a session cluster may change while it is up, or Jobs are live there.
class tst_ClusterMove : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoAnswersElsewhereIsTheSame_data()
    {
        QTest::addColumn<QString>("incarnation");
        QTest::addColumn<bool>("hasHighAvailability");
        QTest::addColumn<QStringList>("jobs");
        QTest::addColumn<bool>("isSame");
        QTest::newRow("the same process") << u"A"_s << false << QStringList() << true;
        QTest::newRow("that was recorded") << u"R"_s << false << QStringList() << true;
        QTest::newRow("another process") << u"B"_s << false << QStringList{u"1"_s, u"2"_s} << false;
        QTest::newRow("with HA, the same jobs")
            << u"B"_s << true << QStringList{u"1"_s, u"2"_s, u"3"_s} << true;
        QTest::newRow("with HA, a job is missing")
            << u"B"_s << true << QStringList{u"1"_s} << false;
        QTest::newRow("nobody says who it is") << QString() << false << QStringList() << false;
    }
    void whoAnswersElsewhereIsTheSame()
    {
        QFETCH(QString, incarnation);
        QFETCH(bool, hasHighAvailability);
        QFETCH(QStringList, jobs);
        QFETCH(bool, isSame);
        const ClusterView known{.hasHighAvailability = true, .incarnation = u"A"_s};
        SessionCluster recorded;
        recorded.incarnation = u"R"_s;
        const clustermove::Identity found{.incarnation = incarnation,
                                          .hasHighAvailability = hasHighAvailability,
                                          .jobs = QSet<QString>(jobs.begin(), jobs.end())};
        QCOMPARE(clustermove::doubt(found, known, recorded, {u"1"_s, u"2"_s}).isEmpty(), isSame);
    }

    void silenceIsADoubt()
    {
        const Result<clustermove::Identity> silence =
            failure(ErrorKind::ConnectionRefused, u"Nothing listens there."_s);
        QCOMPARE(clustermove::doubt(silence, {}, {}, {}), u"Nothing listens there."_s);
    }

    void processesRunWithWhatTheyHave_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<SessionClusterState>("state");
        QTest::addColumn<bool>("isRefused");
        const auto Running = SessionClusterState::Running;
        for (const QString &field : {u"spec.kind"_s, u"spec.flinkHome"_s,
                                     u"spec.slotsPerTaskManager"_s, u"spec.flinkConfiguration"_s})
            QTest::newRow(qPrintable(field)) << field << Running << true;
        QTest::newRow("task managers") << u"spec.numberOfTaskManagers"_s << Running << false;
        QTest::newRow("display name") << u"metadata.displayName"_s << Running << false;
        QTest::newRow("starting") << u"spec.flinkHome"_s << SessionClusterState::Starting << true;
        QTest::newRow("stopped") << u"spec.flinkHome"_s << SessionClusterState::Stopped << false;
        QTest::newRow("failed") << u"spec.flinkHome"_s << SessionClusterState::Failed << false;
    }
    void processesRunWithWhatTheyHave()
    {
        QFETCH(QString, field);
        QFETCH(SessionClusterState, state);
        QFETCH(bool, isRefused);
        SessionCluster from;
        from.spec.kind = SessionClusterKind::Local;
        from.status.state = state;
        SessionCluster to = from;
        if (field == "spec.kind"_L1)
            to.spec.kind = SessionClusterKind::Remote;
        if (field == "spec.flinkHome"_L1)
            to.spec.flinkHome = u"/another"_s;
        if (field == "spec.slotsPerTaskManager"_L1)
            ++to.spec.slotsPerTaskManager;
        if (field == "spec.flinkConfiguration"_L1)
            to.spec.flinkConfiguration.insert(u"a"_s, u"b"_s);
        if (field == "spec.numberOfTaskManagers"_L1)
            ++to.spec.numberOfTaskManagers;
        if (field == "metadata.displayName"_L1)
            to.metadata.displayName = u"Another"_s;
        const auto refusals = clustermove::refusals(from, to, {});
        QCOMPARE(refusals.size(), isRefused ? 1 : 0);
        if (isRefused)
            QCOMPARE(refusals.first().path, field);
    }

    void kindStaysWhileJobsAreLive()
    {
        SessionCluster from;
        SessionCluster to;
        to.spec.kind = SessionClusterKind::Local;
        const auto refusals = clustermove::refusals(from, to, {u"counting"_s});
        QCOMPARE(refusals.size(), 1);
        QVERIFY(refusals.first().message.contains(u"counting"_s));
    }
};

QTEST_GUILESS_MAIN(tst_ClusterMove)

#include "tst_clustermove.moc"
