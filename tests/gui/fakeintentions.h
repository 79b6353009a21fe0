// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"

#include <QMap>
#include <QPromise>
#include <QSet>

#include <functional>
#include <memory>

namespace headgate {

using namespace Qt::StringLiterals;

//! Records what was asked for as one line a call, and answers at once, or when it is told to:
//! success, unless an error was laid down for that call.
class FakeIntentions : public Intentions {
public:
    QStringList calls; //!< For example `suspend d1`.
    QMap<QString, Error> errors; //!< By the first word of the call.
    QSet<QString> slow; //!< The same; these are answered by answerSlow() only.
    QList<DeploymentDraft> drafts;
    QList<StartOrder> orders;
    QList<SessionCluster> clusters;
    QList<bool> areSame; //!< With each save of a session cluster: a person said so.
    QList<ClusterSecretEdits> secrets; //!< With each save and each probe of a session cluster.
    QList<FlinkInstallation> installations{{u"/opt/flink-2.3.0"_s, u"2.3.0"_s},
                                           {u"/opt/flink-1.20.5"_s, u"1.20.5"_s}};
    JarReport jar{u"/jobs/clicks.jar"_s, u"org.example.Clicks"_s, 14'300'000};
    ProbeReport probeReport{.flinkVersion = u"2.3.0"_s, .slotsTotal = 8, .jobsRunning = 2};
    QStringList remaining;
    std::optional<int> watched; //!< Of those that are to be looked at; else all.
    std::optional<DeploymentState> savedState; //!< Of each Deployment that is saved.

    //! Answers each slow call that was made, as errors says now.
    void answerSlow()
    {
        for (const auto &each : std::exchange(m_waiting, {}))
            each();
    }

    QFuture<Result<Deployment>> saveDeployment(const DeploymentDraft &draft) override
    {
        drafts.append(draft);
        Deployment saved = draft.deployment;
        if (saved.metadata.id.isEmpty())
            saved.metadata.id = u"new-deployment"_s;
        saved.status.state = savedState.value_or(saved.status.state);
        return answer<Deployment>(u"saveDeployment"_s, saved.metadata.name, saved);
    }
    QFuture<Result<Done>> start(const QString &id, const StartOrder &order) override
    {
        orders.append(order);
        return answer<Done>(u"start"_s, id);
    }
    QFuture<Result<Done>> suspend(const QString &id, bool isDrained) override
    {
        return answer<Done>(isDrained ? u"drain"_s : u"suspend"_s, id);
    }
    QFuture<Result<Done>> cancel(const QString &id) override
    {
        return answer<Done>(u"cancel"_s, id);
    }
    QFuture<Result<Done>> retry(const QString &id, const StartOrder &order) override
    {
        orders.append(order);
        return answer<Done>(u"retry"_s, id);
    }
    QFuture<Result<Done>> runAgain(const QString &id, const StartOrder &order) override
    {
        orders.append(order);
        return answer<Done>(u"runAgain"_s, id);
    }
    QFuture<Result<Done>> forceCancel(const QString &id) override
    {
        return answer<Done>(u"forceCancel"_s, id);
    }
    QFuture<Result<Done>> triggerSavepoint(const QString &id) override
    {
        return answer<Done>(u"triggerSavepoint"_s, id);
    }
    QFuture<Result<Done>> deleteSavepoint(const QString &id, bool areFilesKept) override
    {
        return answer<Done>(areFilesKept ? u"forgetSavepoint"_s : u"deleteSavepoint"_s, id);
    }
    QFuture<Result<Done>> upgradeToChangedJar(const QString &id, const StartOrder &shown) override
    {
        orders.append(shown);
        return answer<Done>(u"upgradeToChangedJar"_s, id);
    }
    QFuture<Result<Done>> upgradeFromCheckpoint(const QString &id) override
    {
        return answer<Done>(u"upgradeFromCheckpoint"_s, id);
    }
    QFuture<Result<Done>> adoptJob(const QString &id) override
    {
        return answer<Done>(u"adoptJob"_s, id);
    }
    QFuture<Result<QStringList>> deleteDeployment(const QString &id) override
    {
        return answer<QStringList>(u"deleteDeployment"_s, id, remaining);
    }
    QFuture<Result<SessionCluster>> saveSessionCluster(const SessionClusterDraft &draft) override
    {
        clusters.append(draft.cluster);
        areSame.append(draft.isSameCluster);
        secrets.append(draft.secrets);
        SessionCluster saved = draft.cluster;
        if (saved.metadata.id.isEmpty())
            saved.metadata.id = u"new-cluster"_s;
        return answer<SessionCluster>(u"saveSessionCluster"_s, saved.metadata.name, saved);
    }
    QFuture<Result<Done>> startSessionCluster(const QString &id) override
    {
        return answer<Done>(u"startSessionCluster"_s, id);
    }
    QFuture<Result<Done>> stopSessionCluster(const QString &id, bool isForced) override
    {
        return answer<Done>(isForced ? u"forceStop"_s : u"stopSessionCluster"_s, id);
    }
    QFuture<Result<Done>> confirmSameCluster(const QString &id) override
    {
        return answer<Done>(u"confirmSameCluster"_s, id);
    }
    QFuture<Result<Done>> deleteSessionCluster(const QString &id) override
    {
        return answer<Done>(u"deleteSessionCluster"_s, id);
    }
    QFuture<Result<int>> lookAt(const QStringList &ids) override
    {
        return answer<int>(u"lookAt"_s, ids.join(u' '), watched.value_or(int(ids.size())));
    }
    QFuture<Result<ProbeReport>> probe(const SessionClusterDraft &draft) override
    {
        secrets.append(draft.secrets);
        return answer<ProbeReport>(u"probe"_s, draft.cluster.spec.url, probeReport);
    }
    QFuture<Result<Done>> cancelOrphan(const QString &id) override
    {
        return answer<Done>(u"cancelOrphan"_s, id);
    }
    QFuture<Result<Done>> forgetOrphan(const QString &id) override
    {
        return answer<Done>(u"forgetOrphan"_s, id);
    }
    QFuture<Result<JarReport>> inspectJar(const QString &path) override
    {
        return answer<JarReport>(u"inspectJar"_s, path, jar);
    }
    QFuture<Result<QList<FlinkInstallation>>> flinkInstallations() override
    {
        return answer<QList<FlinkInstallation>>(u"flinkInstallations"_s, {}, installations);
    }
    QFuture<Result<QString>> startSample() override
    {
        return answer<QString>(u"startSample"_s, {}, u"sample"_s);
    }

private:
    template <typename T>
    QFuture<Result<T>> answer(const QString &call, const QString &about, T value = {})
    {
        calls.append(about.isEmpty() ? call : call + u' ' + about);
        if (!slow.contains(call))
            return QtFuture::makeReadyFuture(result<T>(call, value));
        const auto promise = std::make_shared<QPromise<Result<T>>>();
        promise->start();
        m_waiting.append([=, this] {
            promise->addResult(result<T>(call, value));
            promise->finish();
        });
        return promise->future();
    }

    template <typename T>
    Result<T> result(const QString &call, const T &value) const
    {
        const auto error = errors.constFind(call);
        return error == errors.constEnd() ? Result<T>(value) : Failure(*error);
    }

    QList<std::function<void()>> m_waiting;
};

} // namespace headgate
