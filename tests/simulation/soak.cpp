// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/soak.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

constexpr quint32 Piece = 1000;

//! One piece; the threads take its seeds in turn. \a isEnough may end it early.
Soak playPiece(quint32 from, quint32 count, int workers, bool stopsAtBreach)
{
    Soak piece{.from = from, .count = count, .done = count};
    std::atomic<quint32> next = 0;
    std::atomic<bool> isEnough = false;
    std::mutex mutex;
    const auto work = [&] {
        Counters counters;
        QList<Breach> broken;
        for (quint32 i = next++; i < count && !isEnough; i = next++) {
            const Verdict verdict = Schedule(planFor(from + i)).run();
            add(counters, verdict.counters);
            if (verdict.hasHeld())
                continue;
            broken.append({from + i, verdict.law});
            isEnough = stopsAtBreach;
        }
        const std::scoped_lock lock(mutex);
        add(piece.counters, counters);
        piece.broken += broken;
    };
    std::vector<std::jthread> threads;
    for (int i = 1; i < workers; ++i)
        threads.emplace_back(work);
    work();
    threads.clear(); // joins
    std::ranges::sort(piece.broken, {}, &Breach::seed);
    return piece;
}

} // namespace

void play(Soak &soak, int workers, const std::function<bool(const Soak &)> &progress)
{
    while (soak.done < soak.count) {
        const quint32 count = std::min(Piece, soak.count - soak.done);
        const Soak piece = playPiece(soak.from + soak.done, count, workers, false);
        soak.done += count;
        soak.broken += piece.broken;
        add(soak.counters, piece.counters);
        if (progress && !progress(soak))
            return;
    }
}

std::optional<Breach> firstBreach(quint32 from, quint32 count, int workers)
{
    const Soak found = playPiece(from, count, workers, true);
    return found.broken.isEmpty() ? std::nullopt : std::optional(found.broken.first());
}

bool save(const Soak &soak, const QString &path)
{
    QJsonArray broken;
    for (const Breach &each : soak.broken)
        broken.append(QJsonArray{qint64(each.seed), each.law});
    QJsonObject counters;
    for (const auto &[name, count] : soak.counters.asKeyValueRange())
        counters.insert(name, count);
    const QJsonObject document{{u"from"_s, qint64(soak.from)},
                               {u"count"_s, qint64(soak.count)},
                               {u"done"_s, qint64(soak.done)},
                               {u"broken"_s, broken},
                               {u"counters"_s, counters}};
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(QJsonDocument(document).toJson()) > 0
        && file.commit();
}

Soak resumed(quint32 from, quint32 count, const QString &path)
{
    Soak soak{.from = from, .count = count};
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return soak;
    const QJsonObject document = QJsonDocument::fromJson(file.readAll()).object();
    const bool isSame = document.value(u"from"_s).toInteger(-1) == qint64(from)
        && document.value(u"count"_s).toInteger(-1) == qint64(count);
    if (!isSame)
        return soak;
    soak.done = quint32(document.value(u"done"_s).toInteger());
    const QJsonArray broken = document.value(u"broken"_s).toArray();
    for (const QJsonValue &each : broken)
        soak.broken.append({quint32(each[0].toInteger()), each[1].toString()});
    const QJsonObject counters = document.value(u"counters"_s).toObject();
    for (auto it = counters.begin(); it != counters.end(); ++it)
        soak.counters.insert(it.key(), it.value().toInteger());
    return soak;
}

} // namespace headgate::simulation
