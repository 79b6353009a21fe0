// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets/keychainsecrets.h"
#include "tests/unit/secrets/contract.h"

#include <QThread>

using namespace headgate;
using namespace Qt::StringLiterals;

//! Against a real keyring (with-keyring.sh), in a thread as the engine has one.
class KeychainSecretsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheContract();
    void servicesShareNothing();
    void valuesOutliveTheObject();
    void destroyedObjectCancels();
};

void KeychainSecretsTest::keepsTheContract()
{
    KeychainSecrets secrets(u"headgate-test"_s);
    checkContract(secrets);
}

void KeychainSecretsTest::servicesShareNothing()
{
    KeychainSecrets one(u"headgate-one"_s);
    KeychainSecrets other(u"headgate-other"_s);
    SUCCEEDS_SOON(one.write(u"name"_s, u"value"_s));
    COMPARE_ERROR_SOON(other.read(u"name"_s), ErrorKind::NotFound);
}

void KeychainSecretsTest::valuesOutliveTheObject()
{
    {
        KeychainSecrets secrets(u"headgate-test"_s);
        SUCCEEDS_SOON(secrets.write(u"kept"_s, u"value"_s));
    }
    KeychainSecrets secrets(u"headgate-test"_s);
    COMPARE_SOON(secrets.read(u"kept"_s), u"value"_s);
}

void KeychainSecretsTest::destroyedObjectCancels()
{
    auto secrets = std::make_unique<KeychainSecrets>(u"headgate-test"_s);
    const QFuture<Result<QString>> future = secrets->read(u"kept"_s);
    secrets.reset();
    QTRY_VERIFY(future.isFinished());
    QVERIFY(future.isCanceled());
    // The keychain's answer to nobody must harm nobody: it comes before that to the next question.
    KeychainSecrets next(u"headgate-test"_s);
    COMPARE_ERROR_SOON(next.read(u"none"_s), ErrorKind::NotFound);
}

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    int failures = -1;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        KeychainSecretsTest test;
        failures = QTest::qExec(&test, argc, argv);
    }));
    thread->start();
    thread->wait();
    return failures;
}

#include "tst_keychainsecrets.moc"
