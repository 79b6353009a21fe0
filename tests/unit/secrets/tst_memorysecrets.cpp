// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets/memorysecrets.h"
#include "tests/unit/secrets/contract.h"

using namespace headgate;

class MemorySecretsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheContract();
};

void MemorySecretsTest::keepsTheContract()
{
    MemorySecrets secrets;
    checkContract(secrets);
}

QTEST_GUILESS_MAIN(MemorySecretsTest)
#include "tst_memorysecrets.moc"
