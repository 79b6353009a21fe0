// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/transitions.h"

#include "app/program.h"
#include "tests/bench/runcommand.h"
#include "tests/bench/shownrow.h"
#include "tests/flink/engine/enginedesk.h"
#include "tests/gui/accessible.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>
#include <QTableView>
#include <QTest>
#include <QThread>
#include <QUuid>

#include <cstdio>

namespace headgate::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int Rounds = 21;
constexpr int Patience = 120'000;
static_assert(Rounds >= FewestRounds);

//! Times of the starts and the suspensions of one side, in milliseconds.
struct Times {
    QList<double> start;
    QList<double> stop;
};

//! Says why nothing can be measured.
bool give(const QString &reason)
{
    std::fputs(qPrintable(reason + u'\n'), stderr);
    return false;
}

double since(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

//! Looks again and again, with 2 ms between: what bare requests can know at the soonest.
bool waitClosely(const std::function<bool()> &isTrue)
{
    const QDeadlineTimer deadline(Patience);
    while (!deadline.hasExpired()) {
        if (isTrue())
            return true;
        QThread::msleep(2);
    }
    return false;
}

bool waitUntilWhole(const test::FlinkCluster &flink, const QString &flinkJobId)
{
    return QTest::qWaitFor([&] { return flink.bare().isRunningWholly(flinkJobId); }, Patience);
}

//! The program with its window, used by clicks.
class WindowSide {
public:
    WindowSide(const QString &directory, const test::FlinkCluster &flink)
        : m_flink(flink)
        , m_program(std::move(*DataDirectory::own(directory)))
        , m_row([this](const QString &status) {
            if (status != m_status)
                m_changedAt.restart();
            m_status = status;
        })
    {
        m_program.begin();
    }

    [[nodiscard]] bool hasBegun()
    {
        if (!QTest::qWaitFor([&] { return !m_status.isEmpty(); }, Patience))
            return false;
        const QTableView *table = deploymentsTable();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 0)).center());
        return true;
    }

    [[nodiscard]] bool play(Times &times)
    {
        const auto start = click(u"Start"_s, u"RUNNING"_s);
        if (!start || !waitUntilWhole(m_flink, runningJob()))
            return give(u"after Start the window shows "_s + m_status);
        const auto stop = click(u"Suspend"_s, u"SUSPENDED"_s);
        if (!stop)
            return give(u"after Suspend the window shows "_s + m_status);
        times.start.append(*start);
        times.stop.append(*stop);
        return true;
    }

private:
    //! Milliseconds from the click to the painted \a status.
    [[nodiscard]] std::optional<double> click(const QString &button, const QString &status)
    {
        QWidget *window = mainWindow();
        const bool isPossible = QTest::qWaitFor(
            [&] {
                QAbstractButton *found = nullptr;
                for (QAbstractButton *each : window->findChildren<QAbstractButton *>())
                    found = each->accessibleName() == button && each->isVisible() ? each : found;
                return found && found->isEnabled();
            },
            Patience);
        if (!isPossible) {
            give(button + u" is not offered"_s);
            return std::nullopt;
        }
        QElapsedTimer timer;
        timer.start();
        if (!press(window, button))
            return std::nullopt;
        if (QWidget *dialog = QApplication::activeModalWidget(); dialog && !press(dialog, button)) {
            give(dialog->windowTitle() + u" asks something else"_s);
            return std::nullopt;
        }
        QEventLoop loop;
        QTimer patience;
        patience.setSingleShot(true);
        QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
        patience.start(Patience);
        while (m_status != status && patience.isActive())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (m_status != status)
            return std::nullopt;
        return since(timer) - since(m_changedAt);
    }

    [[nodiscard]] QString runningJob() const
    {
        const auto jobs = m_flink.bare().jobs().value_or(QList<test::BareJob>());
        const auto found = std::ranges::find(jobs, u"RUNNING"_s, &test::BareJob::state);
        return found == jobs.end() ? QString() : found->id;
    }

    const test::FlinkCluster &m_flink;
    Program m_program;
    ShownRow m_row;
    QString m_status;
    QElapsedTimer m_changedAt;
};

//! The same by requests alone.
class BareSide {
public:
    explicit BareSide(const test::FlinkCluster &flink)
        : m_flink(flink)
        , m_jar(flink.bare().upload(test::sampleJob()))
    {
    }

