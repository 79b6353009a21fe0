// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/enginehost.h"
#include "model/resources/report.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/database.h"
#include "model/store/store.h"
#include "model/store/storefiles.h"
#include "tests/fakes/fakeflink.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! An engine that took up a Deployment, its running Job and its session cluster.
struct Scene {
    Scene()
        : directory(std::move(*DataDirectory::own(temporary.filePath(u"data"_s))))
        , contents(runningDeployments(flink.url(), 1))
    {
    }

    //! False where the store could not be written or the engine did not begin. \a sql is run on the
    //! store before.
    [[nodiscard]] bool begin(const QString &sql = u"SELECT 1"_s)
    {
        {
            const auto store = Store::open(directory, clock);
            if (!store || !(*store)->write(contents, "test"_L1))
                return false;
        }
        const auto database = Database::open(storePath(directory));
        if (!database || !(*database)->execute(sql))
            return false;
        host = std::make_unique<EngineHost>(
            directory, clock, [] { return std::make_unique<MemorySecrets>(); }, QString());
        QObject::connect(host.get(), &EngineHost::changed, host.get(),
                         [this](const Changes &changes) {
                             for (const SessionClusterReport &report : changes.sessionClusters) {
                                 cluster = report.cluster;
                                 isReachable = report.isReachable;
                             }
                             if (!changes.deployments.isEmpty())
                                 said.append(u"shown"_s);
                         });
        QObject::connect(host.get(), &EngineHost::troubled, host.get(),
                         [this](const QString &trouble) {
                             said.append(trouble.isEmpty() ? u"well again"_s : u"trouble"_s);
                         });
        return answer(host->begin()).has_value()
            && QTest::qWaitFor([this] { return cluster.has_value(); });
    }

    template <typename T>
    [[nodiscard]] Result<T> answer(const QFuture<Result<T>> &future)
    {
        return QTest::qWaitFor([&] { return future.isFinished(); }, 60'000)
            ? future.result()
            : failure(ErrorKind::TimedOut, u"There was no answer."_s);
    }

    QTemporaryDir temporary;
    SystemClock clock;
    DataDirectory directory;
    FakeFlink flink{runningJobIds(1)};
    Transaction contents;
    std::unique_ptr<EngineHost> host;
    std::optional<SessionCluster> cluster; //!< As it was last shown.
    bool isReachable = false;
    QStringList said; //!< Of deployments, and of the store.
};

} // namespace

