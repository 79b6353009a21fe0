// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/deployment.h"
#include "vvpdeployment.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class DeploymentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatIsNotOursComesBackUnchanged();
    void nullsAndForeignSpellingsStay();
    void onlyWhatWasChangedIsWritten();
    void optionsKeepTheirPlace();
    void errorsNameTheirField_data();
    void errorsNameTheirField();
    void everyErrorIsNamed();
};

//! The document without its status: an imported one is dropped before it is read.
static Json imported()
{
    Json json = Json::parse(vvpDeployment()).value();
    json.remove(u"status");
    return json;
}

void DeploymentTest::whatIsNotOursComesBackUnchanged()
{
    const Json json = imported();
    const auto deployment = fromJson<Deployment>(json);
    QVERIFY2(deployment, qPrintable(deployment ? QString() : deployment.error().message));
    QCOMPARE(toJson(*deployment).toIndented(), json.toIndented());

    QCOMPARE(deployment->spec.state, DesiredState::Running);
    QCOMPARE(deployment->spec.jobFailureExpirationTime, std::chrono::minutes(10));
    QCOMPARE(toIso(deployment->metadata.createdAt), u"2024-05-01T09:30:00.123456Z"_s);
    const JobTemplate &jobTemplate = deployment->spec.jobTemplate;
    QCOMPARE(jobTemplate.parallelism, 2);
    QCOMPARE(jobTemplate.flinkConfiguration.value(u"taskmanager.numberOfTaskSlots"_s), u"4"_s);
    QCOMPARE(jobTemplate.flinkConfiguration.value(u"state.backend.incremental"_s), u"true"_s);
    QVERIFY(!jobTemplate.flinkConfiguration.contains(u"unset"_s));
    QCOMPARE(jobTemplate.annotations.size(), 2);
}

void DeploymentTest::nullsAndForeignSpellingsStay()
{
    const QByteArray text = "{\"metadata\":{\"name\":null,\"labels\":{},\"annotations\":null},"
                            "\"spec\":{\"template\":{\"metadata\":null,\"spec\":{\"artifact\":null,"
                            "\"parallelism\":null}},\"upgradeStrategy\":{\"kind\":\"None\"},"
                            "\"restoreStrategy\":null,\"state\":\"canceled\"}}";
    const auto deployment = fromJson<Deployment>(Json::parse(text).value());
    QVERIFY2(deployment, qPrintable(deployment ? QString() : deployment.error().message));
    QCOMPARE(deployment->spec.upgradeStrategy, UpgradeStrategy::None);
    QCOMPARE(deployment->spec.jobTemplate.parallelism, 1);
    QCOMPARE(toJson(*deployment).toCompact(), text);
    QCOMPARE(toJson(fromJson<Deployment>(Json::object()).value()).toCompact(), "{}"_ba);
}

void DeploymentTest::onlyWhatWasChangedIsWritten()
{
    Deployment deployment = fromJson<Deployment>(imported()).value();
    deployment.metadata.displayName = u"Top speed"_s;
    deployment.spec.state = DesiredState::Cancelled;
    deployment.spec.sessionClusterName = u"local"_s;
    deployment.spec.jobTemplate.artifact.mainArgs.clear();
    deployment.spec.jobTemplate.parallelism = 1; // the default, but not what stands there
    deployment.status.state = DeploymentState::Failed;

    Json expected = imported();
    expected.member(u"metadata").set(u"displayName", Json(u"Top speed"_s));
    Json &spec = expected.member(u"spec");
    spec.set(u"state", Json(u"CANCELLED"_s));
    spec.set(u"sessionClusterName", Json(u"local"_s));
    Json &templateSpec = spec.member(u"template").member(u"spec");
    templateSpec.member(u"artifact").set(u"mainArgs", Json(QString()));
    templateSpec.set(u"parallelism", Json(1));
    expected.member(u"status").set(u"state", Json(u"FAILED"_s));
    QCOMPARE(toJson(deployment).toIndented(), expected.toIndented());
}

void DeploymentTest::optionsKeepTheirPlace()
{
    Deployment deployment = fromJson<Deployment>(imported()).value();
    QMap<QString, QString> &options = deployment.spec.jobTemplate.flinkConfiguration;
    options.remove(u"state.backend"_s);
    options.insert(u"execution.checkpointing.interval"_s, u"20s"_s);
    options.insert(u"unset"_s, u"1"_s);
    options.insert(u"a.new.one"_s, u"2"_s);
    const Json json = toJson(deployment)[u"spec"][u"template"][u"spec"][u"flinkConfiguration"];
    QCOMPARE(json.toCompact(),
             "{\"taskmanager.numberOfTaskSlots\":4,\"execution.checkpointing.interval\":\"20s\","
             "\"state.backend.incremental\":true,\"unset\":\"1\",\"kubernetes.hadoop\":\"1.50\","
             "\"a.new.one\":\"2\"}"_ba);
}

