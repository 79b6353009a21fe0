// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/deployment.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

//! What keeps a Deployment from being saved, and what only keeps it from being started.
class DeploymentRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void validates_data();
    void validates();
    void names_data();
    void names();
    void submissionTimeouts_data();
    void submissionTimeouts();
    void forceCancellationNamesTheLiveJob_data();
    void forceCancellationNamesTheLiveJob();
    void startIsRefused_data();
    void startIsRefused();
    void jarsAreNamedByWholePaths_data();
    void jarsAreNamedByWholePaths();
};

static Deployment valid()
{
    Deployment deployment;
    deployment.metadata.name = u"top-speed"_s;
    deployment.spec.sessionClusterName = u"local"_s;
    deployment.spec.jobTemplate.artifact.jarUri = u"/jars/top-speed.jar"_s;
    return deployment;
}

void DeploymentRulesTest::validates_data()
{
    QTest::addColumn<Deployment>("deployment");
    QTest::addColumn<QString>("path");
    const auto row = [](const char *name, const QString &path, const auto &change) {
        Deployment deployment = valid();
        change(deployment);
        QTest::newRow(name) << deployment << path;
    };
    const QString parallelism = u"spec.template.spec.parallelism"_s;
    const auto withParallelism = [](int value) {
        return [value](Deployment &d) { d.spec.jobTemplate.parallelism = value; };
    };
    row("valid", u""_s, [](Deployment &) { });
    row("parallelism 1", u""_s, withParallelism(1));
    row("parallelism 32768", u""_s, withParallelism(32768));
    row("parallelism 0", parallelism, withParallelism(0));
    row("parallelism -1", parallelism, withParallelism(-1));
    row("parallelism 32769", parallelism, withParallelism(32769));
    row("parallelism 10^9", parallelism, withParallelism(1'000'000'000));
    row("no attempt", u"spec.maxJobCreationAttempts"_s,
        [](Deployment &d) { d.spec.maxJobCreationAttempts = 0; });
    row("no savepoint attempt", u"spec.maxSavepointCreationAttempts"_s,
        [](Deployment &d) { d.spec.maxSavepointCreationAttempts = -1; });
    row("expires at once", u"spec.jobFailureExpirationTime"_s,
        [](Deployment &d) { d.spec.jobFailureExpirationTime = std::chrono::seconds(0); });
    row("open quote", u"spec.template.spec.artifact.mainArgs"_s,
        [](Deployment &d) { d.spec.jobTemplate.artifact.mainArgs = u"--a 'b"_s; });
    const auto withClass = [](const QString &name) {
        return [name](Deployment &d) { d.spec.jobTemplate.artifact.entryClass = name; };
    };
    const QString entryClass = u"spec.template.spec.artifact.entryClass"_s;
    for (const auto &name : {u"Main"_s, u"org.example.Outer$Main"_s, u"_a.B1"_s, u"org.größe.Maß"_s,
                             u"my-script"_s, u"org.my-jobs.1st"_s})
        row(qPrintable(u"class "_s + name), u""_s, withClass(name));
    for (const auto &name : {u"org.example.My Job"_s, u"org..Main"_s, u".Main"_s, u"org.Main."_s,
                             u"org/example/Main"_s, u"org.Main\n"_s, u" Main"_s,
                             u"org.\u2003Main"_s, u"Main;"_s, u"[Main"_s})
        row(qPrintable(u"no class "_s + name), entryClass, withClass(name));
    const auto withOption = [](const QString &name) {
        return [name](Deployment &d) {
            d.spec.jobTemplate.flinkConfiguration.insert(name, u"x\ny"_s);
        };
    };
    const QString options = u"spec.template.spec.flinkConfiguration."_s;
    row("option", u""_s, withOption(u"env.java.opts.all"_s));
    row("option without name", options, withOption(QString()));
    row("option with blank", options + u"a b", withOption(u"a b"_s));
    row("option with colon", options + u"a:", withOption(u"a:"_s));
    row("option with line break", options + u"a\nb", withOption(u"a\nb"_s));
    row("option with NUL", options + QChar(u'\0'), withOption(QChar(u'\0')));
    const auto withDirectory = [](const QString &name, const QString &value) {
        return [=](Deployment &d) { d.spec.jobTemplate.flinkConfiguration.insert(name, value); };
    };
    const QString former = u"state.savepoints.dir"_s;
    row("directory by URI", u""_s, withDirectory(former, u"s3p://bucket/a b/{{deploymentId}}"_s));
    row("directory by path", options + former, withDirectory(former, u"/mnt/savepoints"_s));
    row("directory by placeholder", u""_s, withDirectory(former, u"{{namespace}}/x"_s));
    row("no directory", u""_s, withDirectory(former, u""_s));
    for (const auto &name : {former, u"execution.checkpointing.savepoint-dir"_s,
                             u"state.checkpoints.dir"_s, u"execution.checkpointing.dir"_s})
        row(qPrintable(u"words for "_s + name), options + name, withDirectory(name, u"foo bar"_s));
    row("relative directory", options + former, withDirectory(former, u"savepoints/mine"_s));
    row("relative to a scheme", options + former, withDirectory(former, u"file:savepoints"_s));
    row("another option", u""_s, withDirectory(u"io.tmp.dirs"_s, u"savepoints"_s));
    // VVP accepts what contradicts itself, so it can be saved; see startIsRefused().
    row("contradiction", u""_s,
        [](Deployment &d) { d.spec.restoreStrategy = RestoreStrategy::None; });
    row("another kind of artifact", u""_s,
        [](Deployment &d) { d.spec.jobTemplate.artifact.kind = u"SQLSCRIPT"_s; });
    row("no session cluster", u""_s, [](Deployment &d) { d.spec.sessionClusterName.clear(); });
}

void DeploymentRulesTest::validates()
{
    QFETCH(Deployment, deployment);
    QFETCH(QString, path);
    const QList<FieldError> errors = validate(deployment);
    QCOMPARE(errors.size(), path.isEmpty() ? 0 : 1);
    if (!path.isEmpty()) {
        QCOMPARE(errors.first().path, path);
        QVERIFY(errors.first().message.endsWith(u'.'));
    }
}

void DeploymentRulesTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("part"); // of the message; empty: a good name
    QTest::newRow("plain") << u"top-speed"_s << u""_s;
    QTest::newRow("any script") << u"Größe 速度 🙂"_s << u""_s;
    QTest::newRow("joined characters") << u"\U0001F469\u200D\U0001F680"_s << u""_s;
    QTest::newRow("255") << QString(255, u'x') << u""_s;
    QTest::newRow("300") << QString(300, u'x') << u"at most 255"_s;
    QTest::newRow("empty") << u""_s << u"needed"_s;
    QTest::newRow("blank") << u" "_s << u"blank"_s;
    QTest::newRow("blank in front") << u" a"_s << u"blank"_s;
    QTest::newRow("blank behind") << u"a\u00a0"_s << u"blank"_s;
    QTest::newRow("line break") << u"a\nb"_s << u"control"_s;
    QTest::newRow("line break behind") << u"a\n"_s << u"control"_s;
    QTest::newRow("NUL") << QString(QChar(u'\0')) << u"control"_s;
    QTest::newRow("escape") << u"a\u001bb"_s << u"control"_s;
    QTest::newRow("delete") << u"a\u007fb"_s << u"control"_s;
    QTest::newRow("next line") << u"a\u0085b"_s << u"control"_s;
    QTest::newRow("line separator") << u"a\u2028b"_s << u"control"_s;
    QTest::newRow("half a pair") << QString(QChar(0xd83d)) << u"control"_s;
}

void DeploymentRulesTest::names()
{
    QFETCH(QString, name);
    QFETCH(QString, part);
    Deployment deployment = valid();
    deployment.metadata.name = name;
    const QList<FieldError> errors = validate(deployment);
    QCOMPARE(errors.size(), part.isEmpty() ? 0 : 1);
    if (!part.isEmpty()) {
        QCOMPARE(errors.first().path, u"metadata.name"_s);
        QVERIFY2(errors.first().message.contains(part), qPrintable(errors.first().message));
    }
}

void DeploymentRulesTest::submissionTimeouts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("seconds"); // 0: refused
    QTest::newRow("least") << u"1"_s << 1;
    QTest::newRow("usual") << u"600"_s << 600;
    QTest::newRow("0") << u"0"_s << 0;
    QTest::newRow("-1") << u"-1"_s << 0;
    QTest::newRow("+1") << u"+1"_s << 0;
    QTest::newRow("1.5") << u"1.5"_s << 0;
    QTest::newRow("word") << u"soon"_s << 0;
    QTest::newRow("unit") << u"10s"_s << 0;
    QTest::newRow("empty") << u""_s << 0;
    QTest::newRow("blank") << u" 5"_s << 0;
    QTest::newRow("hexadecimal") << u"0x10"_s << 0;
    QTest::newRow("10^20") << u"100000000000000000000"_s << 0;
    QTest::newRow("another script") << u"\u0661"_s << 0;
}

