// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/clustersecrets.h"
#include "model/engine/enginetime.h"
#include "model/engine/lookpace.h"
#include "model/flink/api.h"
#include "model/lifecycle/decision.h"

#include <QObject>
#include <QSet>
#include <QTimer>

#include <memory>
#include <utility>

namespace headgate {

//! Looks at one session cluster again and again, and keeps what is known of it as a ClusterView.
//!
//! A look is one overview. Where it matters, it says who answered: while something is under way,
//! for a request that is about to name it, and where a job that should be there is absent. Without
//! HA a job tells that has run on since the last look; else it is asked (`/jobmanager/config`), as
//! it is at the first look, after one that failed, and once a minute.
class ClusterWatch : public QObject {
    Q_OBJECT

public:
    ClusterWatch(const SessionCluster &cluster, Secrets &secrets, const EngineTime &time,
                 QObject *parent = nullptr);
    ~ClusterWatch() override;

    //! Takes a changed document; a new address or credentials begin a new client. A document that
    //! was written anew has its secrets read again. What was seen at another address is forgotten.
    void setCluster(const SessionCluster &cluster);
    [[nodiscard]] const ClusterView &view() const { return m_view; }
    [[nodiscard]] const QString &flinkVersion() const { return m_version; }
    [[nodiscard]] const flink::Capabilities &capabilities() const { return m_capabilities; }
    //! Null while there is no address, or one that cannot be used, or a secret is missing.
    [[nodiscard]] flink::Api *api() const { return m_api.get(); }
    [[nodiscard]] int requestCount() const { return m_looks; }
    //! The cluster has neither answered nor failed to yet, or its secrets are still being read.
    [[nodiscard]] bool isFirstLookAwaited() const;

    //! The jobs whose rows looks have changed since this was last asked.
    [[nodiscard]] QSet<QString> takeChangedJobs() { return std::exchange(m_changedJobs, {}); }

    //! Jobs that should be there: their absence makes a look ask who answers.
    void expect(const QSet<QString> &flinkJobIds) { m_expected = flinkJobIds; }
    //! Where it becomes close, the next look is at once.
    void setAttention(Attention attention);
    [[nodiscard]] Attention attention() const { return m_pace.attention(); }
    //! Where attention is close, those that follow come quickly, too.
    void lookNow();
    //! After the look that is under way, if one is. False where nobody can be asked now.
    [[nodiscard]] bool lookOnce();
    //! As lookNow(); the look says also who answers, for a request is about to name it.
    void identifyNow();
    //! After sleep or a jump of the clock: nothing that was seen before counts as the present.
    void beginAnew();
    void setOpenRunRequests(int count) { m_view.openRunRequests = count; }

    //! Those of checkpoints, savepoints and high availability, as the JobManager names them; empty
    //! texts where it names none.
    [[nodiscard]] const QStringList &directories() const { return m_directories; }

Q_SIGNALS:
    //! view() says who answers: at the first look, and where it is another process than before.
    void identified();
    //! A look has ended, well or not: view() is new.
    void looked();

private:
    void forget();
    void askForSecrets();
    void takeSecrets(const Result<ClusterSecrets> &found);
    void open(const ClusterSecrets &secrets);
    void look();
    void takeJobs(const Result<flink::Dated<QList<flink::JobSummary>>> &answer);
    [[nodiscard]] bool isIdentityDue(bool isTold) const;
    [[nodiscard]] bool isToldByItsJobs() const;
    void identify();
    void takeIdentity(const Result<flink::Dated<flink::JobManagerConfig>> &answer);
    void learn(const flink::JobManagerConfig &config, Instant seenAt);
    [[nodiscard]] bool isPerhapsAnother() const;
    //! Flink's own, or the default of the session cluster.
    [[nodiscard]] QString savepointDirectory() const;
    void readVersion();
    void readSlots();
    void accept();
    void takeRows();
    void fail(const Error &error);
    void endLook();
    [[nodiscard]] bool isAttentive() const { return attention() != Attention::Calm; }
    [[nodiscard]] bool areTasksComing() const;
    void pauseUntilNextLook();

    Secrets &m_secrets;
    const EngineTime &m_time;
    SessionCluster m_cluster;
    flink::Connection m_connection;
    std::unique_ptr<flink::Api> m_api;
    ClusterView m_view;
    flink::Capabilities m_capabilities;
    QString m_version;
    QSet<QString> m_expected;
    QSet<QString> m_changedJobs;
    QStringList m_directories;

    LookPace m_pace;
    QTimer m_timer;
    flink::Dated<QList<flink::JobSummary>> m_overview; //!< Of the look under way.
    quint64 m_generation = 0; //!< Answers of an older client are dropped.
    qint64 m_openedVersion = -1; //!< Of the document whose secrets were read last.
    bool m_isReadingSecrets = false;
    bool m_isLooking = false;
    bool m_isLookWanted = false;
    bool m_isIdentityWanted = false;
    bool m_isBlurred = false; //!< A look since the last good one failed otherwise than refused.
    bool m_wasGood = false;
    bool m_isVersionKnown = false;
    int m_looks = 0;
    Instant m_lastGoodAt;
    Instant m_identifiedAt; //!< When an answer last told who gives it.
    Instant m_configurationReadAt;
    Instant m_slotsReadAt;
    Instant m_jobsChangedAt; //!< When a job was last seen to have come or ended.
};

} // namespace headgate
