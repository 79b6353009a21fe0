// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/singleinstance.h"
#include "tests/unit/store/child.h"
#include "tests/unit/store/fixture.h"

#include <QLocalSocket>
#include <QSignalSpy>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class SingleInstanceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void secondProcessRaisesTheFirst();
    void secondStartWaitsForTheFirstToListen();
    void longPathIsNoObstacle();
    void socketOfAKilledProcessIsReplaced();
    void silenceIsAnError();
    void otherWordsRaiseNothing();
};

void SingleInstanceTest::secondProcessRaisesTheFirst()
{
    const StoreFixture fixture;
    SingleInstance first(fixture.directory());
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    VERIFY_RESULT(first.listen());
    Child second({u"raise"_s, fixture.directory().path(), u"a token\nof the desktop"_s});
    QTRY_COMPARE(raised.size(), 1);
    QCOMPARE(raised[0][0].toByteArray(), "a token\nof the desktop");
    QCOMPARE(second.line(), u"done"_s);
    Child third({u"raise"_s, fixture.directory().path()});
    QTRY_COMPARE(raised.size(), 2);
    QCOMPARE(raised[1][0].toByteArray(), QByteArray());
}

void SingleInstanceTest::secondStartWaitsForTheFirstToListen()
{
    const StoreFixture fixture;
    SingleInstance first(fixture.directory());
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    Child second({u"raise"_s, fixture.directory().path()});
    QVERIFY(second.process().waitForStarted());
    VERIFY_RESULT(first.listen());
    QTRY_COMPARE(raised.size(), 1);
    QCOMPARE(second.line(), u"done"_s);
}

void SingleInstanceTest::longPathIsNoObstacle()
{
    const QTemporaryDir temporary;
    const auto directory = DataDirectory::own(temporary.filePath(QString(200, u'x')));
    VERIFY_RESULT(directory);
    SingleInstance first(*directory);
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    VERIFY_RESULT(first.listen());
    Child second({u"raise"_s, directory->path()});
    QTRY_COMPARE(raised.size(), 1);
    QCOMPARE(second.line(), u"done"_s);
}

void SingleInstanceTest::socketOfAKilledProcessIsReplaced()
{
    const StoreFixture fixture;
    {
        // A socket that nobody listens at, as kill -9 leaves it.
        QFile left(fixture.filePath(u"window.socket"));
        QVERIFY(left.open(QIODevice::WriteOnly));
    }
    SingleInstance first(fixture.directory());
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    VERIFY_RESULT(first.listen());
    Child second({u"raise"_s, fixture.directory().path()});
    QTRY_COMPARE(raised.size(), 1);
}

void SingleInstanceTest::silenceIsAnError()
{
    const StoreFixture fixture;
    const auto alone = SingleInstance::raiseFirst(fixture.directory().path(), {}, 100ms);
    QVERIFY(!alone);
    QCOMPARE(alone.error().kind, ErrorKind::TimedOut);
    // Listens, but its event loop does not turn.
    SingleInstance first(fixture.directory());
    VERIFY_RESULT(first.listen());
    const auto silent = SingleInstance::raiseFirst(fixture.directory().path(), {}, 100ms);
    QVERIFY(!silent);
    QCOMPARE(silent.error().kind, ErrorKind::TimedOut);
    QVERIFY(silent.error().message.contains(fixture.directory().path()));
    QVERIFY(!SingleInstance::raiseFirst(u"/nowhere"_s, {}, 100ms));
}

void SingleInstanceTest::otherWordsRaiseNothing()
{
    const StoreFixture fixture;
    SingleInstance first(fixture.directory());
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    VERIFY_RESULT(first.listen());
    for (const QByteArray &words : {QByteArray("GET / HTTP/1.1\r\n"), QByteArray(10'000, 'x')}) {
        QLocalSocket socket;
        socket.connectToServer(fixture.filePath(u"window.socket"));
        QVERIFY(socket.waitForConnected());
        socket.write(words);
        QTRY_COMPARE(socket.state(), QLocalSocket::UnconnectedState);
    }
    Child second({u"raise"_s, fixture.directory().path()});
    QTRY_COMPARE(raised.size(), 1);
}

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "tst_singleinstance.moc"
