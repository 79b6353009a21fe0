// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/enginehost.h"

#include "model/core/whendone.h"
#include "model/engine/wishes.h"
#include "model/secrets/secrets.h"

#include <QPromise>

namespace headgate {

EngineHost::EngineHost(const DataDirectory &directory, const Clock &clock, SecretsSource secrets,
                       QString sampleJar)
    : m_directory(directory)
    , m_clock(clock)
    , m_secretsSource(std::move(secrets))
    , m_sampleJar(std::move(sampleJar))
    , m_context(new QObject)
{
    qRegisterMetaType<Changes>();
    m_thread.setObjectName(QStringLiteral("engine"));
    m_context->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_context, [this] { close(); });
    connect(&m_thread, &QThread::finished, m_context, &QObject::deleteLater);
    m_thread.start();
}

EngineHost::~EngineHost()
{
    m_thread.quit();
    m_thread.wait();
}

QFuture<Result<Done>> EngineHost::begin()
{
    auto promise = std::make_shared<QPromise<Result<Done>>>();
    promise->start();
    QMetaObject::invokeMethod(m_context, [this, promise] {
        promise->addResult(open());
        promise->finish();
    });
    return promise->future();
}

Result<Done> EngineHost::open()
{
    close(); // what has begun before: after trouble somebody tries again
    auto store = Store::open(m_directory, m_clock);
    if (!store)
        return Failure(store.error());
    m_secrets = m_secretsSource();
    m_engine = std::make_unique<Engine>(m_directory, std::move(*store), *m_secrets, m_clock);
    m_wishes = std::make_unique<Wishes>(*m_engine, m_sampleJar);
    connect(m_engine.get(), &Engine::changed, this, &EngineHost::changed);
    connect(m_engine.get(), &Engine::troubled, this, &EngineHost::troubled);
    if (const auto begun = m_engine->begin(); !begun) {
        close();
        return Failure(begun.error());
    }
    return Done{};
}

void EngineHost::close()
{
    if (m_engine)
        m_engine->end();
    m_wishes.reset();
    m_engine.reset();
    m_secrets.reset();
}

template <typename Wish>
auto EngineHost::ask(Wish wish)
{
    using Answer = std::invoke_result_t<Wish, Wishes &>;
    using Value = decltype(std::declval<Answer>().result());
    auto promise = std::make_shared<QPromise<Value>>();
    promise->start();
    QMetaObject::invokeMethod(m_context, [this, promise, wish = std::move(wish)] {
        if (!m_wishes) {
            promise->addResult(failure(ErrorKind::Storage, tr("The store is not open.")));
            promise->finish();
            return;
        }
        whenDone(m_wishes.get(), wish(*m_wishes), [promise](const Value &value) {
            promise->addResult(value);
            promise->finish();
        });
    });
    return promise->future();
}

QFuture<Result<Deployment>> EngineHost::saveDeployment(const DeploymentDraft &draft)
{
    return ask([draft](Wishes &wishes) { return wishes.saveDeployment(draft); });
}

QFuture<Result<Done>> EngineHost::start(const QString &deploymentId, const StartOrder &order)
{
    return ask([deploymentId, order](Wishes &wishes) { return wishes.start(deploymentId, order); });
}

QFuture<Result<Done>> EngineHost::suspend(const QString &deploymentId, bool isDrained)
{
    return ask([deploymentId, isDrained](Wishes &wishes) {
        return wishes.suspend(deploymentId, isDrained);
    });
}

QFuture<Result<Done>> EngineHost::cancel(const QString &deploymentId)
{
    return ask([deploymentId](Wishes &wishes) { return wishes.cancel(deploymentId); });
}

QFuture<Result<Done>> EngineHost::retry(const QString &deploymentId, const StartOrder &order)
{
    return ask([deploymentId, order](Wishes &wishes) { return wishes.retry(deploymentId, order); });
}

QFuture<Result<Done>> EngineHost::runAgain(const QString &deploymentId, const StartOrder &order)
{
    return ask(
        [deploymentId, order](Wishes &wishes) { return wishes.runAgain(deploymentId, order); });
}

