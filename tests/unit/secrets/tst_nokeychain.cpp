// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets/keychainsecrets.h"
#include "tests/unit/secrets/contract.h"

using namespace headgate;
using namespace Qt::StringLiterals;

//! A machine without a keychain: nobody listens at the session bus.
class NoKeychainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyQuestionIsAnswered();
    void answerNamesTheRemedy();
};

void NoKeychainTest::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
}

void NoKeychainTest::everyQuestionIsAnswered()
{
    KeychainSecrets secrets(u"headgate-test"_s);
    COMPARE_ERROR_SOON(secrets.read(u"name"_s), ErrorKind::Environment);
    COMPARE_ERROR_SOON(secrets.write(u"name"_s, u"value"_s), ErrorKind::Environment);
    COMPARE_ERROR_SOON(secrets.remove(u"name"_s), ErrorKind::Environment);
}

void NoKeychainTest::answerNamesTheRemedy()
{
    KeychainSecrets secrets(u"headgate-test"_s);
    const auto future = secrets.read(u"name"_s);
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.result().error().message.contains(u"gnome-keyring"));
    QVERIFY(!future.result().error().detail.isEmpty());
}

QTEST_GUILESS_MAIN(NoKeychainTest)
#include "tst_nokeychain.moc"
