// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/localcluster.h"
#include "tests/fakes/fakeinstallation.h"
#include "tests/fakes/fakeserver.h"

#include <QTest>

using namespace headgate;
using namespace headgate::test;

//! Orders to a local cluster that come before it has carried out the one before.
class OrdersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startFollowsAStopDuringTheStart();

private:
    QTemporaryDir m_folder;
    FakeInstallation m_flink;
    FakeServer m_rest;
};

void OrdersTest::startFollowsAStopDuringTheStart()
{
    const ClusterPorts ports{.rest = m_rest.port(), .rpc = 1};
    LocalCluster cluster({.root = m_folder.path()},
                         {.freePorts = [&](const ClusterPorts &) { return ports; }});
    m_rest.answer(503, {}); // no leader yet
    const auto first = cluster.start(m_flink.spec());
    QTRY_VERIFY(cluster.processes().jobManager);
    const auto ended = *cluster.processes().jobManager;

    const auto stopped = cluster.stop();
    const auto second = cluster.start(m_flink.spec());
    const auto counted = cluster.setTaskManagers(1); // a detail of the start to come
    QTRY_VERIFY(first.isFinished() && stopped.isFinished() && counted.isFinished());
    QCOMPARE(first.result().error().kind, ErrorKind::NotPermitted);
    QVERIFY(stopped.result());
    QCOMPARE(counted.result().error().kind, ErrorKind::NotPermitted);
    QVERIFY(!second.isFinished());

    m_rest.answer(200, "{}");
    QTRY_VERIFY_WITH_TIMEOUT(second.isFinished(), 30'000);
    QVERIFY2(second.result(),
             qPrintable(second.result() ? QString() : second.result().error().message));
    QVERIFY(cluster.processes().jobManager != ended);
    QTRY_COMPARE(cluster.processes().taskManagers.size(), 1);

    const auto end = cluster.stop();
    QTRY_VERIFY_WITH_TIMEOUT(end.isFinished(), 30'000);
    QCOMPARE(cluster.processes(), LocalProcesses());
}

QTEST_GUILESS_MAIN(OrdersTest)
#include "tst_orders.moc"
