// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fakeinstallation.h"

#include <QDir>
#include <QFile>

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

//! The lock, descriptor 9, is let go of at once when the shell ends.
const QByteArray Wait = R"(while [ -e "$0" ]; do sleep 0.2 9>&-; done
)";

} // namespace

FakeInstallation::FakeInstallation()
{
    writeProgram(u"lib/flink-dist-1.20.5.jar"_s, {});
    writeProgram(u"bin/flink-console.sh"_s, {});
    writeProgram(u"bin/jobmanager.sh"_s, "echo " + greeting().toUtf8() + '\n' + Wait);
    writeProgram(u"bin/taskmanager.sh"_s, Wait);
    writeProgram(u"java/bin/java"_s, "echo 'openjdk version \"17.0.1\"'\n");
}

void FakeInstallation::letTaskManagersEnd(const QByteArray &lastWords) const
{
    writeProgram(u"bin/taskmanager.sh"_s, "echo '" + lastWords + "'\nexit 1\n");
}

QString FakeInstallation::greeting()
{
    return u"Starting a JobManager that only waits"_s;
}

SessionClusterSpec FakeInstallation::spec() const
{
    SessionClusterSpec spec;
    spec.kind = SessionClusterKind::Local;
    spec.flinkHome = m_folder.path();
    spec.numberOfTaskManagers = 0;
    spec.flinkConfiguration.insert(u"env.java.home"_s, m_folder.filePath(u"java"_s));
    return spec;
}

void FakeInstallation::writeProgram(const QString &path, const QByteArray &content) const
{
    QFile file(m_folder.filePath(path));
    QDir().mkpath(QFileInfo(file).path());
    if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + content) < 0
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        qFatal("“%s” cannot be written.", qPrintable(file.fileName()));
}

} // namespace headgate::test
