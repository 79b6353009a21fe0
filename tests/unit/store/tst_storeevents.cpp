// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/store/fixture.h"

using namespace headgate;
using namespace Qt::StringLiterals;

class EventsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void areNumberedAndPaged();
    void areFiltered();
    void outliveTheirDeployment();
    void theNewestAreKept();
};

void EventsTest::areNumberedAndPaged()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    Transaction transaction;
    for (int i = 1; i <= 25; ++i)
        transaction.events.append(sampleEvent({}, QString::number(i)));
    const auto written = (*store)->write(transaction, "test"_L1);
    VERIFY_RESULT(written);
    QCOMPARE(written->first().number, 1);
    QCOMPARE(written->last().number, 25);
    std::optional<qint64> before;
    QStringList messages;
    QList<qsizetype> pages;
    do {
        const auto page = (*store)->events({.before = before, .limit = 10});
        VERIFY_RESULT(page);
        pages.append(page->size());
        for (const Event &event : *page)
            messages.append(event.message);
        if (!page->isEmpty())
            before = page->last().number;
    } while (pages.last() > 0);
    QCOMPARE(pages, QList<qsizetype>({10, 10, 5, 0}));
    QCOMPARE(messages.size(), 25);
    QCOMPARE(messages.first(), u"25"_s);
    QCOMPARE(messages.last(), u"1"_s);
}

void EventsTest::areFiltered()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    Transaction transaction;
    for (const QString &id : {u"a"_s, u"b"_s, u"a"_s, QString()})
        transaction.events.append(sampleEvent(id, u"m"_s));
    transaction.events[1].sessionClusterId = u"other"_s;
    VERIFY_RESULT((*store)->write(transaction, "test"_L1));
    const auto numbers = [&store](const EventQuery &query) {
        QList<qint64> list;
        const auto events = (*store)->events(query);
        for (const Event &event : *events)
            list.append(event.number);
        return list;
    };
    QCOMPARE(numbers({}), QList<qint64>({4, 3, 2, 1}));
    QCOMPARE(numbers({.deploymentId = u"a"_s}), QList<qint64>({3, 1}));
    QCOMPARE(numbers({.deploymentId = u"a"_s, .before = 3}), QList<qint64>({1}));
    QCOMPARE(numbers({.sessionClusterId = u"other"_s}), QList<qint64>({2}));
    QCOMPARE(numbers({.deploymentId = u"a"_s, .sessionClusterId = u"other"_s}), QList<qint64>());
}

void EventsTest::outliveTheirDeployment()
{
    StoreFixture fixture;
    VERIFY_RESULT(fixture.write(sampleTransaction()));
    Transaction removal;
    removal.removedDeployments = {u"deployment-1"_s};
    removal.events = {sampleEvent(u"deployment-1"_s, u"It was deleted."_s)};
    const auto written = fixture.write(removal);
    VERIFY_RESULT(written);
    QCOMPARE(written->first().number, 2);
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    QCOMPARE((*store)->events({.deploymentId = u"deployment-1"_s})->size(), 2);
}

void EventsTest::theNewestAreKept()
{
    StoreFixture fixture;
    const auto store = fixture.open();
    VERIFY_RESULT(store);
    Transaction transaction;
    for (const QString &id : {u"a"_s, QString(), QString(), u"b"_s, u"a"_s, QString(), u"a"_s})
        transaction.events.append(sampleEvent(id, u"m"_s));
    VERIFY_RESULT((*store)->write(transaction, "test"_L1));
    VERIFY_RESULT((*store)->pruneEvents(6, 2)); // the first is too much in both ways
    const auto numbers = [&store] {
        QList<qint64> list;
        const auto events = (*store)->events({});
        for (const Event &event : *events)
            list.append(event.number);
        return list;
    };
    QCOMPARE(numbers(), QList<qint64>({7, 6, 5, 4, 3, 2}));
    VERIFY_RESULT((*store)->pruneEvents(6, 1)); // of no Deployment: as many as there are in all
    QCOMPARE(numbers(), QList<qint64>({7, 6, 4, 3, 2}));
    VERIFY_RESULT((*store)->pruneEvents(3, 1));
    QCOMPARE(numbers(), QList<qint64>({7, 6, 4}));
}

QTEST_GUILESS_MAIN(EventsTest)
#include "tst_storeevents.moc"
