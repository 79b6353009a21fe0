// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/agenda.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Instant at(Duration sinceEpoch)
{
    return Instant(sinceEpoch);
}

} // namespace

//! What is to be decided on and shown, and when.
class tst_Agenda : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCameInIsDueOnceAndAtOnce()
    {
        Agenda agenda;
        QVERIFY(!agenda.nextAt(at(1s)));
        agenda.decide(u"a"_s);
        agenda.decide(u"a"_s);
        QCOMPARE(agenda.nextAt(at(1s)), at(1s));
        QCOMPARE(agenda.takeDue(at(1s)), QSet<QString>{u"a"_s});
        QVERIFY(agenda.takeDue(at(1s)).isEmpty());
        QVERIFY(!agenda.nextAt(at(1s)));
    }

    void timesComeInTheirOrder()
    {
        Agenda agenda;
        agenda.decideAt(u"late"_s, at(9s));
        agenda.decideAt(u"early"_s, at(5s));
        QCOMPARE(agenda.nextAt(at(1s)), at(5s));
        QVERIFY(agenda.takeDue(at(5s - 1us)).isEmpty());
        QCOMPARE(agenda.takeDue(at(5s)), QSet<QString>{u"early"_s});
        QCOMPARE(agenda.takeDue(at(9s)), (QSet<QString>{u"early"_s, u"late"_s}));
    }

    void timeStandsUntilAnotherIsSaid()
    {
        Agenda agenda;
        agenda.decideAt(u"a"_s, at(5s));
        agenda.decideAt(u"a"_s, at(7s));
        QVERIFY(agenda.takeDue(at(6s)).isEmpty());
        QCOMPARE(agenda.takeDue(at(7s)), QSet<QString>{u"a"_s});
        QCOMPARE(agenda.nextAt(at(8s)), at(8s)); // it is overdue
        agenda.decideAt(u"a"_s, std::nullopt);
        QVERIFY(!agenda.nextAt(at(8s)));
        QVERIFY(agenda.takeDue(at(8s)).isEmpty());
    }

    void whatIsForgottenIsNotDue()
    {
        Agenda agenda;
        agenda.decide(u"a"_s);
        agenda.decideAt(u"a"_s, at(1s));
        agenda.show(u"a"_s);
        agenda.forget(u"a"_s);
        QVERIFY(agenda.takeDue(at(2s)).isEmpty());
        QVERIFY(agenda.takeUnshown().isEmpty());
        QVERIFY(!agenda.nextAt(at(2s)));
    }
};

QTEST_GUILESS_MAIN(tst_Agenda)

#include "tst_agenda.moc"
