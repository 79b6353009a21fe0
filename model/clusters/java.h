// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/installation.h"

#include <QFuture>

namespace headgate {

//! A Java that Flink can be started with.
struct Java {
    QString program; //!< Its `bin/java`.
    QString home; //!< For JAVA_HOME; empty for the one on the PATH.
    int release = 0; //!< 8, 11, 17 …

    bool operator==(const Java &) const = default;
};

//! The release in what `java -version` prints: 8 for `1.8.0_392`, 17 for `17.0.9`.
[[nodiscard]] std::optional<int> javaReleaseFrom(QStringView output);

//! Why \a flink does not run on Java \a release, with the remedy; empty if it does.
[[nodiscard]] QString javaProblem(const FlinkInstallation &flink, int release);

//! The first of \a preferredHome (may be empty), JAVA_HOME and the PATH that \a flink runs on;
//! else kind Environment. Starts `java -version` in \a context's thread, which it must outlive.
[[nodiscard]] QFuture<Result<Java>>
findJava(QObject *context, const FlinkInstallation &flink, const QString &preferredHome,
         const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment());

} // namespace headgate
