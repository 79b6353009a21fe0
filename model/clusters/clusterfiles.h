// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace headgate {

//! Where the files of one `local` session cluster are: all below one directory of its own.
struct ClusterFiles {
    QString root; //!< `<data dir>/session-clusters/<id>`, absolute.

    [[nodiscard]] QString configuration() const { return root + QLatin1String("/conf"); }
    [[nodiscard]] QString logs() const { return root + QLatin1String("/log"); }
    [[nodiscard]] QString uploads() const { return root + QLatin1String("/upload"); }
    [[nodiscard]] QString temporary() const { return root + QLatin1String("/tmp"); }
    [[nodiscard]] QString checkpoints() const { return root + QLatin1String("/checkpoints"); }
    [[nodiscard]] QString savepoints() const { return root + QLatin1String("/savepoints"); }
    [[nodiscard]] QString archive() const { return root + QLatin1String("/archive"); }
    [[nodiscard]] QString run() const { return root + QLatin1String("/run"); }

    bool operator==(const ClusterFiles &) const = default;
};

} // namespace headgate
