// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/engine/enginehost.h"
#include "model/store/datadirectory.h"
#include "tests/flink/fixture/eventually.h"

#include <QMap>
#include <QTemporaryDir>

#include <memory>

namespace headgate::test {

class BareFlink;

//! The engine as the program has it, on a data directory of its own, with what it has told so far.
class EngineDesk : public QObject {
    Q_OBJECT

public:
    //! Begins on \a directory, or on a new one that goes with this object.
    explicit EngineDesk(const QString &directory = {});
    ~EngineDesk() override;

    //! Ends the engine and begins another on the same directory.
    [[nodiscard]] bool restart();
    [[nodiscard]] Intentions &ask() { return *m_host; }
    [[nodiscard]] QString directory() const { return m_path; }
    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    [[nodiscard]] QString failure() const { return m_failure; }

    //! A remote session cluster of that name at \a url; empty, or why that failed.
    [[nodiscard]] QString attach(const QString &name, const QUrl &url,
                                 const QString &savepointDirectory);
    //! A Deployment of the sample job with \a arguments; answers with its id, empty on failure.
    [[nodiscard]] QString deploy(const QString &name, const QString &cluster,
                                 const QString &arguments = {},
                                 const QMap<QString, QString> &annotations = {});
    //! The document of such a Deployment, to be changed and saved.
    [[nodiscard]] static Deployment sample(const QString &name, const QString &cluster,
                                           const QString &arguments = {});
    //! Its id; empty on failure, with a warning that says why.
    [[nodiscard]] QString save(const Deployment &deployment);

    [[nodiscard]] DeploymentReport report(const QString &id) const;
    [[nodiscard]] DeploymentState state(const QString &id) const;
    [[nodiscard]] QList<Job> jobs(const QString &deploymentId) const;
    [[nodiscard]] QList<Savepoint> savepoints(const QString &deploymentId) const;
    [[nodiscard]] QList<Event> events() const { return m_events; }
    [[nodiscard]] QStringList eventNames(const QString &deploymentId) const;
    [[nodiscard]] SessionClusterReport cluster(const QString &name) const;
    //! True where \a id is as it is desired; if RUNNING, with all tasks, and from its template of
    //! now.
    [[nodiscard]] bool isFulfilled(const QString &id, const BareFlink &flink) const;
    //! For the text of a failed comparison: how things stand, in one line.
    [[nodiscard]] QByteArray describe(const QString &id) const;
    //! Where \a flink or the disk say otherwise than Headgate does of \a id, or a job runs there
    //! that no Job names; empty where all agree.
    [[nodiscard]] QByteArray disagreement(const QString &id, const BareFlink &flink) const;

private:
    [[nodiscard]] bool begin();
    [[nodiscard]] bool knowsFlinkJob(const QString &flinkJobId) const;
    [[nodiscard]] QStringList missingFiles(const QString &id) const;
    void take(const Changes &changes);

    QTemporaryDir m_own;
    QString m_path;
    SystemClock m_clock;
    std::unique_ptr<DataDirectory> m_directory;
    std::unique_ptr<EngineHost> m_host;
    bool m_hasBegun = false;
    QString m_failure;
    QMap<QString, DeploymentReport> m_reports;
    QMap<QString, Job> m_jobs;
    QMap<QString, Savepoint> m_savepoints;
    QMap<QString, SessionClusterReport> m_clusters;
    QList<Event> m_events;
};

//! Runs the event loop until \a future is done; its result. For tests alone.
template <typename T>
[[nodiscard]] Result<T> await(QFuture<Result<T>> future);

} // namespace headgate::test

#include <QtTest>

template <typename T>
headgate::Result<T> headgate::test::await(QFuture<Result<T>> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 60'000))
        return failure(ErrorKind::TimedOut, QStringLiteral("The engine did not answer."));
    return future.isCanceled() || future.resultCount() == 0
        ? Result<T>(failure(ErrorKind::TimedOut, QStringLiteral("The answer was cancelled.")))
        : future.result();
}

//! Waits until the Deployment \a id is in the state \a expected; a failure says how things stand.
#define TRY_STATE(desk, id, expected)                                                              \
    EVENTUALLY_OR((desk).state(id) == (expected), (desk).describe(id).constData())

//! What Headgate says is what Flink and the disk say.
#define VERIFY_AGREES(desk, id, flink)                                                             \
    do {                                                                                           \
        const QByteArray difference = (desk).disagreement(id, flink);                              \
        QVERIFY2(difference.isEmpty(), difference.constData());                                    \
    } while (false)
