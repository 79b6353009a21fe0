// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/clock.h"
#include "model/engine/enginehost.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/datadirectory.h"
#include "model/store/store.h"
#include "tests/unit/artifacts/zipwriter.h"

#include <QCryptographicHash>
#include <QTemporaryDir>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

//! What a save does to the wish to run and to the content of the jar (lifecycle.md §1).
class SavingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void saveAndStartOfAFailedOneIsARetry();
    void saveOfAFailedOneStartsNothing();
    void saveOfWhatIsSavedWritesNothing_data();
    void saveOfWhatIsSavedWritesNothing();
    void saveKeepsTheContentOfTheJar();
    void saveAndStartTakesTheJarOfNow();
    void saveAndStartWithoutTheFileTakesTheStoredContent();
    void lostContentIsTakenAgain();
    void saveThatUpgradesKeepsWhatWasShown();
    void saveOfADescriptionKeepsThePlan();
    void saveOfAnOlderVersionChangesNothing();
    void changedJarIsTakenWhenAsked();
    void changedJarKeepsWhatWasShown();
    void changedJarThatWouldLoseStateIsRefused_data();
    void changedJarThatWouldLoseStateIsRefused();
    void changedStrategyForgetsThePlan();
    void upgradeFromCheckpointIsOfThisGeneration();
    void retryTakesTheJarWhereItsContentIsLost();

private:
    //! Answers with the SHA-256 of the jar that stands there now.
    QString writeJar(const QByteArray &content) const;
    [[nodiscard]] QString jarPath() const { return m_folder->filePath(u"job.jar"_s); }
    [[nodiscard]] QString storedPath(const QString &sha256) const;
    void begin(const QList<StoredDeployment> &deployments = {}, const QList<Job> &jobs = {});
    [[nodiscard]] Deployment described() const;
    [[nodiscard]] StoredDeployment failed() const;
    [[nodiscard]] StoredDeployment running() const;
    //! That of \a deployment, with a completed checkpoint; the cancel deletes it or not.
    [[nodiscard]] static Job jobOf(const StoredDeployment &deployment, bool isCheckpointDeleted);
    //! Why the changed jar was not taken; empty where it was.
    [[nodiscard]] QString refusalOfChangedJar(const StartOrder &shown);
    //! The document as it was saved; without an id where that was not possible.
    [[nodiscard]] Deployment saved(const Deployment &deployment, bool isStarted);
    //! What the engine last said of it, once it has seen what was saved.
    [[nodiscard]] DeploymentRecord recordOf(const Deployment &deployment) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock;
    std::optional<DataDirectory> m_directory;
    std::unique_ptr<EngineHost> m_host;
    QMap<QString, DeploymentReport> m_reports;
};

void SavingTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto owned = DataDirectory::own(m_folder->filePath(u"data"_s));
    QVERIFY(owned);
    m_directory.emplace(std::move(*owned));
}

void SavingTest::cleanup()
{
    m_host.reset();
    m_reports.clear();
    m_directory.reset();
}

QString SavingTest::writeJar(const QByteArray &content) const
{
    if (!writeZip(jarPath(), {{"META-INF/MANIFEST.MF", "Main-Class: a.B\n"}, {"a", content}}))
        return {};
    QFile file(jarPath());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromLatin1(
        QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex());
}

QString SavingTest::storedPath(const QString &sha256) const
{
    return m_directory->filePath(u"artifacts/%1.jar"_s.arg(sha256));
}

