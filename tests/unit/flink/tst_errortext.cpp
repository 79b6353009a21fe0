// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/errortext.h"
#include "tests/unit/flink/recorded.h"

#include <QTest>

using namespace headgate;
using namespace headgate::flink;
using namespace headgate::test;
using namespace Qt::StringLiterals;

class ErrorTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void recordedCausesAreFound_data();
    void recordedCausesAreFound();
    void causesAreFound_data();
    void causesAreFound();
    void recordedErrorsAreNamed_data();
    void recordedErrorsAreNamed();
    void foreignBodiesAreNoErrors_data();
    void foreignBodiesAreNoErrors();
    void everyPrefixIsReadAsFarAsItGoes();
    void savepointsAreRescued();
};

void ErrorTextTest::recordedCausesAreFound_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("cause");
    const QList<std::pair<QString, QString>> both{
        {u"run-throws.400"_s, u"The queue is missing."_s},
        {u"run-no-job.400"_s, u"No jobs included in application."_s},
        {u"run-bad-switch.400"_s, u"\"--nonsense\" is no switch of the sample job."_s},
        {u"run-no-class.500"_s,
         u"The program's entry point class 'org.example.Missing' was not found in the jar file."_s},
        {u"run-no-savepoint.400"_s,
         u"Cannot find checkpoint or savepoint file/directory 'file:///var/flink/sp/missing' on "
         "file system 'file'."_s},
        {u"run-bad-configuration.400"_s,
         u"Could not parse value 'soon' for key 'execution.checkpointing.interval'."_s},
        {u"run-parallelism-0.400"_s,
         u"Parallelism must be at least one, or ExecutionConfig.PARALLELISM_DEFAULT (use system "
         "default)."_s},
        {u"run-parallelism-huge.400"_s, u"Operator parallelism not within bounds: 1000000000"_s},
        {u"run-bad-jobid.400"_s,
         u"Cannot parse JobID from \"xyz\". The expected format is [0-9a-fA-F]{32}, e.g. "
         "fd72014d4c864993a2e5a9287b4a9c5d."_s},
        {u"cancel-finished.409"_s,
         u"Job cancellation failed because the job has already reached another terminal state "
         "(FINISHED)."_s},
        {u"cancel-unknown.404"_s, u"Could not find Flink job (00000000000000000000000000000000)"_s},
        {u"upload-nojar.400"_s, u"Only Jar files are allowed."_s},
        {u"no-route-post.404"_s, u"Not found: /v1/nosuch"_s},
        {u"checkpoints-not-enabled.404"_s, u"Checkpointing has not been enabled."_s},
    };
    for (const QString &version : {u"1.20"_s, u"2.3"_s}) {
        for (const auto &[name, cause] : both)
            QTest::addRow("%s %s", qPrintable(version), qPrintable(name))
                << version + u'/' + name << cause;
    }
    QTest::newRow("1.20 two jobs") << u"1.20/run-two-jobs.400"_s
                                   << u"Cannot have more than one execute() or executeAsync() call "
                                      "in a single environment."_s;
    QTest::newRow("2.3 two jobs")
        << u"2.3/run-two-jobs.400"_s
        << u"Cannot have more than 1 streaming jobs in a single environment."_s;
}

void ErrorTextTest::recordedCausesAreFound()
{
    QFETCH(QString, answer);
    const std::optional<QString> text = errorTextFrom(recorded(answer));
    QVERIFY(text);
    QTEST(innermostCause(*text), "cause");
}

void ErrorTextTest::causesAreFound_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("cause");
    QTest::newRow("nothing") << QString() << QString();
    QTest::newRow("plain") << u"Something went wrong."_s << u"Something went wrong."_s;
    QTest::newRow("no cause") << u"java.io.IOException: The disk is full.\n\tat a.B.c(B.java:1)"_s
                              << u"The disk is full."_s;
    QTest::newRow("without message")
        << u"java.lang.IllegalStateException: The job failed.\n\tat a.B.c(B.java:1)\n"
           "Caused by: java.lang.NullPointerException\n\tat a.B.c(B.java:2)"_s
        << u"The job failed. (NullPointerException)"_s;
    QTest::newRow("only a class") << u"java.lang.NullPointerException\n\tat a.B.c(B.java:1)"_s
                                  << u"NullPointerException"_s;
    QTest::newRow("a single word needs its class")
        << u"a.B: x\nCaused by: java.net.UnknownHostException: broker7"_s
        << u"UnknownHostException: broker7"_s;
    QTest::newRow("a missing class of the program")
        << u"x.Y: z\nCaused by: java.lang.NoClassDefFoundError: org/example/Lib\n\tat a.B.c(B:1)\n"
           "Caused by: java.lang.ClassNotFoundException: org.example.Lib"_s
        << u"NoClassDefFoundError: org/example/Lib"_s;
    QTest::newRow("wrapped in its message")
        << u"java.util.concurrent.CompletionException: java.lang.RuntimeException: "
           "java.io.IOException: No space left on device"_s
        << u"No space left on device"_s;
    QTest::newRow("serialized")
        << u"org.apache.flink.util.SerializedThrowable: java.lang.IllegalStateException: Too late."_s
        << u"Too late."_s;
    QTest::newRow("causes of suppressed exceptions do not count")
        << u"a.OneException: The sink is closed.\n\tSuppressed: b.TwoException: And this.\n"
           "\tCaused by: c.ThreeException: Not this."_s
        << u"The sink is closed."_s;
    QTest::newRow("a colon in a message is no class")
        << u"java.lang.IllegalStateException: Key a.b.c: unknown value"_s
        << u"Key a.b.c: unknown value"_s;
}