void DeploymentRulesTest::submissionTimeouts()
{
    QFETCH(QString, text);
    QFETCH(int, seconds);
    Deployment deployment = valid();
    QCOMPARE(submissionTimeout(deployment), std::chrono::seconds(300));
    deployment.metadata.annotations.insert(SubmissionTimeoutAnnotation, text);
    const QList<FieldError> errors = validate(deployment);
    QCOMPARE(errors.isEmpty(), seconds > 0);
    if (!errors.isEmpty())
        QCOMPARE(errors.first().path,
                 u"metadata.annotations.deployment.sessionmode.job-submission-timeout-seconds"_s);
    QCOMPARE(submissionTimeout(deployment), std::chrono::seconds(seconds > 0 ? seconds : 300));
}

void DeploymentRulesTest::forceCancellationNamesTheLiveJob_data()
{
    QTest::addColumn<QString>("stored"); // null: the annotation is not there
    QTest::addColumn<QString>("wanted");
    QTest::addColumn<QString>("live"); // empty: there is no live job
    QTest::addColumn<bool>("isAllowed");
    const QString live = u"aaaaaaaa-0000-4000-8000-000000000001"_s;
    const QString other = u"aaaaaaaa-0000-4000-8000-000000000009"_s;
    const QString none;
    QTest::newRow("not there") << none << none << live << true;
    QTest::newRow("the live job") << none << live << live << true;
    QTest::newRow("another job") << none << other << live << false;
    QTest::newRow("a word") << none << u"job"_s << live << false;
    QTest::newRow("nothing") << none << u""_s << live << false;
    QTest::newRow("nothing without a job") << none << u""_s << none << false;
    QTest::newRow("a job that has ended") << none << live << none << false;
    QTest::newRow("as it was") << other << other << live << true;
    QTest::newRow("of the job before, and now of this one") << other << live << live << true;
    QTest::newRow("of this job, and now of another") << live << other << live << false;
    QTest::newRow("left out") << live << none << live << true;
}

