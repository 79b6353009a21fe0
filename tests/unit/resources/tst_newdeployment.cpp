// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/deploymentdefaults.h"
#include "vvpdeployment.h"

#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class NewDeploymentTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void isCancelledWithoutAPast();
    void keepsWhatIsNotOurs();
    void hasDefaultsWhereItSaysNothing();
    void anOptionIsNotGivenByAnotherName();
    void defaultsOfAnotherShapeAreNoHarm();
    void refusesWhatCannotBeSaved_data();
    void refusesWhatCannotBeSaved();
    void deliveredDefaultsAreValid();
    void defaultsAreValidated_data();
    void defaultsAreValidated();
};

static Json json(const QByteArray &text)
{
    return Json::parse(text).value();
}

void NewDeploymentTest::isCancelledWithoutAPast()
{
    // Its status could not even be read: VVP has conditions that we don't know.
    QVERIFY(!fromJson<Deployment>(json(vvpDeployment())));
    const auto deployment = newDeployment(json(vvpDeployment()), deliveredDefaults());
    QVERIFY2(deployment, qPrintable(deployment ? QString() : deployment.error().message));
    QCOMPARE(deployment->spec.state, DesiredState::Cancelled);
    QCOMPARE(deployment->status, DeploymentStatus());
    QCOMPARE(deployment->metadata.id, QString());
    QCOMPARE(deployment->metadata.resourceVersion, 0);
    QCOMPARE(deployment->metadata.createdAt, Instant());
    QVERIFY(toJson(*deployment)[u"status"].isNull());
    QVERIFY(toJson(*deployment)[u"metadata"].find(u"id") == nullptr);
}

void NewDeploymentTest::keepsWhatIsNotOurs()
{
    Json expected = json(vvpDeployment());
    expected.remove(u"status");
    for (const auto &name : {u"id"_s, u"resourceVersion"_s, u"createdAt"_s, u"modifiedAt"_s})
        expected.member(u"metadata").remove(name);
    expected.member(u"spec").set(u"state", Json(u"CANCELLED"_s));
    const auto deployment = newDeployment(json(vvpDeployment()), Json());
    QCOMPARE(toJson(deployment.value()).toIndented(), expected.toIndented());
}

void NewDeploymentTest::hasDefaultsWhereItSaysNothing()
{
    const Json defaults =
        json("{\"kind\":\"DeploymentDefaults\",\"metadata\":{\"name\":\"x\"},\"spec\":{"
             "\"maxJobCreationAttempts\":7,\"state\":\"RUNNING\",\"sessionClusterName\":\"usual\","
             "\"template\":{\"spec\":{\"parallelism\":3,\"kubernetes\":{\"pods\":{}},"
             "\"flinkConfiguration\":{\"a\":\"default\",\"b\":\"default\"}}}}}");
    const Json document =
        json("{\"metadata\":{\"name\":\"mine\"},\"spec\":{\"sessionClusterName\":\"own\","
             "\"maxJobCreationAttempts\":null,\"template\":{\"spec\":{\"flinkConfiguration\":"
             "{\"b\":\"own\"}}}}}");
    const auto deployment = newDeployment(document, defaults);
    QVERIFY2(deployment, qPrintable(deployment ? QString() : deployment.error().message));
    QCOMPARE(deployment->metadata.name, u"mine"_s);
    const DeploymentSpec &spec = deployment->spec;
    QCOMPARE(spec.state, DesiredState::Cancelled);
    QCOMPARE(spec.sessionClusterName, u"own"_s);
    QCOMPARE(spec.maxJobCreationAttempts, 7);
    QCOMPARE(spec.jobTemplate.parallelism, 3);
    const QMap<QString, QString> options{{u"a"_s, u"default"_s}, {u"b"_s, u"own"_s}};
    QCOMPARE(spec.jobTemplate.flinkConfiguration, options);
    QVERIFY(toJson(*deployment)[u"spec"][u"template"][u"spec"][u"kubernetes"].isObject());
    QVERIFY(toJson(*deployment)[u"kind"].isNull());
}