void DeploymentTest::errorsNameTheirField_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *name, const QByteArray &document, const QString &path,
                        const QString &part) { QTest::newRow(name) << document << path << part; };
    const auto inSpec = [](const QByteArray &spec) -> QByteArray {
        return "{\"spec\":" + spec + "}";
    };
    const auto inTemplate = [&inSpec](const QByteArray &spec) -> QByteArray {
        return inSpec("{\"template\":{\"spec\":" + spec + "}}");
    };
    row("no object", "[]"_ba, u""_s, u"“[]”"_s);
    row("another kind", "{\"kind\":\"SessionCluster\"}"_ba, u"kind"_s, u"SessionCluster"_s);
    row("another version", "{\"apiVersion\":\"v2\"}"_ba, u"apiVersion"_s, u"v2"_s);
    row("metadata", "{\"metadata\":\"x\"}"_ba, u"metadata"_s, u"object"_s);
    row("name", "{\"metadata\":{\"name\":5}}"_ba, u"metadata.name"_s, u"text"_s);
    row("time", "{\"metadata\":{\"createdAt\":\"yesterday\"}}"_ba, u"metadata.createdAt"_s,
        u"time"_s);
    row("version", "{\"metadata\":{\"resourceVersion\":1e30}}"_ba, u"metadata.resourceVersion"_s,
        u"whole number"_s);
    row("label", "{\"metadata\":{\"labels\":{\"a.b\":{}}}}"_ba, u"metadata.labels.a.b"_s,
        u"text"_s);
    row("annotations", "{\"metadata\":{\"annotations\":[]}}"_ba, u"metadata.annotations"_s,
        u"object"_s);
    row("state", inSpec("{\"state\":\"STOPPED\"}"), u"spec.state"_s,
        u"“STOPPED” is not known here; it must be one of RUNNING, SUSPENDED, CANCELLED."_s);
    row("state is a number", inSpec("{\"state\":1}"), u"spec.state"_s, u"“1”"_s);
    row("strategy is a text", inSpec("{\"upgradeStrategy\":\"STATEFUL\"}"),
        u"spec.upgradeStrategy"_s, u"object"_s);
    row("strategy", inSpec("{\"restoreStrategy\":{\"kind\":\"NEWEST\"}}"),
        u"spec.restoreStrategy.kind"_s, u"LATEST_SAVEPOINT"_s);
    row("flag", inSpec("{\"restoreStrategy\":{\"allowNonRestoredState\":\"true\"}}"),
        u"spec.restoreStrategy.allowNonRestoredState"_s, u"true or false"_s);
    row("attempts", inSpec("{\"maxJobCreationAttempts\":1.5}"), u"spec.maxJobCreationAttempts"_s,
        u"whole number"_s);
    row("duration", inSpec("{\"jobFailureExpirationTime\":\"10 min\"}"),
        u"spec.jobFailureExpirationTime"_s, u"PT10M"_s);
    row("empty duration", inSpec("{\"jobFailureExpirationTime\":\"PT\"}"),
        u"spec.jobFailureExpirationTime"_s, u"PT10M"_s);
    row("half a duration", inSpec("{\"jobFailureExpirationTime\":\"P1DT\"}"),
        u"spec.jobFailureExpirationTime"_s, u"PT10M"_s);
    row("endless duration", inSpec("{\"jobFailureExpirationTime\":9223372036854775807}"),
        u"spec.jobFailureExpirationTime"_s, u"PT10M"_s);
    row("template", inSpec("{\"template\":[1]}"), u"spec.template"_s, u"object"_s);
    row("template spec", inTemplate("7"), u"spec.template.spec"_s, u"object"_s);
    row("parallelism", inTemplate("{\"parallelism\":\"2\"}"), u"spec.template.spec.parallelism"_s,
        u"whole number"_s);
    row("parallelism beyond", inTemplate("{\"parallelism\":3000000000}"),
        u"spec.template.spec.parallelism"_s, u"whole number"_s);
    row("jar", inTemplate("{\"artifact\":{\"jarUri\":[]}}"),
        u"spec.template.spec.artifact.jarUri"_s, u"text"_s);
    row("option", inTemplate("{\"flinkConfiguration\":{\"a\":[1]}}"),
        u"spec.template.spec.flinkConfiguration.a"_s, u"text"_s);
    row("option twice", inTemplate("{\"flinkConfiguration\":{\"a\":1,\"a\":2}}"),
        u"spec.template.spec.flinkConfiguration"_s, u"“a” stands here twice."_s);
    row("field twice", inTemplate("{\"parallelism\":1,\"parallelism\":2}"), u"spec.template.spec"_s,
        u"“parallelism” stands here twice."_s);
    row("condition list", "{\"status\":{\"running\":{\"conditions\":{}}}}"_ba,
        u"status.running.conditions"_s, u"list"_s);
    row("condition", "{\"status\":{\"running\":{\"conditions\":[{},{\"type\":\"X\"}]}}}"_ba,
        u"status.running.conditions[1].type"_s, u"“X”"_s);
}

void DeploymentTest::errorsNameTheirField()
{
    QFETCH(QByteArray, document);
    QFETCH(QString, path);
    QFETCH(QString, part);
    const auto deployment = fromJson<Deployment>(Json::parse(document).value());
    QVERIFY(!deployment);
    QCOMPARE(deployment.error().kind, ErrorKind::Invalid);
    QCOMPARE(deployment.error().fields.size(), 1);
    QCOMPARE(deployment.error().fields.first().path, path);
    QVERIFY2(deployment.error().fields.first().message.contains(part),
             qPrintable(deployment.error().fields.first().message));
}

void DeploymentTest::everyErrorIsNamed()
{
    const QByteArray document = "{\"kind\":\"Job\",\"metadata\":{\"name\":1},\"spec\":{\"state\":2,"
                                "\"template\":{\"spec\":{\"parallelism\":\"x\"}}}}";
    const Error error = fromJson<Deployment>(Json::parse(document).value()).error();
    QStringList paths;
    for (const FieldError &field : error.fields)
        paths.append(field.path);
    QCOMPARE(paths,
             QStringList({u"kind"_s, u"metadata.name"_s, u"spec.state"_s,
                          u"spec.template.spec.parallelism"_s}));
    QCOMPARE(error.message.count(u'\n'), 3);
}

QTEST_APPLESS_MAIN(DeploymentTest)
#include "tst_deployment.moc"