void SavingTest::begin(const QList<StoredDeployment> &deployments, const QList<Job> &jobs)
{
    {
        SessionCluster cluster; // stopped, so that nothing is asked of it
        cluster.metadata = {.id = u"c"_s, .name = u"cluster"_s};
        cluster.spec.url = u"http://127.0.0.1:9"_s;
        const auto store = Store::open(*m_directory, m_clock);
        QVERIFY(store);
        QVERIFY(
            (*store)->write({.deployments = deployments, .sessionClusters = {cluster}}, "test"_L1));
        QVERIFY((*store)->write({.jobs = jobs}, "test"_L1));
    }
    m_host = std::make_unique<EngineHost>(
        *m_directory, m_clock, [] { return std::make_unique<MemorySecrets>(); }, QString());
    connect(m_host.get(), &EngineHost::changed, this, [this](const Changes &changes) {
        for (const DeploymentReport &report : changes.deployments)
            m_reports.insert(report.deployment.metadata.id, report);
    });
    const auto begun = m_host->begin();
    QTRY_VERIFY_WITH_TIMEOUT(begun.isFinished(), 60'000);
    QVERIFY(begun.result());
    QTRY_COMPARE_WITH_TIMEOUT(m_reports.size(), deployments.size(), 60'000);
}

Deployment SavingTest::described() const
{
    Deployment deployment{.metadata = {.name = u"job"_s}};
    deployment.spec.sessionClusterName = u"cluster"_s;
    deployment.spec.jobTemplate.artifact.jarUri = jarPath();
    return deployment;
}

StoredDeployment SavingTest::failed() const
{
    StoredDeployment stored{.deployment = described()};
    stored.deployment.metadata.id = u"d"_s;
    stored.deployment.spec.state = DesiredState::Running;
    stored.deployment.status.state = DeploymentState::Failed;
    stored.record.generation = 3;
    stored.record.sessionClusterId = u"c"_s;
    stored.record.failure =
        DeploymentFailure{.message = u"It failed."_s, .generation = 3, .failedAt = m_clock.now()};
    return stored;
}

StoredDeployment SavingTest::running() const
{
    StoredDeployment stored = failed();
    stored.record.failure.reset();
    stored.deployment.status.state = DeploymentState::Running;
    stored.record.fulfilledGeneration = stored.record.generation;
    stored.record.artifactSha256 = writeJar("one");
    stored.record.lastJobNumber = 1;
    return stored;
}

Job SavingTest::jobOf(const StoredDeployment &deployment, bool isCheckpointDeleted)
{
    Job job{.metadata = {.id = u"aaaaaaaa-0000-4000-8000-000000000001"_s}};
    job.spec.deploymentId = deployment.deployment.metadata.id;
    job.spec.sessionClusterId = u"c"_s;
    job.spec.number = 1;
    job.spec.generation = deployment.record.generation;
    job.spec.jobTemplate = deployment.deployment.spec.jobTemplate;
    job.spec.artifactSha256 = deployment.record.artifactSha256;
    job.status.state = JobState::Started;
    job.status.started = StartedStatus{.flinkJobId = u"aaaaaaaa000040008000000000000001"_s,
                                       .observedFlinkJobStatus = FlinkJobStatus::Running};
    job.observed.newestCheckpoint = CheckpointMark{.id = 4, .path = u"file:/chk-4"_s};
    job.observed.hasCompletedCheckpoint = true;
    job.observed.isExternalized = true;
    job.observed.isDeletedOnCancellation = isCheckpointDeleted;
    return job;
}

QString SavingTest::refusalOfChangedJar(const StartOrder &shown)
{
    const auto action = DeploymentAction::UpgradeToChangedJar;
    if (!QTest::qWaitFor([&] { return !m_reports[u"d"_s].refusals.contains(action); }, 60'000))
        return u"The change was not seen."_s;
    const auto answer = m_host->upgradeToChangedJar(u"d"_s, shown);
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 60'000))
        return u"There was no answer."_s;
    return answer.result() ? QString() : answer.result().error().message;
}

Deployment SavingTest::saved(const Deployment &deployment, bool isStarted)
{
    const auto answer = m_host->saveDeployment({.deployment = deployment,
                                                .isStartedAfterwards = isStarted,
                                                .order = {.isConfirmed = isStarted}});
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }))
        return {};
    return answer.result().value_or(Deployment());
}

DeploymentRecord SavingTest::recordOf(const Deployment &deployment) const
{
    const Metadata &wanted = deployment.metadata;
    const auto isSeen = [&] {
        const auto it = m_reports.find(wanted.id);
        return it != m_reports.end()
            && it->deployment.metadata.resourceVersion >= wanted.resourceVersion;
    };
    return QTest::qWaitFor(isSeen) ? m_reports.value(wanted.id).record : DeploymentRecord();
}

void SavingTest::saveAndStartOfAFailedOneIsARetry()
{
    const QString sha256 = writeJar("one");
    begin({failed()});
    const Deployment deployment = saved(m_reports[u"d"_s].deployment, true);
    QCOMPARE(deployment.metadata.id, u"d"_s);
    QCOMPARE(deployment.status.state, DeploymentState::Transitioning);
    const DeploymentRecord record = recordOf(deployment);
    QCOMPARE(record.generation, 4);
    QVERIFY(record.order.isConfirmed);
    QVERIFY(!record.failure || record.failure->generation == 4);
    QCOMPARE(record.artifactSha256, sha256);
    QVERIFY(record.stateSince >= deployment.metadata.modifiedAt);
}

void SavingTest::saveOfAFailedOneStartsNothing()
{
    QVERIFY(!writeJar("one").isEmpty());
    begin({failed()});
    const Deployment deployment = saved(m_reports[u"d"_s].deployment, false);
    QCOMPARE(deployment.metadata.id, u"d"_s);
    QCOMPARE(deployment.status.state, DeploymentState::Failed);
    const DeploymentRecord record = recordOf(deployment);
    QCOMPARE(record.generation, 3);
    QVERIFY(record.failure);
}

void SavingTest::saveOfWhatIsSavedWritesNothing_data()
{
    QTest::addColumn<QString>("displayName");
    QTest::addColumn<bool>("isStarted");
    QTest::addColumn<bool>("isWritten");
    QTest::newRow("unchanged") << QString() << false << false;
    QTest::newRow("changed") << u"Another"_s << false << true;
    QTest::newRow("unchanged, and started") << QString() << true << true;
}

void SavingTest::saveOfWhatIsSavedWritesNothing()
{
    QFETCH(QString, displayName);
    QFETCH(bool, isStarted);
    QFETCH(bool, isWritten);
    QVERIFY(!writeJar("one").isEmpty());
    begin();
    const Deployment before = saved(described(), false);
    QVERIFY(recordOf(before).generation > 0);
    QStringList events;
    connect(m_host.get(), &EngineHost::changed, this, [&](const Changes &changes) {
        for (const Event &event : changes.events)
            events.append(event.name);
    });
    Deployment wanted = m_reports[before.metadata.id].deployment; // as a form has it
    wanted.metadata.displayName = displayName;
    const Deployment after = saved(wanted, isStarted);
    QCOMPARE(after.metadata.resourceVersion, before.metadata.resourceVersion + (isWritten ? 1 : 0));
    QCOMPARE(after.metadata.modifiedAt != before.metadata.modifiedAt, isWritten);
    // What comes after it in the engine shows that nothing of it is under way.
    const Deployment other = saved({.metadata = {.name = u"other"_s}}, false);
    QTRY_VERIFY_WITH_TIMEOUT(events.contains(u"DeploymentCreated"_s), 60'000);
    QVERIFY(!other.metadata.id.isEmpty());
    QCOMPARE(events.contains(u"DeploymentChanged"_s), isWritten);
}

void SavingTest::saveKeepsTheContentOfTheJar()
{
    const QString one = writeJar("one");
    begin();
    const Deployment deployment = saved(described(), false);
    QCOMPARE(recordOf(deployment).artifactSha256, one);
    QVERIFY(writeJar("two") != one);
    QCOMPARE(recordOf(saved(deployment, false)).artifactSha256, one);
}

void SavingTest::saveAndStartTakesTheJarOfNow()
{
    const QString one = writeJar("one");
    begin();
    const Deployment deployment = saved(described(), false);
    QCOMPARE(recordOf(deployment).artifactSha256, one);
    const QString two = writeJar("two");
    QVERIFY(two != one);
    QCOMPARE(recordOf(saved(deployment, true)).artifactSha256, two);
}

void SavingTest::saveAndStartWithoutTheFileTakesTheStoredContent()
{
    const QString one = writeJar("one");
    begin();
    const Deployment deployment = saved(described(), false);
    QVERIFY(QFile::remove(jarPath()));
    const Deployment started = saved(deployment, true);
    QCOMPARE(started.spec.state, DesiredState::Running);
    QCOMPARE(recordOf(started).artifactSha256, one);
}

void SavingTest::lostContentIsTakenAgain()
{
    const QString one = writeJar("one");
    begin();
    const Deployment deployment = saved(described(), false);
    QVERIFY(QFile::remove(storedPath(one)));
    QVERIFY(!saved(deployment, false).metadata.id.isEmpty());
    QVERIFY(QFile::exists(storedPath(one)));
}

void SavingTest::saveThatUpgradesKeepsWhatWasShown()
{
    StoredDeployment running = failed();
    running.record.failure.reset();
    running.record.artifactSha256 = writeJar("one");
    begin({running});
    Deployment changed = m_reports[u"d"_s].deployment;
    changed.spec.jobTemplate.artifact.mainArgs = u"--other"_s;
    const StartOrder shown{.isConfirmed = true, .shownSavepointId = u"s"_s};
    const auto answer = m_host->saveDeployment({.deployment = changed, .order = shown});
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 60'000);
    QVERIFY(answer.result());
    QCOMPARE(recordOf(*answer.result()).upgradeOrder, std::optional(shown));
}

void SavingTest::saveOfADescriptionKeepsThePlan()
{
    StoredDeployment running = failed();
    running.record.failure.reset();
    running.record.artifactSha256 = writeJar("one");
    running.record.upgradeOrder = StartOrder{.isConfirmed = true, .shownSavepointId = u"s"_s};
    begin({running});
    Deployment changed = m_reports[u"d"_s].deployment;
    changed.metadata.displayName = u"Another"_s;
    QCOMPARE(recordOf(saved(changed, false)).upgradeOrder, running.record.upgradeOrder);
}

//! Two windows have it open: the later save is refused, and neither is lost.
void SavingTest::saveOfAnOlderVersionChangesNothing()
{
    QVERIFY(!writeJar("one").isEmpty());
    begin();
    const Deployment opened = saved(described(), false);
    Deployment first = opened;
    first.metadata.displayName = u"First"_s;
    Deployment second = opened;
    second.metadata.displayName = u"Second"_s;
    const Deployment kept = saved(first, false);
    QCOMPARE(kept.metadata.displayName, u"First"_s);
    const auto refused = m_host->saveDeployment({.deployment = second});
    QTRY_VERIFY_WITH_TIMEOUT(refused.isFinished(), 60'000);
    QVERIFY(!refused.result());
    QCOMPARE(refused.result().error().kind, ErrorKind::Conflict);
    QVERIFY(!recordOf(kept).sessionClusterId.isEmpty());
    QCOMPARE(m_reports[kept.metadata.id].deployment.metadata.displayName, u"First"_s);
}

void SavingTest::changedJarIsTakenWhenAsked()
{
    const auto action = DeploymentAction::UpgradeToChangedJar;
    StoredDeployment running = failed();
    running.record.failure.reset();
    running.record.artifactSha256 = writeJar("one");
    begin({running});
    const auto refused = m_host->upgradeToChangedJar(u"d"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(refused.isFinished(), 60'000);
    QVERIFY(!refused.result());
    QCOMPARE(m_reports[u"d"_s].refusals.value(action), refused.result().error().message);

    const QString two = writeJar("two");
    QTRY_VERIFY_WITH_TIMEOUT(!m_reports[u"d"_s].refusals.contains(action), 60'000);
    QCOMPARE(m_reports[u"d"_s].record.artifactSha256, running.record.artifactSha256);
    const auto taken = m_host->upgradeToChangedJar(u"d"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(taken.isFinished(), 60'000);
    QVERIFY(taken.result());
    QTRY_COMPARE_WITH_TIMEOUT(m_reports[u"d"_s].record.artifactSha256, two, 60'000);
    QVERIFY(QFile::exists(storedPath(two)));
    QTRY_VERIFY_WITH_TIMEOUT(m_reports[u"d"_s].refusals.contains(action), 60'000);
}

void SavingTest::changedJarKeepsWhatWasShown()
{
    const StoredDeployment stored = running();
    begin({stored}, {jobOf(stored, false)});
    const QString two = writeJar("two");
    const StartOrder shown{.isConfirmed = true, .shownSavepointId = u"s"_s};
    QCOMPARE(refusalOfChangedJar(shown), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_reports[u"d"_s].record.artifactSha256, two, 60'000);
    QCOMPARE(m_reports[u"d"_s].record.upgradeOrder, std::optional(shown));
}

void SavingTest::changedJarThatWouldLoseStateIsRefused_data()
{
    QTest::addColumn<RestoreStrategy>("strategy");
    QTest::addColumn<bool>("isCheckpointDeleted");
    QTest::addColumn<StartOrder>("shown");
    QTest::addColumn<bool>("isTaken");

    const auto latest = RestoreStrategy::LatestState;
    const StartOrder empty{.isConfirmed = true};
    const StartOrder gone{.isConfirmed = true, .shownSavepointId = u"gone"_s};
    QTest::newRow("kept by the cancel") << latest << false << StartOrder() << true;
    QTest::newRow("deleted by the cancel") << latest << true << StartOrder() << false;
    QTest::newRow("deleted, empty was shown") << latest << true << empty << true;
    QTest::newRow("another was shown") << latest << false << gone << false;
    QTest::newRow("no savepoint") << RestoreStrategy::LatestSavepoint << false << StartOrder()
                                  << false;
    QTest::newRow("nothing is restored") << RestoreStrategy::None << true << StartOrder() << true;
}

//! At the click: a job that was cancelled first could not be had back.
void SavingTest::changedJarThatWouldLoseStateIsRefused()
{
    QFETCH(RestoreStrategy, strategy);
    QFETCH(bool, isCheckpointDeleted);
    QFETCH(StartOrder, shown);
    QFETCH(bool, isTaken);
    StoredDeployment stored = running();
    stored.deployment.spec.upgradeStrategy = UpgradeStrategy::Stateless;
    stored.deployment.spec.restoreStrategy = strategy;
    begin({stored}, {jobOf(stored, isCheckpointDeleted)});
    writeJar("two");
    const QString refusal = refusalOfChangedJar(shown);
    QVERIFY2(refusal.isEmpty() == isTaken, qPrintable(refusal));
}

//! Under NONE nothing of an upgrade was shown, so that a later one has no plan.
void SavingTest::changedStrategyForgetsThePlan()
{
    StoredDeployment stored = running();
    stored.deployment.spec.upgradeStrategy = UpgradeStrategy::None;
    begin({stored}, {jobOf(stored, false)});
    writeJar("two");
    const StartOrder shown{.isConfirmed = true, .shownSavepointId = u"s"_s};
    QCOMPARE(refusalOfChangedJar(shown), QString());
    QTRY_VERIFY_WITH_TIMEOUT(
        m_reports[u"d"_s].record.artifactSha256 != stored.record.artifactSha256, 60'000);
    QVERIFY(!m_reports[u"d"_s].record.upgradeOrder);
    Deployment changed = m_reports[u"d"_s].deployment;
    changed.spec.upgradeStrategy = UpgradeStrategy::Stateless;
    const auto answer = m_host->saveDeployment({.deployment = changed, .order = shown});
    QTRY_VERIFY_WITH_TIMEOUT(answer.isFinished(), 60'000);
    QCOMPARE(recordOf(*answer.result()).upgradeOrder, std::optional(shown));
    changed = *answer.result();
    changed.spec.upgradeStrategy = UpgradeStrategy::Stateful;
    QVERIFY(!recordOf(saved(changed, false)).upgradeOrder);
}

void SavingTest::upgradeFromCheckpointIsOfThisGeneration()
{
    StoredDeployment stored = running();
    const Job job = jobOf(stored, false);
    begin({stored}, {job});
    const auto ask = [&] {
        const auto answer = m_host->upgradeFromCheckpoint(u"d"_s);
        return QTest::qWaitFor([&] { return answer.isFinished(); }, 60'000)
            && answer.result().has_value();
    };
    QVERIFY(!ask()); // nothing waits to be upgraded
    Deployment changed = m_reports[u"d"_s].deployment;
    changed.spec.jobTemplate.artifact.mainArgs = u"--other"_s;
    QVERIFY(!saved(changed, false).metadata.id.isEmpty());
    QVERIFY(ask());
    QTRY_COMPARE_WITH_TIMEOUT(m_reports[u"d"_s].record.checkpointUpgradeGeneration,
                              stored.record.generation, 60'000);
}

void SavingTest::retryTakesTheJarWhereItsContentIsLost()
{
    const QString one = writeJar("one");
    StoredDeployment lost = failed();
    lost.record.artifactSha256 = QString(64, u'a'); // stored nowhere
    begin({lost});
    const auto retried = m_host->retry(u"d"_s, {});
    QTRY_VERIFY_WITH_TIMEOUT(retried.isFinished(), 60'000);
    QVERIFY(retried.result());
    QTRY_COMPARE_WITH_TIMEOUT(m_reports[u"d"_s].record.artifactSha256, one, 60'000);
}

QTEST_GUILESS_MAIN(SavingTest)
#include "tst_saving.moc"
