// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

namespace headgate {

//! The directory of everything that the program writes, owned by this process alone.
//!
//! The kernel's lock on a file in it ends with the process, however that ends, and no process
//! started by this one inherits it.
class DataDirectory {
public:
    //! Makes the directory (0700) if it is missing and becomes its owner.
    //! Kind Conflict while another process owns it, Storage where it cannot be written.
    [[nodiscard]] static Result<DataDirectory> own(const QString &path);

    DataDirectory(DataDirectory &&other) noexcept;
    DataDirectory &operator=(DataDirectory &&other) noexcept;
    ~DataDirectory();

    //! Absolute, without symbolic links.
    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] QString filePath(QStringView name) const;

private:
    DataDirectory(QString path, int lock);

    QString m_path;
    int m_lock = -1;
};

} // namespace headgate