void NewDeploymentTest::anOptionIsNotGivenByAnotherName()
{
    // Flink prefers the newer name: a default under it would win over what the document says.
    const Json document =
        json("{\"metadata\":{\"name\":\"x\"},\"spec\":{\"template\":{\"spec\":{"
             "\"flinkConfiguration\":{\"state.checkpoints.num-retained\":10}}}}}");
    const auto options =
        newDeployment(document, deliveredDefaults())->spec.jobTemplate.flinkConfiguration;
    QCOMPARE(options.value(u"state.checkpoints.num-retained"_s), u"10"_s);
    QVERIFY(!options.contains(u"execution.checkpointing.num-retained"_s));
    QCOMPARE(options.value(u"execution.checkpointing.interval"_s), u"1 min"_s);
}

void NewDeploymentTest::defaultsOfAnotherShapeAreNoHarm()
{
    const Json document = json("{\"metadata\":{\"name\":\"x\"},\"spec\":{\"template\":null}}");
    for (const QByteArray &defaults : {"null"_ba, "[]"_ba, "{}"_ba, "{\"spec\":[]}"_ba})
        QCOMPARE(withDefaults(document, json(defaults)), document);
    QCOMPARE(withDefaults(json("[]"), deliveredDefaults()), json("[]"));
    QVERIFY(withDefaults(document, deliveredDefaults())[u"spec"][u"template"].isObject());
    const Json none = withDefaults(Json::object(), deliveredDefaults());
    QCOMPARE(none[u"spec"], deliveredDefaults()[u"spec"]);
}

void NewDeploymentTest::refusesWhatCannotBeSaved_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QString>("path");
    QTest::newRow("no name") << "{}"_ba << u"metadata.name"_s;
    QTest::newRow("no object") << "5"_ba << u""_s;
    QTest::newRow("spec") << "{\"metadata\":{\"name\":\"x\"},\"spec\":5}"_ba << u"spec"_s;
    QTest::newRow("state") << "{\"spec\":{\"state\":\"X\"}}"_ba << u"spec.state"_s;
    QTest::newRow("parallelism")
        << "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"template\":{\"spec\":{\"parallelism\":0}}}}"_ba
        << u"spec.template.spec.parallelism"_s;
}

void NewDeploymentTest::refusesWhatCannotBeSaved()
{
    QFETCH(QByteArray, document);
    QFETCH(QString, path);
    const auto deployment = newDeployment(json(document), deliveredDefaults());
    QVERIFY(!deployment);
    QCOMPARE(deployment.error().fields.first().path, path);
}

void NewDeploymentTest::deliveredDefaultsAreValid()
{
    QCOMPARE(validateDefaults(deliveredDefaults()), QList<FieldError>());
}

void NewDeploymentTest::defaultsAreValidated_data()
{
    QTest::addColumn<QByteArray>("defaults");
    QTest::addColumn<QString>("path");
    QTest::newRow("kind") << "{\"kind\":\"Deployment\"}"_ba << u"kind"_s;
    QTest::newRow("spec") << "{\"spec\":[]}"_ba << u"spec"_s;
    QTest::newRow("state") << "{\"spec\":{\"state\":\"X\"}}"_ba << u"spec.state"_s;
    QTest::newRow("attempts") << "{\"spec\":{\"maxJobCreationAttempts\":0}}"_ba
                              << u"spec.maxJobCreationAttempts"_s;
    QTest::newRow("option")
        << "{\"spec\":{\"template\":{\"spec\":{\"flinkConfiguration\":{\"a b\":1}}}}}"_ba
        << u"spec.template.spec.flinkConfiguration.a b"_s;
}

void NewDeploymentTest::defaultsAreValidated()
{
    QFETCH(QByteArray, defaults);
    QFETCH(QString, path);
    const QList<FieldError> errors = validateDefaults(json(defaults));
    QCOMPARE(errors.size(), 1);
    QCOMPARE(errors.first().path, path);
}

QTEST_APPLESS_MAIN(NewDeploymentTest)
#include "tst_newdeployment.moc"
