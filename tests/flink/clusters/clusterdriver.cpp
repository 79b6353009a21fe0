// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/localcluster.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace headgate;

//! clusterdriver DIRECTORY FLINK_HOME TASK_MANAGERS start|stop: does that with the cluster in
//! DIRECTORY, says "done" or what went wrong, and stays. A test kills it, or a fail point does.
int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    SessionClusterSpec spec;
    spec.kind = SessionClusterKind::Local;
    spec.flinkHome = arguments.value(2);
    spec.numberOfTaskManagers = arguments.value(3).toInt();
    LocalCluster cluster({.root = arguments.value(1)});
    cluster.adopt(spec, {});
    auto future =
        arguments.value(4) == QLatin1String("stop") ? cluster.stop() : cluster.start(spec);
    future.then(&app, [](const Result<LocalProcesses> &result) {
        QTextStream(stdout) << (result ? QString(QLatin1String("done")) : result.error().message)
                            << Qt::endl;
    });
    return QCoreApplication::exec();
}
