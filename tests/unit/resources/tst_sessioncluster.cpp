// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/sessioncluster.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class SessionClusterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void urls_data();
    void urls();
    void validates_data();
    void validates();
    void isReachedByUrlOrPort();
    void urlBelongsToOne_data();
    void urlBelongsToOne();
    void onlyTheSameFlinkIsTaken_data();
    void onlyTheSameFlinkIsTaken();
    void nameBelongsToOne();
};

static SessionCluster local()
{
    SessionCluster cluster;
    cluster.metadata.name = u"local"_s;
    cluster.spec.kind = SessionClusterKind::Local;
    cluster.spec.flinkHome = u"/opt/flink"_s;
    return cluster;
}

static SessionCluster remote(const QString &url)
{
    SessionCluster cluster;
    cluster.metadata.name = u"remote"_s;
    cluster.spec.url = url;
    return cluster;
}

void SessionClusterTest::urls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("part"); // of the message; empty: a good one
    QTest::newRow("usual") << u"http://localhost:8081"_s << u""_s;
    QTest::newRow("prefix") << u"https://example.org/flink/a/"_s << u""_s;
    QTest::newRow("IPv6") << u"http://[::1]:8081"_s << u""_s;
    QTest::newRow("upper case") << u"HTTP://LOCALHOST"_s << u""_s;
    QTest::newRow("empty") << u""_s << u"needed"_s;
    QTest::newRow("no scheme") << u"localhost:8081"_s << u"no URL"_s;
    QTest::newRow("another scheme") << u"ftp://localhost"_s << u"no URL"_s;
    QTest::newRow("file") << u"file:///etc"_s << u"no URL"_s;
    QTest::newRow("no host") << u"http://"_s << u"no URL"_s;
    QTest::newRow("no host but port") << u"http://:8081"_s << u"no URL"_s;
    QTest::newRow("port beyond") << u"http://localhost:99999"_s << u"no URL"_s;
    QTest::newRow("port 0") << u"http://localhost:0"_s << u"no URL"_s;
    QTest::newRow("port is a word") << u"http://localhost:rest"_s << u"no URL"_s;
    QTest::newRow("blank") << u"http://local host"_s << u"no URL"_s;
    QTest::newRow("blank behind") << u"http://localhost "_s << u"no URL"_s;
    QTest::newRow("line break") << u"http://localhost\nX: y"_s << u"no URL"_s;
    QTest::newRow("words") << u"my cluster"_s << u"no URL"_s;
    QTest::newRow("password") << u"http://me:secret@localhost"_s << u"does not belong"_s;
    QTest::newRow("query") << u"http://localhost/?a=b"_s << u"“?”"_s;
    QTest::newRow("dashboard") << u"http://localhost:8081/#/overview"_s << u"“#”"_s;
}

void SessionClusterTest::urls()
{
    QFETCH(QString, url);
    QFETCH(QString, part);
    const QList<FieldError> errors = validate(remote(url));
    QCOMPARE(errors.size(), part.isEmpty() ? 0 : 1);
    if (!part.isEmpty()) {
        QCOMPARE(errors.first().path, u"spec.url"_s);
        QVERIFY2(errors.first().message.contains(part), qPrintable(errors.first().message));
        QVERIFY(!errors.first().message.contains(u"secret"_s));
    }
}

