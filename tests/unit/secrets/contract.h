// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/secrets/secrets.h"

#include <QTest>

namespace headgate {

//! Fails the test unless \a future comes to hold \a expected, a Result.
#define COMPARE_SOON(future, expected)                                                             \
    do {                                                                                           \
        const auto promised = (future);                                                            \
        QTRY_VERIFY(promised.isFinished());                                                        \
        QVERIFY(promised.isResultReadyAt(0));                                                      \
        QVERIFY2(promised.result() == (expected),                                                  \
                 promised.result()                                                                 \
                     ? "another value"                                                             \
                     : qPrintable(promised.result().error().message + u' '                         \
                                  + promised.result().error().detail));                            \
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
    const Result<void> done;
    COMPARE_ERROR_SOON(secrets.read(u"token"_s), ErrorKind::NotFound);
    COMPARE_SOON(secrets.remove(u"token"_s), done);
    COMPARE_SOON(secrets.write(u"token"_s, u"pä$$ word\n🔑"_s), done);
    COMPARE_SOON(secrets.write(u"other"_s, QString()), done);
    COMPARE_SOON(secrets.read(u"token"_s), Result<QString>(u"pä$$ word\n🔑"_s));
    COMPARE_SOON(secrets.read(u"other"_s), Result<QString>(QString()));
    COMPARE_SOON(secrets.write(u"token"_s, u"new"_s), done);
    COMPARE_SOON(secrets.read(u"token"_s), Result<QString>(u"new"_s));
    COMPARE_SOON(secrets.remove(u"token"_s), done);
    COMPARE_ERROR_SOON(secrets.read(u"token"_s), ErrorKind::NotFound);
    COMPARE_SOON(secrets.read(u"other"_s), Result<QString>(QString()));
}

} // namespace headgate
