// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace headgate {

//! What our item models answer beside Qt's own roles.
enum ItemRole {
    IdRole = Qt::UserRole + 1, //!< QString
    DeploymentIdRole, //!< QString; empty where the row concerns none.
    SessionClusterIdRole, //!< QString; empty where the row concerns none.
    SortRole, //!< What a column is sorted by.
    MarkRole, //!< int of Mark: the shape before the text; invalid: no room is kept for one.
    IsStaleRole, //!< bool: shown grey.
    IsPathRole, //!< bool: where room is short its middle is left out, not its end.
    IsEmphasizedRole, //!< bool: somebody should look at this row.
    //! QString: drawn where the cell has no text of its own; also its accessible description.
    NoteRole,
};

} // namespace headgate
