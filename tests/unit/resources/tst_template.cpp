// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/deployment.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

//! What is a change of the template, and what only looks like one (lifecycle.md §1, §4).
class TemplateTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void differences_data();
    void differences();
    void aTripThroughTheStoreIsNoChange();
};

void TemplateTest::differences_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("isSame");
    const auto row = [](const char *name, const QByteArray &one, const QByteArray &other,
                        bool isSame) { QTest::newRow(name) << one << other << isSame; };
    row("nothing", "{}", "{}", true);
    row("order of members", R"({"spec":{"parallelism":2,"artifact":{"jarUri":"a","kind":"JAR"}}})",
        R"({"spec":{"artifact":{"kind":"JAR","jarUri":"a"},"parallelism":2}})", true);
    row("default spelled out", "{}",
        R"({"metadata":{"annotations":{}},"spec":{"parallelism":1,"flinkConfiguration":{},)"
        R"("artifact":{"kind":"JAR","mainArgs":"","entryClass":null}}})",
        true);
    row("null", R"({"spec":null,"metadata":null})", "{}", true);
    row("number and its text", R"({"spec":{"flinkConfiguration":{"a":4,"b":true}}})",
        R"({"spec":{"flinkConfiguration":{"b":"true","a":"4"}}})", true);
    row("numbers of another text", R"({"spec":{"flinkConfiguration":{"a":1.0}}})",
        R"({"spec":{"flinkConfiguration":{"a":1}}})", false);
    row("parallelism", R"({"spec":{"parallelism":2}})", "{}", false);
    row("arguments", R"({"spec":{"artifact":{"mainArgs":"--a 1"}}})", "{}", false);
    row("option", R"({"spec":{"flinkConfiguration":{"a":""}}})", "{}", false);
    row("placeholder and its value", R"({"spec":{"flinkConfiguration":{"a":"{{jobId}}"}}})",
        R"({"spec":{"flinkConfiguration":{"a":"1"}}})", false);
    row("annotation", R"({"metadata":{"annotations":{"a":"1"}}})", "{}", false);
    row("field that is not used", R"({"spec":{"logging":{"level":"INFO"}}})",
        R"({"spec":{"logging":{"level":"DEBUG"}}})", false);
    row("order in a field that is not used", R"({"spec":{"kubernetes":{"a":1,"b":{"c":1,"d":2}}}})",
        R"({"spec":{"kubernetes":{"b":{"d":2,"c":1},"a":1}}})", true);
    row("order of a list", R"({"spec":{"additional":["a","b"]}})",
        R"({"spec":{"additional":["b","a"]}})", false);
}

void TemplateTest::differences()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, isSame);
    const JobTemplate left = fromJson<JobTemplate>(Json::parse(one).value()).value();
    const JobTemplate right = fromJson<JobTemplate>(Json::parse(other).value()).value();
    QCOMPARE(isSameTemplate(left, right), isSame);
    QCOMPARE(isSameTemplate(right, left), isSame);
    QCOMPARE(canonicalTemplate(left).toCompact() == canonicalTemplate(right).toCompact(), isSame);
}

void TemplateTest::aTripThroughTheStoreIsNoChange()
{
    JobTemplate made;
    made.artifact.jarUri = u"/a.jar"_s;
    made.flinkConfiguration.insert(u"a"_s, u"1"_s);
    const JobTemplate read = fromJson<JobTemplate>(toJson(made)).value();
    QVERIFY(isSameTemplate(made, read));
    JobTemplate edited = read;
    edited.parallelism = 2;
    QVERIFY(!isSameTemplate(made, edited));
    edited.parallelism = 1;
    QVERIFY(isSameTemplate(made, edited));
}

QTEST_APPLESS_MAIN(TemplateTest)
#include "tst_template.moc"
