// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"
#include "model/resources/sessioncluster.h"

#include <functional>

namespace headgate {

//! One field that two documents disagree about; a value that is missing is empty.
struct FieldChange {
    QString path; //!< Such as `spec.template.spec.parallelism`.
    QString before;
    QString after;

    bool operator==(const FieldChange &) const = default;
};

//! What of a document that a person can write differs, in the order of the paths.
[[nodiscard]] QList<FieldChange> changesBetween(const Deployment &before, const Deployment &after);
[[nodiscard]] QList<FieldChange> changesBetween(const SessionCluster &before,
                                                const SessionCluster &after);

//! Only what a running job is restarted for (lifecycle.md §4).
[[nodiscard]] QList<FieldChange> changesOfTemplate(const Deployment &before,
                                                   const Deployment &after);

//! Both changed \a base: fields that only one of them changed are as in that one, and what both
//! changed is as in \a preferred. What nobody writes, such as the status, is as in \a other.
[[nodiscard]] Deployment merged(const Deployment &base, const Deployment &preferred,
                                const Deployment &other);
[[nodiscard]] SessionCluster merged(const SessionCluster &base, const SessionCluster &preferred,
                                    const SessionCluster &other);

//! How a form calls the field at a path.
using FieldLabels = std::function<QString(const QString &path)>;

//! "Parallelism: 4 → 8".
[[nodiscard]] QString changeText(const FieldChange &change, const FieldLabels &labelOf);

} // namespace headgate
