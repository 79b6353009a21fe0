// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/requests.h"

#include "model/engine/enginehost.h"
#include "model/store/datadirectory.h"
#include "tests/bench/fakedata.h"
#include "tests/fakes/fakeflink.h"
#include "tests/flink/engine/enginedesk.h"

#include <QTest>

#include <algorithm>

namespace headgate::bench {

using namespace Qt::StringLiterals;
using namespace std::chrono;

namespace {

constexpr milliseconds Tick{5000};
constexpr int Ticks = 24;

//! An engine and a Flink whose requests are counted from count() on.
class Scene {
public:
    explicit Scene(int jobs)
        : m_jobs(jobs)
        , m_flink(test::runningJobIds(jobs))
        , m_hasData(writeRunningDeployments(m_folder.path(), m_flink.url(), jobs))
    {
        if (m_hasData)
            m_desk = std::make_unique<test::EngineDesk>(m_folder.path());
    }

    [[nodiscard]] bool hasBegun() const { return m_desk && m_desk->hasBegun(); }
    //! Everything that is asked only once has been.
    [[nodiscard]] bool isSettled() const
    {
        return m_flink.count(u"/jobs/:id/checkpoints/config"_s) >= m_jobs
            && m_flink.count(u"/jobs/:id/exceptions"_s) >= m_jobs;
    }
    void count()
    {
        m_before = m_flink.counts();
        m_checkpointsBefore = int(m_flink.checkpointsRead().size());
    }
    [[nodiscard]] int counted(const QString &path) const
    {
        return m_flink.count(path) - m_before.value(path);
    }
    [[nodiscard]] double ofOthers() const
    {
        int sum = 0;
        for (const auto &[path, count] : m_flink.counts().asKeyValueRange()) {
            if (path != "/jobs/overview"_L1 && path != "/jobs/:id/checkpoints"_L1)
                sum += count - m_before.value(path);
        }
        return sum;
    }
    [[nodiscard]] int mostInASecond() const
    {
        const QList<milliseconds> all = m_flink.checkpointsReadAt().sliced(m_checkpointsBefore);
        int most = 0;
        for (qsizetype first = 0, last = 0; last < all.size(); ++last) {
            while (all[last] - all[first] >= 1s)
                ++first;
            most = std::max(most, int(last - first + 1));
        }
        return most;
    }
    [[nodiscard]] double checkpointReads() const { return counted(u"/jobs/:id/checkpoints"_s); }

private:
    const int m_jobs;
    QTemporaryDir m_folder;
    test::FakeFlink m_flink;
    bool m_hasData;
    std::unique_ptr<test::EngineDesk> m_desk;
    QMap<QString, int> m_before;
    int m_checkpointsBefore = 0;
};

QList<Row> rowsOf(const Scene &scene, int jobs)
{
    const QString suffix = u", %1 running"_s.arg(jobs);
    const double overviews = double(scene.counted(u"/jobs/overview"_s)) / Ticks;
    const double others = scene.ofOthers() / Ticks;
    const double reads = scene.checkpointReads();
    const double perSecond = reads / double((Ticks * Tick).count()) * 1000;
    const double perJob = perSecond * 10 / jobs;
    return {
        {.what = u"overviews a tick"_s + suffix,
         .measured = QString::number(overviews, 'f', 2),
         .against = u"other requests a tick: %1"_s.arg(others, 0, 'f', 2),
         .goal = u"one"_s,
         .isMet = overviews < 1.1},
        {.what = u"reads of checkpoints a second"_s + suffix,
         .measured = QString::number(perSecond, 'f', 2),
         .against = u"most that arrived within one: %1"_s.arg(scene.mostInASecond()),
         .goal = u"≤ 5"_s,
         .isMet = perSecond <= 5},
        {.what = u"reads of one job's checkpoints in 10 s"_s + suffix,
         .measured = QString::number(perJob, 'f', 2),
         .goal = u"≤ 1"_s,
         .isMet = perJob <= 1},
    };
}

} // namespace

std::optional<QList<Row>> measureRequests()
{
    Scene one(1);
    Scene hundred(100);
    if (!one.hasBegun() || !hundred.hasBegun())
        return std::nullopt;
    const bool isSettled = QTest::qWaitFor([&] { return one.isSettled() && hundred.isSettled(); },
                                           int(milliseconds(5min).count()));
    if (!isSettled)
        return std::nullopt;
    one.count();
    hundred.count();
    QTest::qWait(int((Tick * Ticks).count())); // the time is what is measured over
    return rowsOf(one, 1) + rowsOf(hundred, 100);
}

} // namespace headgate::bench
