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

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Deployments = 10'000;
constexpr int Changed = 100;
constexpr int Samples = 20;
constexpr double Goal = 100;

//! A Flink in a thread of its own, so that its work is not measured.
class ServedFlink {
public:
    ServedFlink()
    {
        m_context.moveToThread(&m_thread);
        m_thread.start();
        inThread([this] {
            m_flink = std::make_unique<test::FakeFlink>(test::runningJobIds(Deployments));
        });
    }
    ~ServedFlink()
    {
        inThread([this] { m_flink.reset(); });
        m_thread.quit();
        m_thread.wait();
    }
    Q_DISABLE_COPY_MOVE(ServedFlink)

    [[nodiscard]] QString url() const { return m_flink->url(); }

private:
    template <typename Work>
    void inThread(Work work)
    {
        QMetaObject::invokeMethod(&m_context, work, Qt::BlockingQueuedConnection);
    }

    QThread m_thread;
    QObject m_context;
    std::unique_ptr<test::FakeFlink> m_flink;
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

//! Milliseconds from the moment at which every deployment is looked at until the changes are
//! durable and told; negative where that does not come about.
double measureRound(Engine &engine, const QStringList &all, const QStringList &changed)
{
    double elapsed = -1;
    QElapsedTimer timer;
    QObject context;
    QObject::connect(&engine, &Engine::changed, &context, [&](const Changes &changes) {
        const auto ending = std::ranges::count(changes.jobs, JobState::Terminating,
                                               [](const Job &job) { return job.status.state; });
        if (ending == changed.size())
            elapsed = double(timer.nsecsElapsed()) / 1e6;
    });
    if (!cancelSome(engine, changed))
        return -1;
    timer.start();
    for (const QString &id : all)
        engine.wake(id);
    (void)QTest::qWaitFor([&] { return elapsed >= 0; }, 60'000);
    return elapsed;
}

} // namespace

std::optional<QList<Row>> measureTick()
{
    const QTemporaryDir folder;
    const SystemClock clock;
    const ServedFlink flink;
    MemorySecrets secrets;
    const auto directory = DataDirectory::own(folder.filePath(u"data"_s));
    auto store = directory ? Store::open(*directory, clock) : Failure(directory.error());
    const Transaction contents = test::runningDeployments(flink.url(), Deployments);
    if (!store || !(*store)->write(contents, "bench"_L1))
        return std::nullopt;
    Engine engine(*directory, std::move(*store), secrets, clock);
    QStringList ids;
    for (const StoredDeployment &stored : contents.deployments)
        ids.append(stored.deployment.metadata.id);
    const bool isReady =
        engine.begin()
        && QTest::qWaitFor(
            [&] {
                return std::ranges::all_of(engine.holdings().all(), [](const auto &entry) {
                    const auto &reported = entry.second.reported;
                    return reported
                        && reported->deployment.status.state == DeploymentState::Running;
                });
            },
            300'000);
    QList<double> rounds;
    for (int sample = 0; isReady && sample < Samples; ++sample)
        rounds.append(measureRound(engine, ids, ids.mid(sample * Changed, Changed)));
    engine.end();
    if (!isReady || std::ranges::any_of(rounds, [](double ms) { return ms < 0; }))
        return std::nullopt;
    const double middle = median(rounds);
    return QList<Row>{{.what = u"a round of the engine: 10,000 deployments, 100 change"_s,
                       .measured = inMilliseconds(middle),
                       .goal = u"≤ 100 ms"_s,
                       .isMet = middle <= Goal}};
}

} // namespace headgate::bench
