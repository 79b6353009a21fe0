// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/requests.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace Qt::StringLiterals;

class RequestsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void versionsAreRead_data();
    void versionsAreRead();
    void fieldsAreThoseOfTheVersion_data();
    void fieldsAreThoseOfTheVersion();
    void runBodyIsComplete();
    void emptyFieldsAreLeftOut();
    void directoriesAreSpeltAsFlinkWants();
};

void RequestsTest::versionsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("major");
    QTest::addColumn<int>("minor");
    QTest::newRow("release") << u"1.20.5"_s << 1 << 20;
    QTest::newRow("2") << u"2.3.0"_s << 2 << 3;
    QTest::newRow("snapshot") << u"1.17-SNAPSHOT"_s << 1 << 17;
    QTest::newRow("vendor") << u"1.15.2-vvr-2.8.4"_s << 1 << 15;
    QTest::newRow("other vendor") << u"1.18.1-csa1.2"_s << 1 << 18;
    QTest::newRow("far") << u"12.345"_s << 12 << 345;
    for (const QString &none :
         {u""_s, u"<unknown>"_s, u"v1.20"_s, u"2"_s, u"1."_s, u"1.99999"_s, u"99999999999.1"_s})
        QTest::addRow("none: %s", qPrintable(none)) << none << -1 << -1;
}

void RequestsTest::versionsAreRead()
{
    QFETCH(QString, text);
    QFETCH(int, major);
    QFETCH(int, minor);
    const std::optional<Version> version = versionFrom(text);
    QCOMPARE(version.has_value(), major >= 0);
    if (version)
        QCOMPARE(*version, (Version{major, minor}));
}

void RequestsTest::fieldsAreThoseOfTheVersion_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QStringList>("optionalFields"); // of run, and of stop and savepoint
    QTest::addColumn<bool>("isManaged");
    const QString restore = u"restoreMode"_s;
    const QString claim = u"claimMode"_s;
    const QString config = u"flinkConfiguration"_s;
    const QString trigger = u"triggerId"_s;
    QTest::newRow("unknown") << QString() << QStringList{} << false;
    QTest::newRow("1.13") << u"1.13.6"_s << QStringList{} << false;
    QTest::newRow("1.14") << u"1.14.0"_s << QStringList{} << false;
    QTest::newRow("1.15") << u"1.15.4"_s << QStringList{restore, trigger} << false;
    QTest::newRow("1.16") << u"1.16.3"_s << QStringList{restore, trigger} << false;
    QTest::newRow("1.17") << u"1.17.2"_s << QStringList{restore, config, trigger} << true;
    QTest::newRow("1.19") << u"1.19.0"_s << QStringList{restore, config, trigger} << true;
    QTest::newRow("1.20") << u"1.20.5"_s << QStringList{claim, config, trigger} << true;
    QTest::newRow("2.0") << u"2.0.0"_s << QStringList{claim, config, trigger} << true;
    QTest::newRow("2.3") << u"2.3.0"_s << QStringList{claim, config, trigger} << true;
    QTest::newRow("newer") << u"3.1.0"_s << QStringList{claim, config, trigger} << true;
}

void RequestsTest::fieldsAreThoseOfTheVersion()
{
    QFETCH(QString, version);
    QFETCH(QStringList, optionalFields);
    const Capabilities capabilities = capabilitiesOf(versionFrom(version));
    const Json run =
        toJson(RunRequest{.jobId = u"1"_s, .flinkConfiguration = {{u"a"_s, u"b"_s}}}, capabilities);
    for (const QString &field : {u"restoreMode"_s, u"claimMode"_s, u"flinkConfiguration"_s})
        QCOMPARE(run.find(field) != nullptr, optionalFields.contains(field));
    QVERIFY(!run.find(u"triggerId"));
    QVERIFY(!run.find(u"programArgs")); // 2.0 ignores it, and would start without arguments
    const bool takesTrigger = optionalFields.contains(u"triggerId"_s);
    const Json stop = toJson(StopRequest{.triggerId = u"1"_s}, capabilities);
    QCOMPARE(stop.find(u"triggerId") != nullptr, takesTrigger);
    const Json savepoint = toJson(SavepointRequest{.triggerId = u"1"_s}, capabilities);
    QCOMPARE(savepoint.find(u"triggerId") != nullptr, takesTrigger);
    QTEST(capabilities.isManaged, "isManaged");
}

void RequestsTest::runBodyIsComplete()
{
    const RunRequest request{.jobId = u"0123456789abcdef0123456789abcdef"_s,
                             .entryClass = u"org.example.Job"_s,
                             .programArguments = {u"--name"_s, u"two words"_s},
                             .parallelism = 3,
                             .savepointPath = u"file:/sp/1"_s,
                             .allowNonRestoredState = true,
                             .flinkConfiguration = {{u"a"_s, u"1 s"_s}}};
    const Json expected = Json::parse(R"({"jobId":"0123456789abcdef0123456789abcdef",
        "parallelism":3, "programArgsList":["--name","two words"],
        "entryClass":"org.example.Job", "savepointPath":"file:/sp/1",
        "allowNonRestoredState":true, "claimMode":"NO_CLAIM",
        "flinkConfiguration":{"a":"1 s"}})")
                              .value();
    QCOMPARE(toJson(request, capabilitiesOf(Version{2, 3})).canonical(), expected.canonical());
}

void RequestsTest::emptyFieldsAreLeftOut()
{
    const Json run = toJson(RunRequest{.jobId = u"1"_s}, capabilitiesOf(Version{2, 3}));
    for (const QString &field : {u"entryClass"_s, u"savepointPath"_s, u"flinkConfiguration"_s})
        QVERIFY(!run.find(field));
    QCOMPARE(run[u"parallelism"].toInteger(), 1);
    QVERIFY(run[u"programArgsList"].isArray());
    const Json stop = toJson(StopRequest{.triggerId = u"1"_s}, capabilitiesOf(Version{2, 3}));
    QVERIFY(!stop.find(u"targetDirectory"));
}

void RequestsTest::directoriesAreSpeltAsFlinkWants()
{
    const Capabilities newest = capabilitiesOf(Version{2, 3});
    const Json stop =
        toJson(StopRequest{.triggerId = u"1"_s, .targetDirectory = u"/a"_s, .drain = true}, newest);
    QCOMPARE(stop.toCompact(), R"({"drain":true,"targetDirectory":"/a","triggerId":"1"})"_ba);
    const Json savepoint =
        toJson(SavepointRequest{.triggerId = u"1"_s, .targetDirectory = u"/a"_s}, newest);
    QCOMPARE(savepoint.toCompact(),
             R"({"cancel-job":false,"target-directory":"/a","triggerId":"1"})"_ba);
}

QTEST_GUILESS_MAIN(RequestsTest)
#include "tst_requests.moc"
