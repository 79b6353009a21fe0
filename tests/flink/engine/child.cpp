// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/clock.h"
#include "model/core/whendone.h"
#include "model/engine/enginehost.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/datadirectory.h"

#include <QCoreApplication>

#include <cstdio>
#include <optional>

using namespace headgate;
using namespace Qt::StringLiterals;

namespace {

void sayFailure(const auto &answer)
{
    if (!answer)
        std::fprintf(stderr, "%s\n", qPrintable(answer.error().message));
}

//! Other arguments: `--rate 51` after `--rate 50`.
Deployment withHigherRate(Deployment deployment)
{
    QString &arguments = deployment.spec.jobTemplate.artifact.mainArgs;
    arguments = u"--rate %1"_s.arg(arguments.section(u' ', -1).toInt() + 1);
    return deployment;
}

//! Asks \a host for \a intention; nothing is asked for with any other word.
void ask(EngineHost &host, const QString &intention, const Deployment &deployment)
{
    const QString &id = deployment.metadata.id;
    const auto tell = [&host](const auto &future) {
        whenDone(&host, future, [](const auto &answer) { sayFailure(answer); });
    };
    if (intention == "start"_L1)
        tell(host.start(id, {}));
    else if (intention == "suspend"_L1)
        tell(host.suspend(id, false));
    else if (intention == "cancel"_L1)
        tell(host.cancel(id));
    else if (intention == "upgrade"_L1)
        tell(host.saveDeployment({.deployment = withHigherRate(deployment)}));
    else if (intention == "savepoint"_L1)
        tell(host.triggerSavepoint(id));
    else if (intention == "force"_L1)
        tell(host.forceCancel(id));
    else if (intention == "retry"_L1)
        tell(host.retry(id, {}));
    else if (intention == "run-again"_L1)
        tell(host.runAgain(id, {.choice = StateChoiceKind::Empty, .isConfirmed = true}));
}

} // namespace

//! `headgate_child DIRECTORY INTENTION DEPLOYMENT…`: the engine without a window, which asks for
//! one thing of each Deployment, says so in a line, and goes on until it is killed. INTENTION is
//! one of those in ask(), or `watch`, which asks for nothing.
int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 4 || arguments.size() % 2 != 0)
        return 2;
    QMap<QString, QString> intentions; // by Deployment
    for (qsizetype i = 2; i < arguments.size(); i += 2)
        intentions.insert(arguments[i + 1], arguments[i]);
    const SystemClock clock;
    const auto directory = DataDirectory::own(arguments[1]);
    if (!directory)
        return 3;
    EngineHost host(*directory, clock, [] { return std::make_unique<MemorySecrets>(); }, {});
    QObject::connect(&host, &EngineHost::changed, &application, [&](const Changes &changes) {
        for (const DeploymentReport &report : changes.deployments) {
            const QString &id = report.deployment.metadata.id;
            const bool isEarly = intentions.value(id) == "savepoint"_L1 && !report.lastSeen;
            if (isEarly || !intentions.contains(id))
                continue; // where savepoints belong is the cluster's word
            const QString intention = intentions.take(id);
            ask(host, intention, report.deployment);
            std::puts("asked");
            std::fflush(stdout);
        }
    });
    whenDone(&application, host.begin(), [](const Result<Done> &begun) {
        sayFailure(begun);
        if (!begun)
            QCoreApplication::exit(4);
    });
    return QCoreApplication::exec();
}
