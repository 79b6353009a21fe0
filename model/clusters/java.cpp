// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/java.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTimer>

#include <chrono>
#include <memory>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds PatienceWithJava(15);

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

QString remedy()
{
    return tr("install JDK 17 (the package openjdk-17-jre-headless on Debian), or set JAVA_HOME "
              "to one");
}

//! The ones to try, without their release.
QList<Java> candidates(const QString &preferredHome, const QProcessEnvironment &environment)
{
    QList<Java> found;
    const auto addHome = [&found](const QString &home) {
        const QString program = home + "/bin/java"_L1;
        if (!home.isEmpty() && QFileInfo(program).isExecutable())
            found.append({.program = program, .home = home});
    };
    addHome(preferredHome);
    if (!preferredHome.isEmpty())
        return found; // somebody said which one
    addHome(environment.value(u"JAVA_HOME"_s));
    const QStringList path = environment.value(u"PATH"_s).split(u':', Qt::SkipEmptyParts);
    if (const QString program = QStandardPaths::findExecutable(u"java"_s, path);
        !path.isEmpty() && !program.isEmpty())
        found.append({.program = program});
    return found;
}

//! Asks one Java after the other for its release, until one will do.
class Search : public QObject {
public:
    Search(QObject *parent, FlinkInstallation flink, QList<Java> candidates)
        : QObject(parent)
        , m_flink(std::move(flink))
        , m_candidates(std::move(candidates))
        , m_problem(
              failure(ErrorKind::Environment,
                      headgate::tr("No Java was found, and Flink needs one; %1.").arg(remedy())))
    {
        m_promise.start();
    }

    ~Search() override
    {
        if (!m_process)
            return;
        m_process->disconnect(this);
        m_process->kill();
        m_process->waitForFinished(); // a moment: it was killed
    }

    [[nodiscard]] QFuture<Result<Java>> future() { return m_promise.future(); }

    void tryNext()
    {
        if (m_candidates.isEmpty())
            return finish(m_problem);
        m_process = std::make_unique<QProcess>();
        m_process->setProcessChannelMode(QProcess::MergedChannels);
        connect(m_process.get(), &QProcess::finished, this, [this] { judge(); });
        connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError e) {
            if (e == QProcess::FailedToStart)
                judge();
        });
        QTimer::singleShot(PatienceWithJava, m_process.get(), &QProcess::kill);
        m_process->start(m_candidates.constFirst().program, {u"-version"_s});
    }

private:
    void judge()
    {
        const QString said = QString::fromLocal8Bit(m_process->readAll());
        m_process.release()->deleteLater(); // this is its signal
        Java java = m_candidates.takeFirst();
        const std::optional<int> release = javaReleaseFrom(said);
        const QString problem = release
            ? javaProblem(m_flink, *release)
            : headgate::tr("“%1 -version” does not say which Java it is; %2.")
                  .arg(java.program, remedy());
        if (problem.isEmpty()) {
            java.release = *release;
            return finish(java);
        }
        if (!m_hasProblem) // the first one is the one that a person would expect to be used
            m_problem = Failure(Error{ErrorKind::Environment, problem, 0, said, {}});
        m_hasProblem = true;
        tryNext();
    }

    void finish(Result<Java> result)
    {
        m_promise.addResult(std::move(result));
        m_promise.finish();
        deleteLater();
    }

    const FlinkInstallation m_flink;
    QList<Java> m_candidates;
    Result<Java> m_problem;
    bool m_hasProblem = false;
    std::unique_ptr<QProcess> m_process;
    QPromise<Result<Java>> m_promise;
};

} // namespace

std::optional<int> javaReleaseFrom(QStringView output)
{
    static const QRegularExpression version(uR"re(version "(?:1\.)?(\d{1,3})\b)re"_s);
    const QRegularExpressionMatch match = version.match(output.toString());
    return match.hasMatch() ? std::optional(match.captured(1).toInt()) : std::nullopt;
}

QString javaProblem(const FlinkInstallation &flink, int release)
{
    const FlinkRelease version = flinkReleaseOf(flink.version).value_or(FlinkRelease());
    const auto sentence = [&](const QString &needs) {
        return tr("Flink %1 needs %2, and Java %3 was found; %4.")
            .arg(flink.version, needs)
            .arg(release)
            .arg(version < FlinkRelease{1, 18} ? tr("install JDK 11, or set JAVA_HOME to one")
                                               : remedy());
    };
    if (version < FlinkRelease{1, 18})
        return release == 8 || release == 11 ? QString() : sentence(tr("Java 8 or 11"));
    if (version.major >= 2 && release < 11)
        return sentence(tr("Java 11 or newer"));
    if (release < 8)
        return sentence(tr("Java 8 or newer"));
    // From 24 on there is no security manager, and Flink's scripts ask for one.
    return release >= 24 ? sentence(tr("a Java before 24")) : QString();
}

QFuture<Result<Java>> findJava(QObject *context, const FlinkInstallation &flink,
                               const QString &preferredHome, const QProcessEnvironment &environment)
{
    auto *search = new Search(context, flink, candidates(preferredHome, environment));
    QFuture<Result<Java>> future = search->future();
    search->tryNext();
    return future;
}

} // namespace headgate
