// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flink/restclient.h"
#include "model/lifecycle/decision.h"
#include "model/resources/report.h"

#include <QHash>
#include <QSet>

#include <unordered_map>

namespace headgate {

//! A Deployment in memory: what is stored of it, and what came in since it was last decided on.
struct HeldDeployment {
    StoredDeployment stored;
    QList<Job> jobs; //!< By running number.
    QList<Savepoint> savepoints;
    Facts facts;
    QString factsJobId; //!< The live Job that `facts` are about.
    Memory memory;
    QSet<QString> openRuns; //!< Job ids whose run request is open.
    flink::OpenRequest runRequest; //!< The newest of them.
    std::optional<int> uploadPercent;
    bool isTransitioning = false;
    bool isToldByOperation = false; //!< What is under way ends with an operation that is asked.
    bool isJarChanged = false; //!< Its file no longer has the content that is recorded.
    std::optional<Instant> restsUntil; //!< As its last decision says.
    std::optional<DeploymentReport> reported; //!< What was last shown.

    [[nodiscard]] const QString &id() const { return stored.deployment.metadata.id; }
    [[nodiscard]] const Job *newestJob() const { return jobs.isEmpty() ? nullptr : &jobs.last(); }
    [[nodiscard]] const Job *liveJob() const;
};

//! What is stored, but the events and the session clusters, as the engine works with it.
class Holdings {
public:
    void fill(const StoreContents &contents);
    //! What has just become durable.
    void apply(const Transaction &transaction);
    //! \a before is what is durable: what came after it did not become so.
    void putBack(const HeldDeployment &before);
    //! After the clock was set back: no wait ends later than it would have from \a now on. Answers
    //! with the Jobs that are no more as they are stored.
    [[nodiscard]] QList<Job> bringBackTimes(Instant now);
    //! After a jump of the clock: how far those of the clusters are ahead of it is measured anew.
    //! Answers likewise.
    [[nodiscard]] QList<Job> forgetClusterClocks();

    [[nodiscard]] HeldDeployment *find(const QString &deploymentId);
    [[nodiscard]] HeldDeployment *findByName(const QString &nameSpace, const QString &name);
    //! The one that the Savepoint belongs to.
    [[nodiscard]] HeldDeployment *findBySavepoint(const QString &savepointId);
    [[nodiscard]] std::unordered_map<QString, HeldDeployment> &all() { return m_deployments; }
    //! Those that looks at this session cluster are about: they name it, or once did, or have run
    //! on it.
    [[nodiscard]] const QSet<HeldDeployment *> &on(const QString &clusterId) const;
    //! The Flink jobs of live Jobs that were sent there.
    [[nodiscard]] QSet<QString> expectedOn(const QString &clusterId) const
    {
        return m_expected.value(clusterId);
    }
    [[nodiscard]] QList<PossibleOrphan> orphans() const { return m_orphans.values(); }
    [[nodiscard]] const PossibleOrphan *findOrphan(const QString &flinkJobId) const;
    //! Some Job was sent to that session cluster under this id.
    [[nodiscard]] bool hasJobOf(const QString &flinkJobId, const QString &clusterId) const
    {
        return m_flinkJobs.contains({flinkJobId, clusterId});
    }
    //! Every content that a template or a Job names.
    [[nodiscard]] QSet<QString> usedArtifacts() const;

private:
    void share(HeldDeployment &held);
    void remove(const QString &deploymentId);
    void removeAll(const Transaction &transaction);
    void expect(const Job &job);
    void expectNoMore(const Job &job);
    void replaceJob(const Job &job);
    void noteSighting(const QString &jobId, const JobSighting &seen);
    void replaceSavepoint(const Savepoint &savepoint);

    std::unordered_map<QString, HeldDeployment> m_deployments; // references stay valid
    QHash<QString, PossibleOrphan> m_orphans;
    QSet<std::pair<QString, QString>> m_flinkJobs; //!< With their session cluster.
    QHash<QString, QSet<HeldDeployment *>> m_on; //!< By the id of the session cluster.
    QHash<QString, QSet<QString>> m_expected; //!< Flink ids by that of the session cluster.
};

} // namespace headgate
