// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>

namespace headgate {

//! A running storechild; killed with the object.
class Child {
public:
    explicit Child(const QStringList &arguments, const QString &failPoint = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        if (!failPoint.isEmpty())
            environment.insert(QStringLiteral("HEADGATE_FAIL_POINT"), failPoint);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(STORE_CHILD), arguments);
    }
    ~Child()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

    QProcess &process() { return m_process; }

    //! The next line that it says; empty if it ends without one.
    [[nodiscard]] QString line()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead()) { }
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }
    //! True if it was killed, false if it ended by itself.
    [[nodiscard]] bool wasKilled()
    {
        m_process.waitForFinished();
        return m_process.exitStatus() == QProcess::CrashExit;
    }

private:
    QProcess m_process;
};

} // namespace headgate
