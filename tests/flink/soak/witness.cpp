// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/soak/witness.h"

#include "tests/flink/engine/enginedesk.h"
#include "tests/flink/fixture/flinkcluster.h"

#include <QDirIterator>
#include <QJsonArray>

#include <algorithm>

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype NewestJobs = 4; // those before have been looked at in earlier rounds

struct Span {
    QString id;
    qint64 start = 0; // ms, by Flink's clock
    qint64 end = 0; // -1: it has not ended
};

//! The newest jobs of the session cluster, the oldest of them first.
QList<Span> spansOf(const FlinkCluster &flink)
{
    QList<Span> spans;
    const QJsonArray rows = flink.bare().get(u"/jobs/overview"_s).json()["jobs"_L1].toArray();
    for (const auto &row : rows)
        spans.append({.id = row["jid"_L1].toString(),
                      .start = qint64(row["start-time"_L1].toDouble()),
                      .end = qint64(row["end-time"_L1].toDouble())});
    std::ranges::sort(spans, {}, &Span::start);
    return spans.mid(qMax<qsizetype>(0, spans.size() - NewestJobs));
}

struct Left {
    QString restored; // the path that the job began with; empty: it began empty
    QString newest; // the path of the newest state it left; empty: none
};

QString pathOf(const QJsonObject &snapshot)
{
    return QUrl(snapshot["external_path"_L1].toString()).path();
}

Left leftBy(const FlinkCluster &flink, const QString &flinkJobId)
{
    const QJsonObject latest =
        flink.bare().get(u"/jobs/%1/checkpoints"_s.arg(flinkJobId)).json()["latest"_L1].toObject();
    Left left{.restored = pathOf(latest["restored"_L1].toObject())};
    left.newest = left.restored;
    double newestId = -1;
    for (const auto &kind : {"completed"_L1, "savepoint"_L1}) {
        const QJsonObject snapshot = latest[kind].toObject();
        if (!snapshot.isEmpty() && snapshot["id"_L1].toDouble() > newestId) {
            newestId = snapshot["id"_L1].toDouble();
            left.newest = pathOf(snapshot);
        }
    }
    return left;
}

} // namespace

QString twoJobsAtOnce(const FlinkCluster &flink)
{
    const QList<Span> spans = spansOf(flink);
    for (qsizetype i = 1; i < spans.size(); ++i) {
        const Span &before = spans[i - 1];
        if (before.end < 0 || before.end > spans[i].start)
            return u"%1 began at %2, and %3 ended at %4"_s.arg(spans[i].id)
                .arg(spans[i].start)
                .arg(before.id)
                .arg(before.end);
    }
    return {};
}

QString jobThatWentBack(const FlinkCluster &flink)
{
    const QList<Span> spans = spansOf(flink);
    for (qsizetype i = 1; i < spans.size(); ++i) {
        const QString newest = leftBy(flink, spans[i - 1].id).newest;
        const QString restored = leftBy(flink, spans[i].id).restored;
        if (newest != restored)
            return u"%1 began with “%2”, and %3 left “%4”"_s.arg(spans[i].id, restored,
                                                                 spans[i - 1].id, newest);
    }
    return {};
}

QStringList lostSavepoints(const QString &directory, const EngineDesk &desk, const QString &id)
{
    QStringList known;
    for (const Savepoint &savepoint : desk.savepoints(id)) {
        if (savepoint.status.state == SavepointState::Completed)
            known.append(QUrl(savepoint.spec.savepointLocation).path());
    }
    QStringList lost;
    QDirIterator files(directory, {u"_metadata"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString place = files.nextFileInfo().path();
        if (!known.contains(place))
            lost.append(place);
    }
    return lost;
}

} // namespace headgate::test
