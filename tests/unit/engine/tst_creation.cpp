// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/clock.h"
#include "model/engine/enginehost.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/datadirectory.h"

#include <QTemporaryDir>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

namespace {

constexpr auto Retention = "execution.checkpointing.externalized-checkpoint-retention"_L1;
constexpr auto Interval = "execution.checkpointing.interval"_L1;

} // namespace

//! lifecycle.md §1: DeploymentDefaults are merged in when a Deployment is made, and never again.
class CreationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void newDeploymentTakesTheDefaults();
    void whatItSaysItselfStands();
    void laterSavesTakeNothing();

private:
    [[nodiscard]] Deployment saved(const Deployment &deployment);

    QTemporaryDir m_directory;
    SystemClock m_clock;
    std::optional<DataDirectory> m_owned;
    std::unique_ptr<EngineHost> m_host;
};

void CreationTest::initTestCase()
{
    auto owned = DataDirectory::own(m_directory.path());
    QVERIFY(owned);
    m_owned.emplace(std::move(*owned));
    m_host = std::make_unique<EngineHost>(
        *m_owned, m_clock, [] { return std::make_unique<MemorySecrets>(); }, QString());
    const auto begun = m_host->begin();
    QTRY_VERIFY(begun.isFinished());
    QVERIFY(begun.result());
}

Deployment CreationTest::saved(const Deployment &deployment)
{
    const auto answer = m_host->saveDeployment({.deployment = deployment});
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }))
        return {};
    return answer.result().value_or(Deployment());
}

void CreationTest::newDeploymentTakesTheDefaults()
{
    const Deployment deployment = saved({.metadata = {.name = u"plain"_s}});
    QVERIFY(!deployment.metadata.id.isEmpty());
    const auto &configuration = deployment.spec.jobTemplate.flinkConfiguration;
    QCOMPARE(configuration.value(Retention), u"RETAIN_ON_CANCELLATION"_s);
    QCOMPARE(configuration.value(Interval), u"1 min"_s);
}

void CreationTest::whatItSaysItselfStands()
{
    Deployment wanted{.metadata = {.name = u"special"_s}};
    wanted.spec.jobTemplate.flinkConfiguration = {{Interval, u"5 s"_s}, {u"a"_s, u"b"_s}};
    wanted.spec.jobTemplate.parallelism = 3;
    const Deployment deployment = saved(wanted);
    const auto &configuration = deployment.spec.jobTemplate.flinkConfiguration;
    QCOMPARE(configuration.value(Interval), u"5 s"_s);
    QCOMPARE(configuration.value(u"a"_s), u"b"_s);
    QCOMPARE(configuration.value(Retention), u"RETAIN_ON_CANCELLATION"_s);
    QCOMPARE(deployment.spec.jobTemplate.parallelism, 3);
}

void CreationTest::laterSavesTakeNothing()
{
    Deployment deployment = saved({.metadata = {.name = u"edited"_s}});
    QVERIFY(deployment.spec.jobTemplate.flinkConfiguration.remove(Interval) == 1);
    const Deployment edited = saved(deployment);
    QCOMPARE(edited.metadata.id, deployment.metadata.id);
    QVERIFY(!edited.spec.jobTemplate.flinkConfiguration.contains(Interval));
    QVERIFY(edited.spec.jobTemplate.flinkConfiguration.contains(Retention));
}

QTEST_GUILESS_MAIN(CreationTest)
#include "tst_creation.moc"
