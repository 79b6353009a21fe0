// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/clusterprocesses.h"

#include "model/clusters/ports.h"
#include "model/clusters/runfiles.h"
#include "model/core/failpoint.h"
#include "model/core/whendone.h"

#include <QUuid>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Answer = Result<LocalProcesses>;

constexpr auto RetryInterval = 50ms; // while a process that ends still holds its lock
constexpr int MostAttempts = 3; // with other ports

QFuture<Answer> ready(Answer answer)
{
    QPromise<Answer> promise;
    promise.start();
    promise.addResult(std::move(answer));
    promise.finish();
    return promise.future();
}

void settle(const std::shared_ptr<QPromise<Answer>> &promise, const Answer &answer)
{
    promise->addResult(answer);
    promise->finish();
}

std::shared_ptr<QPromise<Answer>> newPromise()
{
    auto promise = std::make_shared<QPromise<Answer>>();
    promise->start();
    return promise;
}

Error stopped()
{
    return {.kind = ErrorKind::NotPermitted,
            .message = LocalCluster::tr("It was stopped before it had come up.")};
}

Error invalidConfiguration(const QList<FieldError> &errors)
{
    return {.kind = ErrorKind::Invalid, .message = errors.constFirst().message, .fields = errors};
}

} // namespace

LocalCluster::Private::Private(LocalCluster *cluster, ClusterFiles clusterFiles,
                               LocalClusterSettings clusterSettings)
    : q(cluster)
    , files(std::move(clusterFiles))
    , settings(std::move(clusterSettings))
    , jobManager(files, {FlinkRole::JobManager, 0})
{
    deadline.setSingleShot(true);
    retry.setSingleShot(true);
    QObject::connect(&jobManager, &Seat::appeared, q, [this] { onJobManagerKnown(); });
    QObject::connect(&jobManager, &Seat::emptied, q, [this] { onJobManagerGone(); });
    QObject::connect(&probe, &RestProbe::answered, q, [this] { finishStart(); });
    QObject::connect(&retry, &QTimer::timeout, q, [this] { advance(); });
    QObject::connect(&deadline, &QTimer::timeout, q, [this] {
        const QString lines = jobManager.lastLines();
        fail({.kind = ErrorKind::TimedOut,
              .message = tr("Flink's JobManager did not answer in %1 s: %2")
                             .arg(settings.startTime / 1s)
                             .arg(reasonIn(lines)),
              .detail = lines});
    });
}

QFuture<Answer> LocalCluster::Private::start(const SessionClusterSpec &newSpec)
{
    if (phase == Phase::Stopping) { // before `starting`: a start that was stopped ends only then
        next = newSpec;
        if (!nextStarting)
            nextStarting = newPromise();
        return nextStarting->future();
    }
    if (starting)
        return starting->future();
    if (phase == Phase::Running && hasAnswered)
        return ready(processes);
    if (phase == Phase::Running)
        return awaitFound();
    const Promise promise = newPromise();
    begin(newSpec, promise);
    return promise->future();
}

void LocalCluster::Private::begin(const SessionClusterSpec &newSpec, const Promise &promise)
{
    const Result<FlinkInstallation> flink = inspectInstallation(newSpec.flinkHome);
    if (!flink)
        return settle(promise, Failure(flink.error()));
    const auto errors =
        configurationErrors(newSpec, flinkReleaseOf(flink->version).value_or(FlinkRelease()));
    if (!errors.isEmpty())
        return settle(promise, Failure(invalidConfiguration(errors)));

    spec = newSpec;
    wanted = spec.numberOfTaskManagers;
    attempt = 1;
    phase = Phase::Preparing;
    starting = promise;
    deadline.start(settings.startTime);
    const auto java = findJava(q, *flink, spec.flinkConfiguration.value(u"env.java.home"_s));
    whenDone(q, java, [this, flink = *flink, mine = ++generation](const Result<Java> &found) {
        if (mine != generation)
            return;
        if (!found)
            return fail(found.error());
        order = LaunchOrder{.flink = flink, .java = *found};
        phase = Phase::Clearing;
        advance();
    });
}

//! It was found, perhaps on its way up.
QFuture<Answer> LocalCluster::Private::awaitFound()
{
    starting = newPromise();
    phase = Phase::AwaitingRest;
    attempt = MostAttempts; // its ports are what they are
    deadline.start(settings.startTime);
    probe.start(ports.rest);
    return starting->future();
}

QFuture<Answer> LocalCluster::Private::stop()
{
    const Promise promise = newPromise();
    stopping.append(promise);
    next.reset();
    const Promise unwanted = std::exchange(nextStarting, {});
    beginStopping(stopped());
    if (unwanted)
        settle(unwanted, Failure(stopped()));
    return promise->future();
}

void LocalCluster::Private::adopt(const SessionClusterSpec &newSpec, const LocalProcesses &recorded)
{
    spec = newSpec;
    wanted = spec.numberOfTaskManagers;
    processes = recorded;
    findAll(recorded);
    if (jobManager.process()) {
        const ClusterPorts known{.rest = recorded.restPort, .rpc = recorded.rpcPort};
        ports = readPorts(files).value_or(known);
        hasAnswered = false;
        phase = Phase::Running;
        trimPlaces(settings.stopTime);
        fillPlaces();
    } else {
        wanted = 0;
        revokeToken(files);
        jobManager.expect();
        trimPlaces(settings.orphanTime);
    }
    publish();
}

//! Called whenever something that is waited for may have come about.
void LocalCluster::Private::advance()
{
    if (phase == Phase::Clearing)
        clearAway();
    else if (phase == Phase::Stopping && isEmpty())
        finishStopping();
}

