// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/secrets/secrets.h"

#include <QTest>

namespace headgate {

//! Fails the test unless \a future comes to hold a success.
#define SUCCEEDS_SOON(future)                                                                      \
    do {                                                                                           \
        const auto promised = (future);                                                            \
        QTRY_VERIFY(promised.isFinished());                                                        \
        QVERIFY(promised.isResultReadyAt(0));                                                      \
        const auto outcome = promised.result();                                                    \
        QVERIFY2(outcome, outcome ? "" : qPrintable(outcome.error().detail));                      \
    } while (false)

//! Fails the test unless \a future comes to hold the value \a expected.
#define COMPARE_SOON(future, expected)                                                             \
    do {                                                                                           \
        const auto question = (future);                                                            \
        SUCCEEDS_SOON(question);                                                                   \
        QCOMPARE(*question.result(), expected);                                                    \
    } while (false)

//! Fails the test unless \a future comes to hold an error of \a kind.
#define COMPARE_ERROR_SOON(future, expectedKind)                                                   \
    do {                                                                                           \
        const auto promised = (future);                                                            \
        QTRY_VERIFY(promised.isFinished());                                                        \
        QVERIFY(promised.isResultReadyAt(0));                                                      \
        QVERIFY(!promised.result());                                                               \
        QCOMPARE(promised.result().error().kind, expectedKind);                                    \
        QVERIFY(!promised.result().error().message.isEmpty());                                     \
    } while (false)

//! What every Secrets does.
inline void checkContract(Secrets &secrets)
{
    using namespace Qt::StringLiterals;
    COMPARE_ERROR_SOON(secrets.read(u"token"_s), ErrorKind::NotFound);
    SUCCEEDS_SOON(secrets.remove(u"token"_s));
    SUCCEEDS_SOON(secrets.write(u"token"_s, u"pä$$ word\n🔑"_s));
    SUCCEEDS_SOON(secrets.write(u"other"_s, QString()));
    COMPARE_SOON(secrets.read(u"token"_s), u"pä$$ word\n🔑"_s);
    COMPARE_SOON(secrets.read(u"other"_s), QString());
    SUCCEEDS_SOON(secrets.write(u"token"_s, u"new"_s));
    COMPARE_SOON(secrets.read(u"token"_s), u"new"_s);
    SUCCEEDS_SOON(secrets.remove(u"token"_s));
    COMPARE_ERROR_SOON(secrets.read(u"token"_s), ErrorKind::NotFound);
    COMPARE_SOON(secrets.read(u"other"_s), QString());
}

} // namespace headgate
