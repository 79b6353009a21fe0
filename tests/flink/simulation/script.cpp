// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/flink/simulation/script.h"

#include "model/resources/enums.h"

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

QString word(OutcomeKind kind)
{
    switch (kind) {
    case OutcomeKind::Accepted:
        return u"accepted"_s;
    case OutcomeKind::Duplicate:
        return u"duplicate"_s;
    case OutcomeKind::Rejected:
        return u"rejected"_s;
    case OutcomeKind::JarMissing:
        return u"jar missing"_s;
    case OutcomeKind::NotSent:
        return u"not sent"_s;
    case OutcomeKind::Unknown:
        return u"unknown"_s;
    case OutcomeKind::NotFound:
        return u"not found"_s;
    case OutcomeKind::AlreadyTerminal:
        return u"already terminal"_s;
    }
    return {};
}

QString word(const OperationView &operation)
{
    const QString place = operation.location.isEmpty() ? u""_s : u" with a location"_s;
    switch (operation.state) {
    case OperationState::InProgress:
        return u"in progress"_s;
    case OperationState::Completed:
        return u"completed"_s + place;
    case OperationState::Failed:
        return u"failed"_s + place;
    case OperationState::NotFound:
        return u"not found"_s;
    }
    return {};
}

QString word(std::optional<FlinkJobStatus> status)
{
    return status ? wireName(*status) : u"absent"_s;
}

QString word(bool isTrue)
{
    return isTrue ? u"yes"_s : u"no"_s;
}

class Script {
public:
    explicit Script(Side &side)
        : m_side(side)
    {
    }

    QStringList play()
    {
        runTwice();
        savepointTwice();
        stopOnce();
        askAboutWhatIsOver();
        restore();
        cancel();
        refuse();
        sleepInMain();
        stopInVain();
        stopAgain();
        loseJobManager();
        return m_lines;
    }

private:
    template <typename Answer>
    void say(const char *step, const Answer &answer)
    {
        m_lines.append(QLatin1StringView(step) + u": "_s + word(answer));
    }

    void runTwice()
    {
        say("run", m_side.run({.job = u"a"_s}));
        say("it runs", m_side.waitFor(u"a"_s, FlinkJobStatus::Running));
        say("run again while it runs", m_side.run({.job = u"a"_s}));
        say("it completes a checkpoint", m_side.waitForCheckpoint(u"a"_s));
        const StateView state = m_side.state(u"a"_s);
        say("that is on disk", state.completed && m_side.isOnDisk(state.completed->path));
        say("nothing was restored", !state.restored);
    }

    void savepointTwice()
    {
        say("savepoint", m_side.savepoint(u"a"_s, u"t1"_s));
        say("savepoint, same trigger", m_side.savepoint(u"a"_s, u"t1"_s));
        const OperationView first = m_side.operation(u"a"_s, u"t1"_s);
        say("its operation", first);
        say("stop with that trigger", m_side.stop(u"a"_s, u"t1"_s));
        const OperationView again = m_side.operation(u"a"_s, u"t1"_s);
        say("its operation", again);
        say("it is the same savepoint", again.location == first.location);
        say("the job runs on", m_side.waitFor(u"a"_s, FlinkJobStatus::Running));
        const auto newest = m_side.state(u"a"_s).savepoint;
        say("it is the newest", newest && newest->path == first.location);
        say("of a stop", newest && newest->isSyncSavepoint);
    }

    void stopOnce()
    {
        say("stop", m_side.stop(u"a"_s, u"t2"_s));
        const OperationView stopped = m_side.operation(u"a"_s, u"t2"_s);
        m_savepoint = stopped.location;
        say("its operation", stopped);
        say("the job has finished", m_side.waitFor(u"a"_s, FlinkJobStatus::Finished));
        const StateView state = m_side.state(u"a"_s);
        say("it is the newest", state.savepoint && state.savepoint->path == m_savepoint);
        say("of a stop", state.savepoint && state.savepoint->isSyncSavepoint);
        say("on disk", m_side.isOnDisk(m_savepoint));
        say("where its place is written, too",
            state.savepoint && m_side.placeOnDisk(m_savepoint) == state.savepoint->id);
        say("its last checkpoint is named", state.completed.has_value());
        say("its files go", state.completed && m_side.waitUntilGone(state.completed->path));
    }

    void askAboutWhatIsOver()
    {
        say("run again after it finished", m_side.run({.job = u"a"_s}));
        say("cancel after it finished", m_side.cancel(u"a"_s));
        say("stop after it finished", m_side.stop(u"a"_s, u"t3"_s));
        say("its operation", m_side.operation(u"a"_s, u"t3"_s));
        say("cancel what is unknown", m_side.cancel(u"unknown"_s));
        say("stop what is unknown", m_side.stop(u"unknown"_s, u"t4"_s));
        say("its operation", m_side.operation(u"unknown"_s, u"t4"_s));
        say("an operation that is unknown", m_side.operation(u"a"_s, u"t5"_s));
        say("state of what is unknown", m_side.state(u"unknown"_s).isJobKnown);
    }