//! Nothing of before may run when files are written; but a JobManager that runs is taken up.
void LocalCluster::Private::clearAway()
{
    if (const auto made = makeDirectories(files); !made)
        return fail(made.error());
    findAll();
    if (jobManager.process())
        return takeUp();
    for (const auto &place : places)
        place->seat->end(settings.orphanTime);
    if (!isEmpty())
        return; // its end brings us back
    if (const auto lock = RunLock::take(lockFile(files, jobManager.name().ident())); lock)
        bringUp();
    else
        retry.start(RetryInterval);
}

//! With the lock of the JobManager held.
void LocalCluster::Private::bringUp()
{
    const auto choose = settings.freePorts ? settings.freePorts : freeLoopbackPorts;
    const auto chosen =
        choose(attempt == 1 ? readPorts(files).value_or(ClusterPorts()) : ClusterPorts());
    if (!chosen)
        return fail(chosen.error());
    order->token = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const ConfigurationInput input{.spec = spec,
                                   .files = files,
                                   .ports = *chosen,
                                   .flink = *flinkReleaseOf(order->flink.version),
                                   .javaRelease = order->java.release};
    if (const auto written = writeCluster(input, order->token); !written)
        return fail(written.error());
    failPoint("cluster-files-written"_L1);
    ports = *chosen;
    phase = Phase::AwaitingRest;
    // The lock is let go of when we return to the event loop; the new process needs it sooner.
    QTimer::singleShot(0, q, [this, mine = generation] {
        if (mine != generation || phase != Phase::AwaitingRest)
            return;
        if (!jobManager.launch(*order))
            return fail({.kind = ErrorKind::Environment,
                         .message = tr("No process could be started with /bin/sh.")});
        fillPlaces();
        probe.start(ports.rest);
    });
}

void LocalCluster::Private::takeUp()
{
    const auto known = readPorts(files);
    if (!known) // nobody can speak to it
        return jobManager.end(settings.stopTime);
    ports = *known;
    order->token = readToken(files);
    phase = Phase::AwaitingRest;
    publish();
    trimPlaces(settings.stopTime);
    fillPlaces();
    probe.start(ports.rest);
}

void LocalCluster::Private::finishStart()
{
    failPoint("cluster-answers"_L1);
    deadline.stop();
    hasAnswered = true;
    phase = Phase::Running;
    publish();
    const Promise promise = std::exchange(starting, {});
    settleCounts();
    if (promise)
        settle(promise, processes);
}

void LocalCluster::Private::fail(const Error &error)
{
    beginStopping(error);
}

void LocalCluster::Private::beginStopping(const Error &errorOfStart)
{
    ++generation;
    if (starting && !startError)
        startError = errorOfStart;
    phase = Phase::Stopping;
    wanted = 0;
    probe.stop();
    deadline.stop();
    retry.stop();
    revokeToken(files);
    findAll();
    jobManager.expect();
    jobManager.end(settings.stopTime);
    trimPlaces(settings.stopTime);
    failPoint("cluster-stop-signalled"_L1);
    advance();
}

void LocalCluster::Private::finishStopping()
{
    phase = Phase::Idle;
    order.reset();
    publish();
    const Promise start = std::exchange(starting, {});
    const Error error = std::exchange(startError, {}).value_or(Error());
    const QList<Promise> stops = std::exchange(stopping, {});
    settleCounts();
    if (start)
        settle(start, Failure(error));
    for (const Promise &promise : stops)
        settle(promise, processes);
    if (next && phase == Phase::Idle)
        begin(*std::exchange(next, {}), std::exchange(nextStarting, {}));
}

void LocalCluster::Private::onJobManagerKnown()
{
    if (phase == Phase::Idle && !isLooking) // launched before we said that none runs
        jobManager.end(settings.stopTime);
    publish();
    advance();
}

void LocalCluster::Private::onJobManagerGone()
{
    publish();
    if (phase == Phase::AwaitingRest) {
        const QString lines = jobManager.lastLines();
        probe.stop();
        if (attempt < MostAttempts && portsWereTaken(lines)) {
            ++attempt;
            phase = Phase::Clearing;
        } else {
            return fail(
                {.kind = ErrorKind::Rejected,
                 .message =
                     tr("Flink's JobManager ended while it started: %1").arg(reasonIn(lines)),
                 .detail = lines});
        }
    } else if (phase == Phase::Running) {
        phase = Phase::Idle;
        wanted = 0;
        trimPlaces(settings.orphanTime);
        settleCounts();
        const QString lines = jobManager.lastLines();
        Q_EMIT q->jobManagerEnded(reasonIn(lines), lines);
    }
    advance();
}

bool LocalCluster::Private::portsWereTaken(const QString &lines) const
{
    const QStringList signs{u"BindException"_s, u"Address already in use"_s,
                            u"failed to bind to host"_s,
                            u"Could not start rest endpoint on any port"_s};
    return std::ranges::any_of(signs, [&](const QString &sign) { return lines.contains(sign); });
}

bool LocalCluster::Private::isEmpty() const
{
    return jobManager.isEmpty()
        && std::ranges::all_of(places, [](const auto &place) { return place->seat->isEmpty(); });
}

void LocalCluster::Private::publish()
{
    if (isLooking)
        return;
    LocalProcesses now{.jobManager = jobManager.process()};
    if (now.jobManager) {
        now.restPort = ports.rest;
        now.rpcPort = ports.rpc;
    }
    for (const auto &place : places) {
        if (place->seat->process())
            now.taskManagers.append(*place->seat->process());
    }
    if (now == processes)
        return;
    processes = now;
    Q_EMIT q->changed(processes);
}

} // namespace headgate