void SessionClusterTest::validates_data()
{
    QTest::addColumn<SessionCluster>("cluster");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const QString &path, SessionCluster cluster,
                        const auto &change) {
        change(cluster);
        QTest::newRow(name) << cluster << path;
    };
    const auto withOption = [](const QString &name, const QString &value) {
        return [name, value](SessionCluster &c) { c.spec.flinkConfiguration.insert(name, value); };
    };
    const auto withHeader = [](const QString &name, const QString &value) {
        return [name, value](SessionCluster &c) { c.spec.connection.headers.insert(name, value); };
    };
    const QString options = u"spec.flinkConfiguration."_s;
    const QString headers = u"spec.connection.headers."_s;
    const SessionCluster there = remote(u"http://localhost"_s);
    row("valid", u""_s, local(), [](SessionCluster &) { });
    for (const SessionCluster &each : {local(), there}) {
        const char *kind = each.spec.kind == SessionClusterKind::Local ? "here" : "there";
        row(kind, u""_s, each,
            [](SessionCluster &c) { c.spec.savepointDirectory = u"hdfs:///savepoints"_s; });
        row(qPrintable(u"words for a directory "_s + QLatin1StringView(kind)),
            u"spec.savepointDirectory"_s, each,
            [](SessionCluster &c) { c.spec.savepointDirectory = u"foo bar"_s; });
    }
    row("relative directory in an option", options + u"state.savepoints.dir", local(),
        withOption(u"state.savepoints.dir"_s, u"savepoints"_s));
    row("no home", u"spec.flinkHome"_s, local(),
        [](SessionCluster &c) { c.spec.flinkHome.clear(); });
    row("no task manager", u""_s, local(),
        [](SessionCluster &c) { c.spec.numberOfTaskManagers = 0; });
    row("-1 task managers", u"spec.numberOfTaskManagers"_s, local(),
        [](SessionCluster &c) { c.spec.numberOfTaskManagers = -1; });
    row("65 task managers", u"spec.numberOfTaskManagers"_s, local(),
        [](SessionCluster &c) { c.spec.numberOfTaskManagers = 65; });
    row("no slot", u"spec.slotsPerTaskManager"_s, local(),
        [](SessionCluster &c) { c.spec.slotsPerTaskManager = 0; });
    row("1025 slots", u"spec.slotsPerTaskManager"_s, local(),
        [](SessionCluster &c) { c.spec.slotsPerTaskManager = 1025; });
    row("name", u"metadata.name"_s, local(), [](SessionCluster &c) { c.metadata.name.clear(); });
    row("option", u""_s, local(), withOption(u"rest.port"_s, u"8081 # x"_s));
    row("name with line break", options + u"a\nb", local(), withOption(u"a\nb"_s, u"1"_s));
    row("value with line break", options + u"a", local(), withOption(u"a"_s, u"1\nb: 2"_s));
    row("value with return", options + u"a", local(), withOption(u"a"_s, u"1\rb: 2"_s));
    row("header", u""_s, there, withHeader(u"X-Team"_s, u"Größe\t1"_s));
    row("header without name", headers, there, withHeader(QString(), u"1"_s));
    row("header with blank", headers + u"a b", there, withHeader(u"a b"_s, u"1"_s));
    row("header with line break behind", headers + u"a\n", there, withHeader(u"a\n"_s, u"1"_s));
    row("second header in a value", headers + u"a", there, withHeader(u"a"_s, u"1\r\nb: 2"_s));
}

void SessionClusterTest::validates()
{
    QFETCH(SessionCluster, cluster);
    QFETCH(QString, path);
    const QList<FieldError> errors = validate(cluster);
    QCOMPARE(errors.size(), path.isEmpty() ? 0 : 1);
    if (!path.isEmpty())
        QCOMPARE(errors.first().path, path);
}

void SessionClusterTest::isReachedByUrlOrPort()
{
    QCOMPARE(urlOf(remote(u"http://flink:8081/x"_s)), u"http://flink:8081/x"_s);
    SessionCluster cluster = local();
    QCOMPARE(urlOf(cluster), QString());
    cluster.local.restPort = 4711;
    QCOMPARE(urlOf(cluster), u"http://127.0.0.1:4711"_s);
}

void SessionClusterTest::urlBelongsToOne_data()
{
    QTest::addColumn<QString>("other");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isSame");
    const QString flink = u"http://flink.example:8081"_s;
    QTest::newRow("the same") << flink << flink << true;
    QTest::newRow("trailing slash") << flink << flink + u'/' << true;
    QTest::newRow("case of the host") << flink << u"HTTP://Flink.Example:8081"_s << true;
    QTest::newRow("default port") << u"https://flink/a/"_s << u"https://flink:443/a"_s << true;
    QTest::newRow("this machine") << u"http://localhost"_s << u"http://127.0.0.1:80"_s << true;
    QTest::newRow("another port") << flink << u"http://flink.example:8082"_s << false;
    QTest::newRow("another path") << flink << flink + u"/b"_s << false;
    QTest::newRow("case of the path") << flink + u"/a"_s << flink + u"/A"_s << false;
    QTest::newRow("another scheme") << u"http://flink"_s << u"https://flink"_s << false;
    QTest::newRow("none yet") << u""_s << u""_s << false; // which is an error of its own
}

