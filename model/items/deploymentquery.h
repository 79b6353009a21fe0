// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/report.h"

#include <QStringList>

namespace headgate {

//! What is written into the search field: words, `state:failed`, `cluster:prod`, `team=ads`.
//! Every part must hold; letters' case does not count.
struct DeploymentQuery {
    QStringList words; //!< Each is part of the name, the session cluster or a True condition.
    QStringList states; //!< The status begins with one of them.
    QStringList clusters; //!< The session cluster's name contains one of them.
    QMap<QString, QString> labels;

    bool operator==(const DeploymentQuery &) const = default;
    [[nodiscard]] static DeploymentQuery fromText(const QString &text);
    [[nodiscard]] bool matches(const DeploymentReport &report) const;
};

} // namespace headgate