void DeploymentRulesTest::forceCancellationNamesTheLiveJob()
{
    QFETCH(QString, stored);
    QFETCH(QString, wanted);
    QFETCH(QString, live);
    QFETCH(bool, isAllowed);
    const auto naming = [](const QString &jobId) {
        Deployment deployment;
        if (!jobId.isNull())
            deployment.metadata.annotations[ForceCancellationAnnotation] = jobId;
        return deployment;
    };
    const auto errors = errorsInForceCancellation(naming(wanted), naming(stored), live);
    QCOMPARE(errors.isEmpty(), isAllowed);
    if (!isAllowed)
        QCOMPARE(errors.first().path,
                 u"metadata.annotations.deployment.sessionmode.force-cancellation"_s);
}

void DeploymentRulesTest::startIsRefused_data()
{
    QTest::addColumn<Deployment>("deployment");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const QString &path, const QString &part,
                        const auto &change) {
        Deployment deployment = valid();
        change(deployment);
        QTest::newRow(name) << deployment << path << part;
    };
    const auto withJar = [](const QString &jarUri) {
        return [jarUri](Deployment &d) { d.spec.jobTemplate.artifact.jarUri = jarUri; };
    };
    const QString jar = u"spec.template.spec.artifact.jarUri"_s;
    row("valid", u""_s, u""_s, [](Deployment &) { });
    row("lower case", u""_s, u""_s,
        [](Deployment &d) { d.spec.jobTemplate.artifact.kind = u"jar"_s; });
    row("contradiction", u"spec.restoreStrategy.kind"_s, u"contradicts"_s,
        [](Deployment &d) { d.spec.restoreStrategy = RestoreStrategy::None; });
    row("empty by choice", u""_s, u""_s, [](Deployment &d) {
        d.spec.upgradeStrategy = UpgradeStrategy::Stateless;
        d.spec.restoreStrategy = RestoreStrategy::None;
    });
    row("another kind", u"spec.template.spec.artifact.kind"_s, u"SQLSCRIPT"_s,
        [](Deployment &d) { d.spec.jobTemplate.artifact.kind = u"SQLSCRIPT"_s; });
    row("no jar", jar, u"No jar"_s, withJar(QString()));
    row("remote jar", jar, u"“s3://a/b.jar”"_s, withJar(u"s3://a/b.jar"_s));
    row("relative jar", jar, u"whole path"_s, withJar(u"b.jar"_s));
    row("no session cluster", u"spec.sessionClusterName"_s, u"session cluster"_s,
        [](Deployment &d) { d.spec.sessionClusterName.clear(); });
}