void SessionClusterTest::urlBelongsToOne()
{
    QFETCH(QString, other);
    QFETCH(QString, url);
    QFETCH(bool, isSame);
    SessionCluster first = remote(other);
    first.metadata.id = u"1"_s;
    first.metadata.name = u"first"_s;
    first.spec.state = SessionClusterDesiredState::Running;
    SessionCluster second = remote(url);
    const QList<FieldError> errors = collisions(second, {first});
    QCOMPARE(errors.size(), isSame ? 1 : 0);
    if (isSame) {
        QCOMPARE(errors.first().path, u"spec.url"_s);
        QVERIFY(errors.first().message.contains(u"“first”"_s));
    }
    second.metadata.id = u"2"_s; // saved before this was a rule
    QVERIFY(collisions(second, {first, second}).isEmpty());
    second.spec.kind = SessionClusterKind::Local; // its URL is none
    QVERIFY(collisions(second, {first}).isEmpty());
}

void SessionClusterTest::onlyTheSameFlinkIsTaken_data()
{
    QTest::addColumn<SessionCluster>("other");
    QTest::addColumn<bool>("isTaken");
    const auto row = [](const char *name, bool isTaken, SessionCluster other, auto change) {
        other.metadata.id = u"1"_s;
        other.metadata.name = u"other"_s;
        other.spec.state = SessionClusterDesiredState::Running;
        change(other);
        QTest::newRow(name) << other << isTaken;
    };
    const SessionCluster there = remote(u"http://localhost:8081"_s);
    row("attached", true, there, [](SessionCluster &c) { c.spec.connection.userName = u"ada"_s; });
    row("by another user", false, there, [](SessionCluster &) { });
    row("by another header", false, there, [](SessionCluster &c) {
        c.spec.connection.userName = u"ada"_s;
        c.spec.connection.headers.insert(u"X-Cluster"_s, u"b"_s);
    });
    row("detached", false, there, [](SessionCluster &c) {
        c.spec.connection.userName = u"ada"_s;
        c.spec.state = SessionClusterDesiredState::Stopped;
    });
    row("runs on this machine", true, local(), [](SessionCluster &c) { c.local.restPort = 8081; });
    row("ran on this machine", false, local(), [](SessionCluster &c) {
        c.local.restPort = 8081;
        c.spec.state = SessionClusterDesiredState::Stopped;
    });
    row("has no port yet", false, local(), [](SessionCluster &) { });
}

void SessionClusterTest::onlyTheSameFlinkIsTaken()
{
    QFETCH(SessionCluster, other);
    QFETCH(bool, isTaken);
    SessionCluster cluster = remote(u"http://localhost:8081"_s);
    cluster.metadata.id = u"2"_s;
    cluster.spec.connection.userName = u"ada"_s;
    QCOMPARE(collisions(cluster, {other}).size(), isTaken ? 1 : 0);
    QCOMPARE(refusalOfAttaching(cluster, {cluster, other}).contains(u"“other”"_s), isTaken);
    QVERIFY(collisions(cluster, {cluster, other}).isEmpty()); // what it has already is kept
    SessionCluster before = cluster;
    before.spec.connection.userName = u"eve"_s;
    QCOMPARE(collisions(cluster, {before, other}).size(), isTaken ? 1 : 0);
}

void SessionClusterTest::nameBelongsToOne()
{
    SessionCluster first = local();
    first.metadata.id = u"1"_s;
    const SessionCluster second = local();
    QCOMPARE(collisions(second, {first}).first().path, u"metadata.name"_s);
    QVERIFY(collisions(first, {first}).isEmpty());
}

QTEST_APPLESS_MAIN(SessionClusterTest)
#include "tst_sessioncluster.moc"
