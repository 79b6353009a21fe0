// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/keptfields.h"
#include "model/items/words.h"

#include <QLocale>
#include <QScopeGuard>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void ageIsShort_data();
    void ageIsShort();
    void timeIsAsShortAsItIsPlain_data();
    void timeIsAsShortAsItIsPlain();
    void nextStateIsOneSentence();
    void progressNamesUploadAttemptAndWaiting();
    void failureStandsForProgress();
    void whatIsLookedForSaysUntilWhen();
    void savepointNamesWhatItCameBy_data();
    void savepointNamesWhatItCameBy();
    void unusedFieldsAreNamed();
};

void TestWords::ageIsShort_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("negative") << qint64(-5000) << u"0 s"_s;
    QTest::newRow("below a second") << qint64(900) << u"0 s"_s;
    QTest::newRow("seconds") << qint64(119'900) << u"119 s"_s;
    QTest::newRow("minutes") << qint64(120'000) << u"2 min"_s;
    QTest::newRow("hours") << qint64(7200'000) << u"2 h"_s;
    QTest::newRow("days") << qint64(5 * 86400'000LL) << u"5 d"_s;
}

void TestWords::ageIsShort()
{
    QFETCH(qint64, milliseconds);
    QTEST(ageText(std::chrono::milliseconds(milliseconds)), "text");
}

void TestWords::timeIsAsShortAsItIsPlain_data()
{
    QTest::addColumn<QString>("locale");
    QTest::addColumn<QString>("today");
    QTest::addColumn<QString>("near");
    QTest::addColumn<QString>("far");
    QTest::newRow("C") << u"C"_s << u"12:34:56"_s << u"27 Feb 12:34"_s << u"2 Mar 2025 12:34"_s;
    QTest::newRow("de") << u"de_DE"_s << u"12:34:56"_s << u"27.02 12:34"_s << u"02.03.25 12:34"_s;
    QTest::newRow("en") << u"en_US"_s << u"12:34:56 PM"_s << u"2/27 12:34 PM"_s
                        << u"3/2/25 12:34 PM"_s;
    QTest::newRow("zh") << u"zh_CN"_s << u"12:34:56"_s << u"2/27 12:34"_s << u"2025/3/2 12:34"_s;
}

void TestWords::timeIsAsShortAsItIsPlain()
{
    QFETCH(QString, locale);
    QLocale::setDefault(QLocale(locale));
    const auto reset = qScopeGuard([] { QLocale::setDefault(QLocale::c()); });
    const auto at = [](int year, int month, int day) {
        const QDateTime local(QDate(year, month, day), QTime(12, 34, 56));
        return Instant(std::chrono::milliseconds(local.toMSecsSinceEpoch()));
    };
    const Instant now = at(2026, 3, 2);
    QTEST(timeText(now, now), "today");
    QTEST(timeText(at(2026, 2, 27), now), "near");
    QTEST(timeText(at(2025, 3, 2), now), "far");
    QVERIFY(wholeTimeText(now).contains(u"26"_s));
    QVERIFY(wholeTimeText(now).contains(u"12:34:56"_s));
}

void TestWords::nextStateIsOneSentence()
{
    const Instant now = *instantFromIso(u"2026-03-02T12:00:00Z");
    QCOMPARE(nextStateText({}, now), u"nothing: it would start empty"_s);
    QCOMPARE(nextStateText({.location = u"file:/sp"_s}, now),
             u"the state that was chosen by its path"_s);
    QCOMPARE(nextStateText({.refusal = u"State is unavailable."_s}, now),
             u"State is unavailable."_s);
    const StatePreview preview{.savepointId = u"s"_s, .createdAt = now, .stateSize = 14'680'064};
    QCOMPARE(nextStateText(preview, now),
             u"savepoint %1 (14.0 MB, by Suspend)"_s.arg(timeText(now, now)));
    const StatePreview retained{.savepointId = u"s"_s,
                                .origin = SavepointOrigin::RetainedCheckpoint};
    QCOMPARE(nextStateText(retained, now), u"checkpoint (retained)"_s);
}

void TestWords::progressNamesUploadAttemptAndWaiting()
{
    const Instant now = *instantFromIso(u"2026-03-02T12:00:00Z");
    DeploymentReport report;
    QCOMPARE(progressText(report, now), QString());
    report.deployment.status.state = DeploymentState::Transitioning;
    report.uploadPercent = 43;
    report.attempt = 2;
    report.waitingFor = u"Uploading."_s;
    report.waitingSince = now - 12s;
    QCOMPARE(progressText(report, now), u"upload 43 % · attempt 2 of 4 · Uploading · 12 s"_s);
}

void TestWords::failureStandsForProgress()
{
    DeploymentReport report;
    report.deployment.status.state = DeploymentState::Failed;
    QCOMPARE(progressText(report, {}), QString());
    report.record.failure = DeploymentFailure{.message = u"No slots."_s};
    QCOMPARE(progressText(report, {}), u"No slots."_s);
}

void TestWords::whatIsLookedForSaysUntilWhen()
{
    const Instant now = *instantFromIso(u"2026-03-02T12:00:00Z");
    DeploymentReport report;
    QCOMPARE(outlookText(report, now), QString());
    report.afterwards = u"Then it is sent again."_s;
    QCOMPARE(outlookText(report, now), report.afterwards);
    report.lookedForUntil = now + 5min;
    const QString time = timeText(now + 5min, now);
    QCOMPARE(outlookText(report, now),
             u"It is looked for until %1. Then it is sent again."_s.arg(time));
    report.deployment.status.state = DeploymentState::Transitioning;
    report.waitingFor = u"Looking for the job."_s;
    QCOMPARE(progressText(report, now), u"Looking for the job · until %1"_s.arg(time));
}

void TestWords::savepointNamesWhatItCameBy_data()
{
    QTest::addColumn<SavepointOrigin>("origin");
    QTest::addColumn<bool>("isDrained");
    QTest::addColumn<TerminationReason>("ending");
    QTest::addColumn<QString>("text");
    using enum SavepointOrigin;
    QTest::newRow("suspend") << Suspend << false << TerminationReason::Suspend << u"by Suspend"_s;
    QTest::newRow("its job is not known")
        << Suspend << false << TerminationReason::None << u"by Suspend"_s;
    QTest::newRow("upgrade") << Suspend << false << TerminationReason::Upgrade << u"by Upgrade"_s;
    QTest::newRow("drain") << Suspend << true << TerminationReason::Suspend
                           << u"by Stop with Drain"_s;
    QTest::newRow("by request, then upgraded")
        << UserRequest << false << TerminationReason::Upgrade << u"by request"_s;
}

void TestWords::savepointNamesWhatItCameBy()
{
    QFETCH(SavepointOrigin, origin);
    QFETCH(bool, isDrained);
    QFETCH(TerminationReason, ending);
    QFETCH(QString, text);
    const Instant now = *instantFromIso(u"2026-03-02T12:00:00Z");
    Savepoint savepoint;
    savepoint.spec.origin = origin;
    savepoint.spec.isDrained = isDrained;
    savepoint.status.completedAt = now;
    QCOMPARE(originText(savepoint.spec, ending), text);
    const QString whole = u"savepoint %1 (%2)"_s.arg(timeText(now, now), text);
    QCOMPARE(savepointText(savepoint, ending, now), whole);
    const StatePreview preview{.savepointId = u"s"_s,
                               .origin = origin,
                               .isDrained = isDrained,
                               .ending = ending,
                               .createdAt = now};
    QCOMPARE(nextStateText(preview, now), whole);
}

void TestWords::unusedFieldsAreNamed()
{
    const auto json = Json::parse(R"({"kind": "Deployment", "metadata": {"name": "x"}, "spec": {
        "state": "RUNNING", "deploymentTargetId": "t", "template": {"spec": {
            "parallelism": 2, "kubernetes": {}, "artifact": {"kind": "JAR", "flinkVersion": "1.20"}
        }}}})");
    QVERIFY(json);
    const auto deployment = fromJson<Deployment>(*json);
    QVERIFY(deployment);
    QCOMPARE(keptFields(*deployment),
             (QStringList{u"deploymentTargetId"_s, u"kubernetes"_s, u"flinkVersion"_s}));
}

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