    [[nodiscard]] bool play(Times &times)
    {
        const QString id = QUuid::createUuid().toString(QUuid::Id128);
        QJsonObject request{{u"jobId"_s, id},
                            {u"parallelism"_s, 1},
                            {u"flinkConfiguration"_s,
                             QJsonObject{{u"execution.checkpointing.interval"_s, u"1 s"_s}}}};
        if (!m_savepoint.isEmpty())
            request.insert(u"savepointPath"_s, m_savepoint);
        QElapsedTimer timer;
        timer.start();
        if (m_flink.bare().run(m_jar, request).status != 200
            || !waitClosely([&] { return m_flink.bare().stateOf(id) == "RUNNING"_L1; }))
            return give(u"the bare run request did not start the job"_s);
        times.start.append(since(timer));
        if (!waitUntilWhole(m_flink, id))
            return give(u"the tasks of the bare job do not run"_s);
        timer.restart();
        if (!stop(id))
            return give(u"the bare stop request did not stop the job"_s);
        times.stop.append(since(timer));
        return true;
    }

private:
    [[nodiscard]] bool stop(const QString &id)
    {
        const QString path = u"/jobs/"_s + id;
        const QString trigger =
            m_flink.bare()
                .send("POST", path + u"/stop"_s,
                      {{u"targetDirectory"_s, m_flink.savepointDirectory()}, {u"drain"_s, false}})
                .json()["request-id"_L1]
                .toString();
        const bool isWritten = waitClosely([&] {
            const QJsonObject answer =
                m_flink.bare().get(path + u"/savepoints/"_s + trigger).json();
            m_savepoint = answer["operation"_L1].toObject()["location"_L1].toString();
            return !m_savepoint.isEmpty();
        });
        return isWritten
            && waitClosely([&] { return m_flink.bare().stateOf(id) == "FINISHED"_L1; });
    }

    const test::FlinkCluster &m_flink;
    const QString m_jar;
    QString m_savepoint;
};

//! The same by the command.
class CommandSide {
public:
    explicit CommandSide(const test::FlinkCluster &flink)
        : m_flink(flink)
        , m_command(flink)
    {
    }

    [[nodiscard]] bool play(Times &times)
    {
        QElapsedTimer timer;
        timer.start();
        const QString id = m_command.run(m_savepoint);
        times.start.append(since(timer));
        if (id.isEmpty() || !waitUntilWhole(m_flink, id))
            return give(u"flink run -d did not start the job"_s);
        timer.restart();
        m_savepoint = m_command.stop(id);
        times.stop.append(since(timer));
        return !m_savepoint.isEmpty() || give(u"flink stop named no savepoint"_s);
    }

private:
    const test::FlinkCluster &m_flink;
    RunCommand m_command;
    QString m_savepoint;
};

QList<Row> compare(const QString &what, const QList<double> &ours, const QList<double> &bare,
                   const QString &command, const QList<double> &theirs)
{
    const double window = median(ours);
    const double requests = median(bare);
    const double other = median(theirs);
    return {{.what = what,
             .measured = inMilliseconds(window),
             .against = u"bare requests: "_s + inMilliseconds(requests),
             .ratio = QString::number(window / requests, 'f', 2),
             .goal = u"≤ 50 ms more, ≤ 1.5 times"_s,
             .isMet = window - requests <= 50 && window / requests <= 1.5},
            {.what = what,
             .measured = inMilliseconds(window),
             .against = u"%1: %2"_s.arg(command, inMilliseconds(other)),
             .ratio = QString::number(window / other, 'f', 2),
             .goal = u"≤ a fifth"_s,
             .isMet = window / other <= 0.2}};
}

//! One Deployment on \a flink, which was never started.
bool writeDeployment(const QString &directory, const test::FlinkCluster &flink)
{
    test::EngineDesk desk(directory);
    return desk.hasBegun()
        && desk.attach(u"bench"_s, flink.url(), flink.savepointDirectory()).isEmpty()
        && !desk.deploy(u"clicks"_s, u"bench"_s).isEmpty();
}

} // namespace

std::optional<QList<Row>> measureTransitions()
{
    test::FlinkCluster flink;
    if (!flink.start()) {
        std::fputs(qPrintable(flink.failure() + u'\n'), stderr);
        return std::nullopt;
    }
    QTemporaryDir folder;
    if (!writeDeployment(folder.path(), flink))
        return std::nullopt;
    WindowSide window(folder.path(), flink);
    BareSide bare(flink);
    CommandSide command(flink);
    Times ours;
    Times requests;
    Times theirs;
    Times warmUp;
    if (!window.hasBegun() || !window.play(warmUp) || !bare.play(warmUp))
        return std::nullopt;
    for (int round = 0; round < Rounds; ++round) {
        std::fputs(qPrintable(u"round %1 of %2\n"_s.arg(round + 1).arg(Rounds)), stderr);
        if (!window.play(ours) || !bare.play(requests) || !command.play(theirs))
            break;
    }
    if (theirs.stop.size() < FewestRounds)
        return std::nullopt;
    std::fputs(qPrintable(u"medians of %1 rounds\n"_s.arg(theirs.stop.size())), stderr);
    return compare(u"from Start to RUNNING shown"_s, ours.start, requests.start, u"flink run -d"_s,
                   theirs.start)
        + compare(u"from Suspend to SUSPENDED shown"_s, ours.stop, requests.stop, u"flink stop"_s,
                  theirs.stop);
}

} // namespace headgate::bench
