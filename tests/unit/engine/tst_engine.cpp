// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/enginehost.h"
#include "model/resources/report.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/store.h"
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

    //! False where the store could not be written or the engine did not begin.
    [[nodiscard]] bool begin()
    {
        {
            const auto store = Store::open(directory, clock);
            if (!store || !(*store)->write(contents, "test"_L1))
                return false;
        }
        host = std::make_unique<EngineHost>(
            directory, clock, [] { return std::make_unique<MemorySecrets>(); }, QString());
        QObject::connect(host.get(), &EngineHost::changed, host.get(),
                         [this](const Changes &changes) {
                             for (const SessionClusterReport &report : changes.sessionClusters)
                                 cluster = report.cluster;
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

    void theStoreIsCopiedOnceADay()
    {
        Scene scene;
        QVERIFY(scene.begin());
        QTRY_COMPARE_WITH_TIMEOUT(Store::copies(scene.directory).size(), 1, 60'000);
    }
};

QTEST_GUILESS_MAIN(tst_Engine)

#include "tst_engine.moc"
