// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/decisions.h"

#include "model/engine/holdings.h"
#include "model/lifecycle/decide.h"
#include "model/lifecycle/rest.h"
#include "tests/unit/lifecycle/samples.h"

#include <vector>

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Clusters = 100;
constexpr int Rounds = 25;

QString numberedId(int number)
{
    return u"%1-0000-4000-8000-000000000000"_s.arg(number, 8, 16, QChar(u'0'));
}

//! A running Deployment with two Jobs and their savepoints behind it, as it stands after a while.
samples::Scene settledScene(int number)
{
    samples::Scene scene = samples::running();
    const QString id = numberedId(number);
    scene.stored.deployment.metadata.id = id;
    scene.newest().spec.deploymentId = id;
    scene.stored.record.lastJobNumber = 3;
    Job past = scene.newest();
    past.status.state = JobState::Finished;
    past.ending.endedAt = samples::at(-1000);
    for (int i = 1; i <= 2; ++i) {
        past.spec.number = i;
        past.metadata.id = numberedId(number * 8 + i);
        scene.jobs.insert(i - 1, past);
        scene.savepoints.append(samples::savepoint(past, SavepointOrigin::Suspend, i));
        scene.savepoints.last().metadata.id = numberedId(number * 8 + i);
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
        for (int i = 0; i < deployments; ++i)
            add(settledScene(i), m_clusters[size_t(i % Clusters)]);
    }

    //! Decides on all, which comes to nothing; false where it does not, or one goes on to rest.
    [[nodiscard]] bool settle()
    {
        for (const DeploymentView &view : m_views) {
            const Decision decision = decide(view, m_ids, samples::at(0));
            if (!decision.records.isEmpty() || decision.action != Action() || !decision.restsUntil)
                return false;
            m_rests.push_back(decision.restsUntil);
        }
        for (const ClusterView &cluster : m_clusters)
            m_traits.push_back(rest::traitsOf(cluster));
        return true;
    }

    //! Each session cluster was looked at, and shows what it showed before.
    void takeSameLooks()
    {
        const QSet<QString> changed;
        for (size_t i = 0; i < m_clusters.size(); ++i) {
            const bool isSame = rest::traitsOf(m_clusters[i]) == m_traits[i];
            for (size_t j = i; j < m_views.size(); j += m_clusters.size()) {
                const DeploymentView &view = m_views[j];
                if (!isSame
                    || !rest::outlasts(m_rests[j], view.jobs, m_clusters[i].requestedAt, changed))
                    (void)decide(view, m_ids, samples::at(0));
            }
        }
    }

    void decideOnAll()
    {
        for (const DeploymentView &view : m_views)
            (void)decide(view, m_ids, samples::at(0));
    }

private:
    //! Held as the engine holds it.
    void add(const samples::Scene &scene, ClusterView &cluster)
    {
        cluster.jobs.insert(scene.cluster.jobs);
        m_holdings.fill(StoreContents{
            .deployments = {scene.stored}, .jobs = scene.jobs, .savepoints = scene.savepoints});
        HeldDeployment &held = *m_holdings.find(scene.stored.deployment.metadata.id);
        held.facts = scene.facts;
        held.memory = scene.memory;
        m_views.push_back(DeploymentView{.stored = held.stored,
                                         .jobs = held.jobs,
                                         .savepoints = held.savepoints,
                                         .target = &cluster,
                                         .current = &cluster,
                                         .facts = held.facts,
                                         .memory = held.memory});
    }

    std::vector<ClusterView> m_clusters;
    Holdings m_holdings;
    std::vector<DeploymentView> m_views;
    std::vector<std::optional<Instant>> m_rests;
    std::vector<ClusterView> m_traits;
    IdSource m_ids{QRandomGenerator(1)};
};

//! Milliseconds of \a work on \a tick, the median of many.
double measure(Tick &tick, void (Tick::*work)())
{
    QList<double> times;
    for (int i = 0; i < Rounds; ++i) {
        const double before = usedMilliseconds();
        (tick.*work)();
        times.append(usedMilliseconds() - before);
    }
    return median(times);
}

Row row(const QString &what, double ofMany, double ofFew)
{
    return Row{.what = what,
               .measured = inMilliseconds(ofMany),
               .against = u"1,000 deployments: %1"_s.arg(inMilliseconds(ofFew)),
               .ratio = QString::number(ofMany / ofFew, 'f', 1)};
}

} // namespace

std::optional<QList<Row>> measureDecisions()
{
    constexpr double Most = 20; // milliseconds
    Tick few(1000);
    Tick many(10'000);
    if (!few.settle() || !many.settle())
        return std::nullopt;
    const double ofFew = measure(few, &Tick::takeSameLooks);
    const double ofMany = measure(many, &Tick::takeSameLooks);
    Row tick = row(u"decisions of a tick, 10,000 deployments on 100 clusters, nothing changed"_s,
                   ofMany, ofFew);
    tick.goal = u"≤ 20 ms, ≤ 10 times"_s;
    tick.isMet = ofMany <= Most && ofMany <= 11 * ofFew; // a tenth for caches and chance
    return QList<Row>{tick,
                      row(u"each of 10,000 deployments decided on, at rest or not"_s,
                          measure(many, &Tick::decideOnAll), measure(few, &Tick::decideOnAll))};
}

} // namespace headgate::bench
