// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/reports.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

DeploymentReport seenAt(Duration sinceEpoch, const QString &tasks = {})
{
    return DeploymentReport{.lastSeen = Instant(sinceEpoch), .tasks = tasks};
}

} // namespace

//! What is shown, and when.
class tst_Reports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLookAloneIsShownOnceASecond_data()
    {
        QTest::addColumn<DeploymentReport>("now");
        QTest::addColumn<bool>("isNews");
        QTest::newRow("nothing") << seenAt(10s) << false;
        QTest::newRow("seen again, soon") << seenAt(10'999ms) << false;
        QTest::newRow("seen again, a second later") << seenAt(11s) << true;
        QTest::newRow("seen before, for the clock was set back") << seenAt(9s) << true;
        QTest::newRow("another look, with news") << seenAt(10'001ms, u"1 of 2"_s) << true;
        QTest::newRow("the same look, with news") << seenAt(10s, u"1 of 2"_s) << true;
        QTest::newRow("not seen any more") << DeploymentReport() << true;
    }

    void aLookAloneIsShownOnceASecond()
    {
        QFETCH(DeploymentReport, now);
        QFETCH(bool, isNews);
        const DeploymentReport before = now;
        QCOMPARE(reports::isNews(std::optional(seenAt(10s)), now), isNews);
        QCOMPARE(now, before);
    }

    void theFirstIsNews()
    {
        DeploymentReport first = seenAt(10s);
        QVERIFY(reports::isNews(std::optional<DeploymentReport>(), first));
    }
};

QTEST_GUILESS_MAIN(tst_Reports)

#include "tst_reports.moc"