void ErrorTextTest::causesAreFound()
{
    QFETCH(QString, text);
    QTEST(innermostCause(text), "cause");
}

void ErrorTextTest::recordedErrorsAreNamed_data()
{
    QTest::addColumn<QString>("answer");
    QTest::addColumn<bool>("isDuplicate");
    QTest::addColumn<bool>("isMissingJar");
    for (const QString &version : {u"1.20"_s, u"2.3"_s}) {
        const auto row = [&version](const QString &name, bool isDuplicate, bool isMissingJar) {
            QTest::addRow("%s %s", qPrintable(version), qPrintable(name))
                << version + u'/' + name << isDuplicate << isMissingJar;
        };
        row(u"run-duplicate.400"_s, true, false);
        row(u"run-no-jar.500"_s, false, true);
        row(u"delete-gone.400"_s, false, true);
        row(u"run-throws.400"_s, false, false);
        row(u"run-no-savepoint.400"_s, false, false); // another file that does not exist
        row(u"run-no-class.500"_s, false, false);
    }
}

void ErrorTextTest::recordedErrorsAreNamed()
{
    QFETCH(QString, answer);
    const QString text = errorTextFrom(recorded(answer)).value();
    QTEST(namesDuplicate(text), "isDuplicate");
    QTEST(namesMissingJar(text), "isMissingJar");
    QVERIFY(!namesInnerTimeout(text));
}

void ErrorTextTest::foreignBodiesAreNoErrors_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("html") << "<html><body>502 Bad Gateway</body></html>"_ba;
    QTest::newRow("other json") << "{\"message\":\"no Route matched\"}"_ba;
    QTest::newRow("errors are objects") << "{\"errors\":[{\"code\":7}]}"_ba;
    QTest::newRow("errors are a text") << "{\"errors\":\"no\"}"_ba;
    QTest::newRow("no errors") << "{\"errors\":[]}"_ba;
    QTest::newRow("list") << "[\"errors\"]"_ba;
    QTest::newRow("cut before the first text") << "{\"errors\":["_ba;
}

void ErrorTextTest::foreignBodiesAreNoErrors()
{
    QFETCH(QByteArray, body);
    QVERIFY(!errorTextFrom(body));
}

void ErrorTextTest::everyPrefixIsReadAsFarAsItGoes()
{
    const QByteArray body = QByteArray("{\"errors\":[\"a \\\"b\\\" \\u00e9 \\\\ ")
        + "\xc3\xa9\xf0\x9f\x99\x82" + "\\ud83d\\ude42 end\"]}";
    const QString whole = errorTextFrom(body).value();
    const qsizetype start = QByteArray("{\"errors\":[\"").size();
    for (qsizetype size = start; size < body.size(); ++size) {
        const std::optional<QString> text = errorTextFrom(body.left(size));
        QVERIFY2(text, body.left(size).constData());
        QVERIFY2(whole.startsWith(*text) || text->startsWith(whole), qPrintable(*text));
    }
}

void ErrorTextTest::savepointsAreRescued()
{
    for (const QString &version : {u"1.20"_s, u"2.3"_s}) {
        const Json json = recordedJson(version + u"/stop-failed-after-savepoint.200"_s);
        const QString trace = json[u"operation"][u"failure-cause"][u"stack-trace"].toString();
        QVERIFY(rescuedSavepoint(trace).startsWith(u"file:/var/flink/sp/savepoint-"_s));
        QVERIFY(!rescuedSavepoint(trace).contains(u','));
    }
    QVERIFY(rescuedSavepoint(u"A savepoint has been created at: "_s).isEmpty());
}

QTEST_GUILESS_MAIN(ErrorTextTest)
#include "tst_errortext.moc"
