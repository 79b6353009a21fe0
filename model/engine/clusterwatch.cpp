// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/clusterwatch.h"

#include "model/engine/translation.h"

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {
constexpr int FewLooks = 4; // two are usual until it is known who answers
constexpr minutes SecretsPause{1};
constexpr minutes RefusedSecretsPause{5}; // each try may ask a person to unlock the keychain
} // namespace

ClusterWatch::ClusterWatch(const SessionCluster &cluster, Secrets &secrets, const EngineTime &time,
                           QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
    , m_time(time)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ClusterWatch::look);
    setCluster(cluster);
}

ClusterWatch::~ClusterWatch() = default;

void ClusterWatch::setCluster(const SessionCluster &cluster)
{
    const flink::Connection connection = translation::connection(cluster, {});
    const bool isLocal = cluster.spec.kind == SessionClusterKind::Local;
    // A local one has another port after each start, and is the same; its end is a sign of its own.
    if (isLocal != m_view.isLocal || (!isLocal && connection.url != m_connection.url))
        forget();
    m_cluster = cluster;
    m_view.isPerhapsAnother = m_view.isPerhapsAnother && isPerhapsAnother();
    m_view.id = cluster.metadata.id;
    m_view.name = titleOf(cluster.metadata);
    m_view.url = urlOf(cluster);
    m_view.state = cluster.status.state;
    m_view.savepointDirectory = savepointDirectory();
    m_view.isLocal = isLocal;
    m_view.isDead =
        isLocal && !cluster.local.jobManager && cluster.status.state == SessionClusterState::Failed;
    const bool isWatched = cluster.status.state == SessionClusterState::Running
        || cluster.status.state == SessionClusterState::Updating;
    const bool isWrittenAnew =
        needsSecrets(cluster) && cluster.metadata.resourceVersion != m_openedVersion;
    const bool isOpen = m_api || m_isReadingSecrets;
    if (isWatched && isOpen && connection == m_connection && !isWrittenAnew)
        return;
    ++m_generation;
    m_isLooking = false;
    m_isReadingSecrets = false;
    m_openedVersion = cluster.metadata.resourceVersion;
    m_api.reset();
    m_connection = connection;
    m_isVersionKnown = false;
    m_view.isObserved = false;
    m_timer.stop();
    if (!isWatched)
        return;
    if (isLocal && connection.url.isEmpty()) {
        m_view.trouble = tr("Its JobManager does not run.");
        return;
    }
    if (needsSecrets(cluster))
        askForSecrets();
    else
        open({});
}

//! Nothing of the old address speaks about the new one.
void ClusterWatch::forget()
{
    m_view = ClusterView{.openRunRequests = m_view.openRunRequests};
    m_directories.clear();
    m_version.clear();
    m_capabilities = {};
    m_overview = {};
    m_isVersionKnown = false;
    m_isBlurred = false;
    m_wasGood = false;
    m_pace.noteGood();
    m_lastGoodAt = Instant();
    m_identifiedAt = Instant();
    m_slotsReadAt = Instant();
    m_jobsChangedAt = Instant();
}

void ClusterWatch::askForSecrets()
{
    m_isReadingSecrets = true;
    m_view.trouble = tr("Its password is being read from the keychain.");
    readSecrets(this, m_secrets, m_cluster,
                [this, generation = m_generation](const Result<ClusterSecrets> &found) {
                    if (generation == m_generation)
                        takeSecrets(found);
                });
}

void ClusterWatch::takeSecrets(const Result<ClusterSecrets> &found)
{
    m_isReadingSecrets = false;
    if (found)
        return open(*found);
    m_view.trouble = found.error().message;
    const bool isRefused = found.error().kind == ErrorKind::NotPermitted;
    m_timer.start(isRefused ? RefusedSecretsPause : SecretsPause);
    Q_EMIT looked();
}

void ClusterWatch::open(const ClusterSecrets &secrets)
{
    const auto endpoint = flink::Endpoint::from(translation::connection(m_cluster, secrets));
    if (!endpoint) {
        m_view.trouble = endpoint.error().message;
        Q_EMIT looked();
        return;
    }
    m_api = std::make_unique<flink::Api>(*endpoint, m_time);
    lookNow();
}

void ClusterWatch::setAttention(Attention attention)
{
    if (attention == m_pace.attention())
        return;
    m_pace.setAttention(attention);
    if (attention == Attention::Close)
        lookNow();
    else if (m_api && !m_isLooking)
        pauseUntilNextLook(); // the one under way is of another pace
}

void ClusterWatch::lookNow()
{
    m_pace.quicken();
    (void)lookOnce(); // under way while the records of what came in are made durable
}

bool ClusterWatch::lookOnce()
{
    if (m_isLooking)
        m_isLookWanted = true; // what is under way was asked for before
    else if (m_api)
        look();
    return m_api != nullptr;
}

bool ClusterWatch::isFirstLookAwaited() const
{
    const bool isUnderWay = m_isReadingSecrets || (m_api && m_view.trouble.isEmpty());
    return isUnderWay && m_view.requestedAt == Instant() && m_looks <= FewLooks;
}

void ClusterWatch::identifyNow()
{
    m_isIdentityWanted = true;
    lookNow();
}

void ClusterWatch::beginAnew()
{
    m_view.isObserved = false;
    m_lastGoodAt = Instant();
    m_identifiedAt = Instant();
    m_slotsReadAt = Instant();
    m_jobsChangedAt = Instant();
    m_wasGood = false;
    m_view.endSign.reset();
    m_view.incarnationSeenAt = std::min(m_view.incarnationSeenAt, m_time.now());
    m_view.slotsReadAt = Instant();
    if (m_api) { // the answers to a look under way are of the time before
        ++m_generation;
        m_isLooking = false;
    }
    lookNow();
}

} // namespace headgate
