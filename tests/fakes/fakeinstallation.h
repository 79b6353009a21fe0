// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/sessioncluster.h"

#include <QTemporaryDir>

namespace headgate::test {

//! A folder that passes for an unpacked Flink with its Java. Its processes only wait: no port is
//! opened. They end on SIGTERM, and when this is gone.
class FakeInstallation {
public:
    FakeInstallation();

    //! From now on task managers say \a lastWords and end.
    void letTaskManagersEnd(const QByteArray &lastWords) const;

    //! What a JobManager says first.
    [[nodiscard]] static QString greeting();
    //! Of a `local` session cluster without task managers.
    [[nodiscard]] SessionClusterSpec spec() const;

private:
    void writeProgram(const QString &path, const QByteArray &content) const;

    QTemporaryDir m_folder;
};

} // namespace headgate::test
