// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/flink/checkpointvalues.h"
#include "model/flink/clustervalues.h"
#include "model/flink/dated.h"
#include "model/flink/jobvalues.h"
#include "model/flink/requests.h"
#include "model/flink/restclient.h"

namespace headgate::flink {

//! A change under way: its answer, and the handle to give it up.
template <typename T>
struct Call {
    Answer<T> answer;
    OpenRequest request;
};

enum class CancelAnswer {
    Accepted, //!< Also when the job is being, or was, cancelled.
    AlreadyEnded, //!< FINISHED or FAILED
    UnknownJob,
};

//! Flink's REST API: one function an endpoint. Lives in the thread that made it.
//!
//! Errors of reads: ConnectionRefused, TimedOut, Unreachable, Foreign, NotFound (Flink says so),
//! Unavailable, Rejected, TooLarge. Errors of changes: NotSent, Rejected, Duplicate, JarMissing,
//! NotFound, Unavailable, Foreign, TooLarge, all of which prove that nothing was changed by this
//! request (but see runJar), and UnknownOutcome.
class Api {
public:
    Api(Endpoint endpoint, const Clock &clock, Limits limits = {});
    ~Api(); //!< Cancels the futures of all that is under way.

    [[nodiscard]] const Endpoint &endpoint() const { return m_client.endpoint(); }

    Answer<ClusterConfig> config(); //!< `GET /config`
    Answer<ClusterOverview> overview(); //!< `GET /overview`
    Answer<JobManagerConfig> jobManagerConfig(); //!< `GET /jobmanager/config`
    Answer<QList<TaskManager>> taskManagers(); //!< `GET /taskmanagers`

    Answer<QList<JobSummary>> jobs(); //!< `GET /jobs/overview`
    Answer<JobDetail> job(const QString &jobId); //!< `GET /jobs/:id`
    Answer<JobConfig> jobConfig(const QString &jobId); //!< `GET /jobs/:id/config`
    //! `GET /jobs/:id/exceptions`: at most \a maximum.
    Answer<JobExceptions> exceptions(const QString &jobId, int maximum);
    //! `GET /jobs/:id/metrics`; Flink answers with what it fetched after the look before.
    Answer<JobMetrics> metrics(const QString &jobId, const QStringList &names);
    //! `GET /jobs/:id/checkpoints`; "not enabled" is a value, an unknown job is NotFound.
    Answer<Checkpoints> checkpoints(const QString &jobId);
    //! `GET /jobs/:id/checkpoints/config`; the same.
    Answer<CheckpointsConfig> checkpointsConfig(const QString &jobId);
    //! `GET /jobs/:id/savepoints/:triggerid`, of a savepoint or a stop; not found is a value.
    Answer<SavepointStatus> savepointStatus(const QString &jobId, const QString &triggerId);

    Answer<QList<Jar>> jars(); //!< `GET /jars`
    //! `POST /jars/upload`: the id of the jar. \a remoteName, of letters, digits and `._-`, comes
    //! back as Jar::name.
    Call<QString> uploadJar(const QString &file, const QString &remoteName, Progress progress = {});
    Answer<bool> deleteJar(const QString &jarId); //!< `DELETE /jars/:jarid`; false: was gone.
    //! `POST /jars/:jarid/run`: the job id. Answers when main() has ended. Even after Rejected
    //! look for the job: a program can submit it and fail then.
    Call<QString> runJar(const QString &jarId, const RunRequest &request,
                         const Capabilities &capabilities, std::chrono::milliseconds deadline);

    Answer<CancelAnswer> cancelJob(const QString &jobId); //!< `PATCH /jobs/:id?mode=cancel`
    //! `POST /jobs/:id/stop`: the trigger id. Says nothing of success, see savepointStatus().
    Answer<QString> stopJob(const QString &jobId, const StopRequest &request,
                            const Capabilities &capabilities);
    //! `POST /jobs/:id/savepoints`: the trigger id. Says nothing of success.
    Answer<QString> triggerSavepoint(const QString &jobId, const SavepointRequest &request,
                                     const Capabilities &capabilities);
    //! `POST /savepoint-disposal`: the trigger id, which Flink chooses. The files of \a path are
    //! deleted for good, whoever needs them. Says nothing of success, see disposalStatus().
    Answer<QString> disposeSavepoint(const QString &path);
    //! `GET /savepoint-disposal/:triggerid`; not found is a value.
    Answer<DisposalStatus> disposalStatus(const QString &triggerId);

private:
    RestClient m_client;
};

} // namespace headgate::flink
