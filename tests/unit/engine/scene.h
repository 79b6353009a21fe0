// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/enginehost.h"
#include "model/resources/report.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/database.h"
#include "model/store/store.h"
#include "model/store/storefiles.h"
#include "tests/fakes/fakeflink.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

namespace headgate::test {

using namespace Qt::StringLiterals;

//! The real clock, whose wall time a test can set; the other goes on.
class SettableClock : public Clock {
public:
    [[nodiscard]] Instant now() const override { return m_real.now() + m_offset.load(); }
    [[nodiscard]] Duration elapsed() const override { return m_real.elapsed(); }

    void setBackBy(Duration duration) { m_offset = m_offset.load() - duration; }

private:
    SystemClock m_real;
    std::atomic<Duration> m_offset{Duration::zero()};
};

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
        {
            const auto database = Database::open(storePath(directory));
            if (!database || !(*database)->execute(sql))
                return false;
        }
        host = std::make_unique<EngineHost>(
            directory, clock, [] { return std::make_unique<MemorySecrets>(); }, QString());
        QObject::connect(host.get(), &EngineHost::changed, host.get(),
                         [this](const Changes &changes) {
                             for (const SessionClusterReport &report : changes.sessionClusters)
                                 clusterReport = report;
                             if (clusterReport) {
                                 cluster = clusterReport->cluster;
                                 isReachable = clusterReport->isReachable;
                             }
                             if (!changes.deployments.isEmpty())
                                 said.append(u"shown"_s);
                             for (const DeploymentReport &report : changes.deployments)
                                 deployment = report;
                             seen.append(changes.seen);
                             for (const Job &changed : changes.jobs)
                                 job = changed;
                             for (const Savepoint &changed : changes.savepoints)
                                 savepoint = changed;
                             if (changes.haveOrphansChanged)
                                 orphans = changes.orphans;
                             removedJobs.append(changes.removedJobs);
                             removedSavepoints.append(changes.removedSavepoints);
                             for (const Event &event : changes.events)
                                 events.append(event.name + u": "_s + event.message);
                         });
        QObject::connect(host.get(), &EngineHost::troubled, host.get(),
                         [this](const QString &trouble) {
                             said.append(trouble.isEmpty() ? u"well again"_s : u"trouble"_s);
                         });
        return answer(host->begin()).has_value()
            && QTest::qWaitFor([this] { return cluster.has_value(); });
    }

    //! A COMPLETED one, an older one than the job \a of has by now.
    [[nodiscard]] Savepoint savepointOf(Job &of)
    {
        of.observed.hasCompletedCheckpoint = true;
        Savepoint result;
        result.metadata.id = u"eeeeeeee-0000-4000-8000-000000000001"_s;
        result.spec = {.deploymentId = of.spec.deploymentId,
                       .jobId = u"an older one"_s,
                       .savepointLocation = u"file:///savepoints/savepoint-1"_s,
                       .flinkSavepointId = 1,
                       .origin = SavepointOrigin::UserRequest};
        result.status.state = SavepointState::Completed;
        return result;
    }

    template <typename T>
    [[nodiscard]] Result<T> answer(const QFuture<Result<T>> &future)
    {
        return QTest::qWaitFor([&] { return future.isFinished(); }, 60'000)
            ? future.result()
            : failure(ErrorKind::TimedOut, u"There was no answer."_s);
    }

    QTemporaryDir temporary;
    SettableClock clock;
    DataDirectory directory;
    FakeFlink flink{runningJobIds(1)};
    Transaction contents;
    std::unique_ptr<EngineHost> host;
    // As it was last shown.
    std::optional<SessionClusterReport> clusterReport;
    std::optional<SessionCluster> cluster;
    std::optional<DeploymentReport> deployment;
    QList<SeenAgain> seen;
    std::optional<Job> job;
    bool isReachable = false;
    std::optional<Savepoint> savepoint;
    QList<OrphanReport> orphans;
    QStringList removedJobs;
    QStringList removedSavepoints;
    QStringList events; //!< The name and the message of each.
    QStringList said; //!< Of deployments, and of the store.
};

} // namespace headgate::test