void DeploymentRulesTest::startIsRefused()
{
    QFETCH(Deployment, deployment);
    QFETCH(QString, path);
    QFETCH(QString, part);
    QVERIFY(validate(deployment).isEmpty());
    const QList<FieldError> errors = refusalsOfStart(deployment);
    QCOMPARE(errors.size(), path.isEmpty() ? 0 : 1);
    if (!path.isEmpty()) {
        QCOMPARE(errors.first().path, path);
        QVERIFY2(errors.first().message.contains(part), qPrintable(errors.first().message));
    }
}

void DeploymentRulesTest::jarsAreNamedByWholePaths_data()
{
    QTest::addColumn<QString>("jarUri");
    QTest::addColumn<QString>("path");
    QTest::newRow("path") << u"/jars/a b%20#1.jar"_s << u"/jars/a b%20#1.jar"_s;
    QTest::newRow("URL") << u"file:///jars/a.jar"_s << u"/jars/a.jar"_s;
    QTest::newRow("short URL") << u"file:/jars/a.jar"_s << u"/jars/a.jar"_s;
    QTest::newRow("upper case") << u"FILE:///jars/a.jar"_s << u"/jars/a.jar"_s;
    QTest::newRow("this host") << u"file://localhost/jars/a.jar"_s << u"/jars/a.jar"_s;
    QTest::newRow("escapes") << u"file:///jars/%C3%A4%20%25%23.jar"_s << u"/jars/ä %#.jar"_s;
    QTest::newRow("another host") << u"file://server/jars/a.jar"_s << u""_s;
    QTest::newRow("fragment") << u"file:///jars/a#b.jar"_s << u""_s;
    QTest::newRow("relative URL") << u"file:a.jar"_s << u""_s;
    QTest::newRow("relative") << u"a.jar"_s << u""_s;
    QTest::newRow("home") << u"~/a.jar"_s << u""_s;
    QTest::newRow("web") << u"https://example.org/a.jar"_s << u""_s;
    QTest::newRow("drive") << u"C:\\a.jar"_s << u""_s;
    QTest::newRow("empty") << u""_s << u""_s;
}

void DeploymentRulesTest::jarsAreNamedByWholePaths()
{
    QFETCH(QString, jarUri);
    QFETCH(QString, path);
    QCOMPARE(localJarPath(jarUri), path);
}

QTEST_APPLESS_MAIN(DeploymentRulesTest)
#include "tst_deploymentrules.moc"