QFuture<Result<Done>> EngineHost::forceCancel(const QString &deploymentId)
{
    return ask([deploymentId](Wishes &wishes) { return wishes.forceCancel(deploymentId); });
}

QFuture<Result<Done>> EngineHost::triggerSavepoint(const QString &deploymentId)
{
    return ask([deploymentId](Wishes &wishes) { return wishes.triggerSavepoint(deploymentId); });
}

QFuture<Result<Done>> EngineHost::deleteSavepoint(const QString &savepointId, bool areFilesKept)
{
    return ask([=](Wishes &wishes) { return wishes.deleteSavepoint(savepointId, areFilesKept); });
}

QFuture<Result<Done>> EngineHost::upgradeToChangedJar(const QString &deploymentId,
                                                      const StartOrder &shown)
{
    return ask([=](Wishes &wishes) { return wishes.upgradeToChangedJar(deploymentId, shown); });
}

QFuture<Result<Done>> EngineHost::upgradeFromCheckpoint(const QString &deploymentId)
{
    return ask(
        [deploymentId](Wishes &wishes) { return wishes.upgradeFromCheckpoint(deploymentId); });
}

QFuture<Result<Done>> EngineHost::adoptJob(const QString &deploymentId)
{
    return ask([deploymentId](Wishes &wishes) { return wishes.adoptJob(deploymentId); });
}

QFuture<Result<QStringList>> EngineHost::deleteDeployment(const QString &deploymentId)
{
    return ask([deploymentId](Wishes &wishes) { return wishes.deleteDeployment(deploymentId); });
}

QFuture<Result<SessionCluster>> EngineHost::saveSessionCluster(const SessionClusterDraft &draft)
{
    return ask([draft](Wishes &wishes) { return wishes.saveSessionCluster(draft); });
}

QFuture<Result<Done>> EngineHost::startSessionCluster(const QString &id)
{
    return ask([id](Wishes &wishes) { return wishes.startSessionCluster(id); });
}

QFuture<Result<Done>> EngineHost::stopSessionCluster(const QString &id, bool isForced)
{
    return ask([id, isForced](Wishes &wishes) { return wishes.stopSessionCluster(id, isForced); });
}

QFuture<Result<Done>> EngineHost::confirmSameCluster(const QString &id)
{
    return ask([id](Wishes &wishes) { return wishes.confirmSameCluster(id); });
}

QFuture<Result<Done>> EngineHost::deleteSessionCluster(const QString &id)
{
    return ask([id](Wishes &wishes) { return wishes.deleteSessionCluster(id); });
}

QFuture<Result<int>> EngineHost::lookAt(const QStringList &sessionClusterIds)
{
    return ask([sessionClusterIds](Wishes &wishes) { return wishes.lookAt(sessionClusterIds); });
}

QFuture<Result<ProbeReport>> EngineHost::probe(const SessionClusterDraft &draft)
{
    return ask([draft](Wishes &wishes) { return wishes.probe(draft); });
}

QFuture<Result<Done>> EngineHost::cancelOrphan(const QString &flinkJobId)
{
    return ask([flinkJobId](Wishes &wishes) { return wishes.cancelOrphan(flinkJobId); });
}

QFuture<Result<Done>> EngineHost::forgetOrphan(const QString &flinkJobId)
{
    return ask([flinkJobId](Wishes &wishes) { return wishes.forgetOrphan(flinkJobId); });
}

QFuture<Result<JarReport>> EngineHost::inspectJar(const QString &path)
{
    return ask([path](Wishes &wishes) { return wishes.inspectJar(path); });
}

QFuture<Result<QList<FlinkInstallation>>> EngineHost::flinkInstallations()
{
    return ask([](Wishes &wishes) { return wishes.flinkInstallations(); });
}

QFuture<Result<QString>> EngineHost::startSample()
{
    return ask([](Wishes &wishes) { return wishes.startSample(); });
}

} // namespace headgate
