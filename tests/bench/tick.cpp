// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/tick.h"

#include "model/engine/engine.h"
#include "model/secrets/memorysecrets.h"
#include "tests/fakes/fakeflink.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <memory>
#include <vector>

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Clusters = 100;
constexpr int JobsOfEach = 100;
constexpr int Changed = JobsOfEach;
constexpr int Samples = 20;
constexpr double Goal = 100;

//! Flinks in a thread of their own, so that their work is not measured.
class ServedFlinks {
public:
    ServedFlinks()
    {
        m_context.moveToThread(&m_thread);
        m_thread.start();
        inThread([this] {
            const QStringList ids = test::runningJobIds(Clusters * JobsOfEach);
            for (int i = 0; i < Clusters; ++i)
                m_flinks.push_back(
                    std::make_unique<test::FakeFlink>(ids.mid(i * JobsOfEach, JobsOfEach)));
        });
    }
    ~ServedFlinks()
    {
        inThread([this] { m_flinks.clear(); });
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(ServedFlinks)

    [[nodiscard]] QString url(int cluster) const { return m_flinks[size_t(cluster)]->url(); }

private:
    template <typename Work>
    void inThread(Work work)
    {
        QMetaObject::invokeMethod(&m_context, work, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    QObject m_context;
    std::vector<std::unique_ptr<test::FakeFlink>> m_flinks;
};

//! A hundred session clusters, with a hundred Deployments on each.
Transaction contentsOn(const ServedFlinks &flinks)
{
    Transaction contents = test::runningDeployments({}, Clusters * JobsOfEach);
    const SessionCluster model = contents.sessionClusters.takeFirst();
    for (int i = 0; i < Clusters; ++i) {
        SessionCluster cluster = model;
        cluster.metadata.id = u"cccccccc-0000-4000-8000-%1"_s.arg(i, 12, 10, QChar(u'0'));
        cluster.metadata.name = u"fake-%1"_s.arg(i);
        cluster.spec.url = flinks.url(i);
        for (int j = i * JobsOfEach; j < (i + 1) * JobsOfEach; ++j) {
            contents.deployments[j].deployment.spec.sessionClusterName = cluster.metadata.name;
            contents.deployments[j].record.sessionClusterId = cluster.metadata.id;
            contents.jobs[j].spec.sessionClusterId = cluster.metadata.id;
            contents.jobs[j].spec.sessionClusterUrl = cluster.spec.url;
        }
        contents.sessionClusters.append(cluster);
    }
    return contents;
}

//! Every deployment is shown as it is.
bool isSettled(Engine &engine)
{
    return std::ranges::all_of(engine.holdings().all(), [](const auto &entry) {
        const auto &reported = entry.second.reported;
        return reported && !reported->isStale
            && reported->deployment.status.state == DeploymentState::Running;
    });
}

struct Spent {
    double elapsed = 0; //!< Milliseconds.
    double used = 0; //!< Milliseconds of a core, by this thread.
};

class Stopwatch {
public:
    [[nodiscard]] Spent spent() const
    {
        return {.elapsed = double(m_timer.nsecsElapsed()) / 1e6,
                .used = usedMilliseconds() - m_usedBefore};
    }

private:
    QElapsedTimer m_timer = [] {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }();
    double m_usedBefore = usedMilliseconds();
};

//! Wants these cancelled from now on; false where that is not durable.
bool cancelSome(Engine &engine, const QStringList &ids)
{
    Transaction wish;
    for (const QString &id : ids) {
        StoredDeployment next = engine.holdings().find(id)->stored;
        next.deployment.spec.state = DesiredState::Cancelled;
        ++next.record.generation;
        wish.deployments.append(next);
    }
    return engine.commit(wish, "bench"_L1).has_value();
}

//! One tick: every session cluster has been looked at, and the looks come in. Ends when what
//! changed is durable and told; nothing where that does not come about.
std::optional<Spent> measureRound(Engine &engine, const QStringList &changed)
{
    std::optional<Spent> spent;
    const Stopwatch watch;
    QObject context;
    QObject::connect(&engine, &Engine::changed, &context, [&](const Changes &changes) {
        const auto ending = std::ranges::count_if(changes.jobs, [&](const Job &job) {
            return job.status.state == JobState::Terminating
                && changed.contains(job.spec.deploymentId);
        });
        if (ending == changed.size())
            spent = watch.spent();
    });
    for (const auto &[id, cluster] : engine.clusters().all())
        Q_EMIT engine.clusters().looked(id);
    (void)QTest::qWaitFor([&] { return spent.has_value(); }, 60'000);
    return spent;
}

} // namespace

std::optional<QList<Row>> measureTick()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const ServedFlinks flinks;
    MemorySecrets secrets;
    const auto directory = DataDirectory::own(folder.filePath(u"data"_s));
    auto store = directory ? Store::open(*directory, clock) : Failure(directory.error());
    const Transaction contents = contentsOn(flinks);
    if (!store || !(*store)->write(contents, "bench"_L1))
        return std::nullopt;
    Engine engine(*directory, std::move(*store), secrets, clock);
    if (!engine.begin() || !QTest::qWaitFor([&] { return isSettled(engine); }, 300'000))
        return std::nullopt;
    QList<double> elapsed;
    QList<double> used;
    for (int sample = 0; sample < Samples; ++sample) {
        QStringList changed; // on one cluster, for from now on it is looked at more often
        for (const StoredDeployment &each : contents.deployments.mid(sample * Changed, Changed))
            changed.append(each.deployment.metadata.id);
        const auto spent =
            cancelSome(engine, changed) ? measureRound(engine, changed) : std::nullopt;
        if (!spent)
            return std::nullopt;
        elapsed.append(spent->elapsed);
        used.append(spent->used);
    }
    engine.end();
    const double middle = median(elapsed);
    return QList<Row>{{.what = u"a tick of the engine: 10,000 deployments, 100 change"_s,
                       .measured = inMilliseconds(middle),
                       .against = u"of a core: %1"_s.arg(inMilliseconds(median(used))),
                       .goal = u"≤ 100 ms"_s,
                       .isMet = middle <= Goal}};
}

} // namespace headgate::bench
