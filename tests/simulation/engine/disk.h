// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QTemporaryDir>

namespace headgate::simulation {

struct World;

//! The files of a World as real ones, as far as the program under trial can look at them.
class Disk {
public:
    //! Below \a folder; for it to be readable there first.
    explicit Disk(const QString &folder);

    //! As Flink names it.
    [[nodiscard]] QString location() const;
    void mirror(const World &world);
    //! False: the program finds nothing there.
    void setReadable(bool isReadable);

private:
    [[nodiscard]] QString pathOf(const QString &location) const;

    QString m_shown; //!< Where the files are while they can be read,
    QString m_hidden; //!< and while they cannot.
    bool m_isReadable = true;
    QStringList m_mirrored; //!< Locations
};

} // namespace headgate::simulation