    void restore()
    {
        say("run from the savepoint", m_side.run({.job = u"b"_s, .from = m_savepoint}));
        say("it runs", m_side.waitFor(u"b"_s, FlinkJobStatus::Running));
        say("it completes a checkpoint", m_side.waitForCheckpoint(u"b"_s));
        const auto restored = m_side.state(u"b"_s).restored;
        say("restored from it", restored && restored->path == m_savepoint);
        say("by a savepoint", restored && restored->isSavepoint);
        say("run from nowhere", m_side.run({.job = u"c"_s, .from = u"file:/nowhere/at-all"_s}));
        say("it has failed", m_side.waitFor(u"c"_s, FlinkJobStatus::Failed));
    }

    void cancel()
    {
        say("cancel", m_side.cancel(u"b"_s));
        say("cancel again", m_side.cancel(u"b"_s));
        say("it is cancelled", m_side.waitFor(u"b"_s, FlinkJobStatus::Canceled));
        say("cancel after that", m_side.cancel(u"b"_s));
        say("cancel after it failed", m_side.cancel(u"c"_s));
        const auto kept = m_side.state(u"b"_s).completed;
        say("its checkpoint is kept", kept && m_side.isOnDisk(kept->path));
        say("run from it", m_side.run({.job = u"d"_s, .from = kept ? kept->path : QString()}));
        say("it runs", m_side.waitFor(u"d"_s, FlinkJobStatus::Running));
        const auto restored = m_side.state(u"d"_s).restored;
        say("restored from it", kept && restored && restored->path == kept->path);
        say("as if by a savepoint", restored && restored->isSavepoint);
        say("cancel", m_side.cancel(u"d"_s));
        say("it is cancelled", m_side.waitFor(u"d"_s, FlinkJobStatus::Canceled));
    }

    void refuse()
    {
        say("run without the jar", m_side.run({.job = u"e"_s, .hasJar = false}));
        say("its job", m_side.status(u"e"_s));
        say("main() throws", m_side.run({.job = u"e"_s, .main = Main::Throws}));
        say("its job", m_side.status(u"e"_s));
        say("main() submits twice", m_side.run({.job = u"f"_s, .main = Main::SubmitsTwice}));
        say("the first runs", m_side.waitFor(u"f"_s, FlinkJobStatus::Running));
        say("cancel", m_side.cancel(u"f"_s));
        say("it is cancelled", m_side.waitFor(u"f"_s, FlinkJobStatus::Canceled));
    }

    void sleepInMain()
    {
        m_side.beginRun({.job = u"g"_s, .main = Main::Sleeps});
        say("run with a slow main()", m_side.status(u"g"_s));
        say("cancel it before it is listed", m_side.cancel(u"g"_s));
        say("run again meanwhile", m_side.run({.job = u"g"_s, .main = Main::Sleeps}));
        say("it runs", m_side.waitFor(u"g"_s, FlinkJobStatus::Running));
        say("cancel", m_side.cancel(u"g"_s));
        say("it is cancelled", m_side.waitFor(u"g"_s, FlinkJobStatus::Canceled));
    }

    void stopInVain()
    {
        say("run with too few slots", m_side.run({.job = u"h"_s, .main = Main::WantsManySlots}));
        say("it says that it runs", m_side.waitFor(u"h"_s, FlinkJobStatus::Running));
        say("stop", m_side.stop(u"h"_s, u"t6"_s));
        say("its operation", m_side.operation(u"h"_s, u"t6"_s));
        say("it says that it runs", m_side.waitFor(u"h"_s, FlinkJobStatus::Running));
        say("cancel", m_side.cancel(u"h"_s));
        say("it is cancelled", m_side.waitFor(u"h"_s, FlinkJobStatus::Canceled));
    }

    void stopAgain()
    {
        say("run", m_side.run({.job = u"i"_s}));
        say("it completes a checkpoint", m_side.waitForCheckpoint(u"i"_s));
        say("stop to where nothing can be written", m_side.stop(u"i"_s, u"t7"_s, false));
        say("its operation", m_side.operation(u"i"_s, u"t7"_s));
        say("the job runs on", m_side.waitFor(u"i"_s, FlinkJobStatus::Running));
        say("stop", m_side.stop(u"i"_s, u"t8"_s));
        say("its operation", m_side.operation(u"i"_s, u"t8"_s));
        say("the job has finished", m_side.waitFor(u"i"_s, FlinkJobStatus::Finished));
    }

    void loseJobManager()
    {
        say("run", m_side.run({.job = u"j"_s}));
        say("it completes a checkpoint", m_side.waitForCheckpoint(u"j"_s));
        const auto kept = m_side.state(u"j"_s).completed;
        m_side.replaceJobManager();
        say("after its end the job is", m_side.status(u"j"_s));
        say("and one that had finished", m_side.status(u"i"_s));
        say("an operation of before", m_side.operation(u"i"_s, u"t8"_s));
        say("its checkpoint is kept", kept && m_side.isOnDisk(kept->path));
        say("run again, same id", m_side.run({.job = u"j"_s, .from = kept ? kept->path : u""_s}));
        say("it runs", m_side.waitFor(u"j"_s, FlinkJobStatus::Running));
    }

    Side &m_side;
    QStringList m_lines;
    QString m_savepoint; //!< Of the stop of a.
};

} // namespace

QStringList playScript(Side &side)
{
    return Script(side).play();
}

} // namespace headgate::test
