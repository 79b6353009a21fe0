// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/decisions.h"

#include "model/lifecycle/decide.h"
#include "tests/unit/lifecycle/samples.h"

#include <ctime>
#include <vector>

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Clusters = 100;
constexpr int Rounds = 25;

//! What this thread has had of a core: others may run on it meanwhile.
double usedMilliseconds()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return double(used.tv_sec) * 1e3 + double(used.tv_nsec) / 1e6;
}

QString numberedId(int number)
{
    return u"%1-0000-4000-8000-000000000000"_s.arg(number, 8, 16, QChar(u'0'));
}

//! A running Deployment with two Jobs and their savepoints behind it, as it stands after a while.
samples::Scene settledScene(int number)
{
    samples::Scene scene = samples::running();
    scene.stored.deployment.metadata.id = numberedId(number);
    scene.stored.record.lastJobNumber = 3;
    Job past = scene.newest();
    past.status.state = JobState::Finished;
    for (int i = 1; i <= 2; ++i) {
        past.spec.number = i;
        past.metadata.id = numberedId(number * 8 + i);
        scene.jobs.insert(i - 1, past);
        scene.savepoints.append(samples::savepoint(past, SavepointOrigin::Suspend, i));
    }
    Job &job = scene.newest();
    job.metadata.id = numberedId(number * 8 + 3);
    job.spec.number = 3;
    job.status.started->flinkJobId = flinkId(job.metadata.id);
    // As they come from the store: equal to what is saved, and not the same in memory.
    job.spec.jobTemplate.flinkConfiguration = {};
    for (const auto &[key, value] :
         scene.stored.deployment.spec.jobTemplate.flinkConfiguration.asKeyValueRange())
        job.spec.jobTemplate.flinkConfiguration.insert(QString(key.constData(), key.size()),
                                                       QString(value.constData(), value.size()));
    scene.cluster.jobs.clear();
    scene.list(scene.newest(), FlinkJobStatus::Running);
    for (int i = 0; i < 3; ++i) {
        scene.facts.restarts = RestartsView{.now = scene.now};
        scene.facts.state = samples::emptyState(scene.now);
        (void)scene.step();
    }
    return scene;
}

class Tick {
public:
    explicit Tick(int deployments)
    {
        m_clusters.resize(Clusters, samples::cluster());
        m_scenes.reserve(size_t(deployments));
        for (int i = 0; i < deployments; ++i) {
            m_scenes.push_back(settledScene(i));
            samples::Scene &scene = m_scenes.back();
            ClusterView &cluster = m_clusters[size_t(i % Clusters)];
            cluster.jobs.insert(scene.cluster.jobs);
        }
        for (size_t i = 0; i < m_scenes.size(); ++i) {
            m_views.push_back(m_scenes[i].view());
            m_views.back().target = m_views.back().current = &m_clusters[i % Clusters];
        }
    }

    [[nodiscard]] bool isNothingChanged()
    {
        for (const DeploymentView &view : m_views) {
            const Decision decision = decide(view, m_ids, samples::at(0));
            if (!decision.records.isEmpty() || decision.action != Action())
                return false;
        }
        return true;
    }

    //! Milliseconds of all decisions of one tick, the median of many.
    [[nodiscard]] double measure()
    {
        QList<double> times;
        for (int i = 0; i < Rounds; ++i) {
            const double before = usedMilliseconds();
            for (const DeploymentView &view : m_views)
                (void)decide(view, m_ids, samples::at(0));
            times.append(usedMilliseconds() - before);
        }
        return median(times);
    }

private:
    std::vector<ClusterView> m_clusters;
    std::vector<samples::Scene> m_scenes;
    std::vector<DeploymentView> m_views;
    IdSource m_ids{QRandomGenerator(1)};
};

} // namespace

std::optional<QList<Row>> measureDecisions()
{
    constexpr double Most = 20; // milliseconds
    Tick few(1000);
    Tick many(10'000);
    if (!few.isNothingChanged() || !many.isNothingChanged())
        return std::nullopt;
    const double ofFew = few.measure();
    const double ofMany = many.measure();
    return QList<Row>{
        {.what = u"decide for 10,000 deployments on 100 clusters, nothing changed"_s,
         .measured = inMilliseconds(ofMany),
         .against = u"1,000 deployments: %1"_s.arg(inMilliseconds(ofFew)),
         .ratio = QString::number(ofMany / ofFew, 'f', 1),
         .goal = u"≤ 20 ms, ≤ 10 times"_s,
         .isMet = ofMany <= Most && ofMany <= 11 * ofFew}}; // a tenth for caches and chance
}

} // namespace headgate::bench
