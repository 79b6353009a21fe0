// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <zip.h>

namespace headgate {

//! What is used of libzip. It is loaded for the first jar, not at each start of the program: it
//! brings OpenSSL along, which takes a twentieth of the time to the first window.
struct ZipLibrary {
    decltype(&zip_fdopen) fdopen = nullptr;
    decltype(&zip_discard) discard = nullptr;
    decltype(&zip_get_num_entries) getNumEntries = nullptr;
    decltype(&zip_get_name) getName = nullptr;
    decltype(&zip_name_locate) nameLocate = nullptr;
    decltype(&zip_stat_index) statIndex = nullptr;
    decltype(&zip_fopen_index) fopenIndex = nullptr;
    decltype(&zip_fread) fread = nullptr;
    decltype(&zip_fclose) fclose = nullptr;

    //! Null where it is not installed. May be called from any thread.
    [[nodiscard]] static const ZipLibrary *load();
};

} // namespace headgate