//! What people may not do while jobs run, and what the engine keeps in order by itself.
class tst_Engine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void addressStaysWhileJobsRunThere()
    {
        Scene scene;
        QVERIFY(scene.begin());
        SessionCluster moved = *scene.cluster;
        moved.spec.url = u"http://elsewhere.example:8081"_s;
        const auto refused = scene.answer(scene.host->saveSessionCluster(moved));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Invalid);
        QCOMPARE(refused.error().fields.size(), 1);
        QCOMPARE(refused.error().fields.first().path, u"spec.url"_s);
        QVERIFY(refused.error().fields.first().message.contains(u"counting-1"_s));
    }

    void kindStaysWhileJobsRunThere()
    {
        Scene scene;
        QVERIFY(scene.begin());
        SessionCluster changed = *scene.cluster;
        changed.spec.kind = SessionClusterKind::Local;
        changed.spec.flinkHome = u"/flink"_s;
        const auto refused = scene.answer(scene.host->saveSessionCluster(changed));
        QVERIFY(!refused);
        QVERIFY(std::ranges::find(refused.error().fields, u"spec.kind"_s, &FieldError::path)
                != refused.error().fields.end());
    }

    void theRestMayBeChangedMeanwhile()
    {
        Scene scene;
        QVERIFY(scene.begin());
        SessionCluster changed = *scene.cluster;
        changed.spec.savepointDirectory = u"file:///savepoints"_s;
        const auto saved = scene.answer(scene.host->saveSessionCluster(changed));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved->spec.savepointDirectory, u"file:///savepoints"_s);
    }

    void addressChangesWhereNoJobRuns()
    {
        Scene scene;
        scene.contents.deployments.clear();
        scene.contents.jobs.clear();
        QVERIFY(scene.begin());
        SessionCluster moved = *scene.cluster;
        moved.spec.url = u"http://127.0.0.1:1"_s;
        const auto saved = scene.answer(scene.host->saveSessionCluster(moved));
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error().message));
        QCOMPARE(saved->spec.url, moved.spec.url);
    }

    //! The Deployment names another by now; its Job still runs here.
    void clusterOfARunningJobIsNotDeleted()
    {
        Scene scene;
        scene.contents.deployments.first().record.sessionClusterId.clear();
        QVERIFY(scene.begin());
        const auto deleted =
            scene.answer(scene.host->deleteSessionCluster(scene.cluster->metadata.id));
        QVERIFY(!deleted);
        QVERIFY2(deleted.error().message.contains(u"counting-1"_s),
                 qPrintable(deleted.error().message));
    }

    void unusedJarsAreSwept()
    {
        Scene scene;
        const QString used(64, u'a');
        scene.contents.deployments.first().record.artifactSha256 = used;
        QDir folder(scene.directory.filePath(u"artifacts"));
        QVERIFY(folder.mkpath(u"."_s));
        for (const QString &content : {used, QString(64, u'b')}) {
            QFile jar(folder.filePath(content + u".jar"));
            QVERIFY(jar.open(QIODevice::WriteOnly));
        }
        QVERIFY(scene.begin());
        QCOMPARE(folder.entryList({u"*.jar"_s}, QDir::Files), QStringList(used + u".jar"));
    }

    void whatCannotBeRecordedIsNotDone()
    {
        const QString stop = u"/jobs/:id/stop"_s;
        Scene scene;
        scene.contents.jobs.first().spec.jobTemplate.flinkConfiguration.insert(
            u"execution.checkpointing.savepoint-dir"_s, u"file:///savepoints"_s);
        QVERIFY(scene.begin());
        QList<Savepoint> shown;
        connect(scene.host.get(), &EngineHost::changed, this,
                [&](const Changes &changes) { shown.append(changes.savepoints); });
        const auto other = Database::open(storePath(scene.directory));
        QVERIFY(other);
        QVERIFY((*other)->execute(u"CREATE TRIGGER noRoom BEFORE INSERT ON savepoints "
                                  "BEGIN SELECT RAISE(ABORT, 'there is no room'); END"_s));

        const QString id = scene.contents.deployments.first().deployment.metadata.id;
        QTRY_VERIFY_WITH_TIMEOUT(scene.isReachable, 60'000);
        shown.clear();
        const auto refused = scene.answer(scene.host->suspend(id, false));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, ErrorKind::Storage);
        QTRY_VERIFY_WITH_TIMEOUT(scene.said.contains(u"trouble"_s), 60'000);
        QCOMPARE(scene.flink.count(stop), 0);
        QVERIFY(shown.isEmpty());

        QVERIFY((*other)->execute(u"DROP TRIGGER noRoom"_s));
        QVERIFY(scene.answer(scene.host->suspend(id, false)));
        QTRY_VERIFY_WITH_TIMEOUT(!shown.isEmpty(), 60'000);
        QCOMPARE(shown.first().operation.requestsSent, 1); // as if nothing had been tried before
        QTRY_COMPARE_WITH_TIMEOUT(scene.flink.count(stop), 1, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(scene.said.contains(u"well again"_s), 60'000);
    }

    void whatIsStoredIsShownBeforeItIsDecidedOn()
    {
        Scene scene;
        QVERIFY(scene.begin(u"CREATE TRIGGER noRoom BEFORE INSERT ON deployments "
                            "BEGIN SELECT RAISE(ABORT, 'there is no room'); END"_s));
        QTRY_VERIFY_WITH_TIMEOUT(scene.said.contains(u"trouble"_s), 60'000);
        QCOMPARE(scene.said.first(), u"shown"_s);
    }

    void theStoreIsCopiedOnceADay()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(Store::copies(scene.directory).size(), 1, 60'000);
    }
};

QTEST_GUILESS_MAIN(tst_Engine)

#include "tst_engine.moc"
