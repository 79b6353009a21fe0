// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/ziplibrary.h"

#include <QLibrary>

#include <optional>

namespace headgate {

namespace {

template <typename Function>
bool find(QLibrary &library, Function &function, const char *name)
{
    function = reinterpret_cast<Function>(library.resolve(name));
    return function != nullptr;
}

std::optional<ZipLibrary> loaded()
{
    QLibrary library(QStringLiteral(HEADGATE_LIBZIP)); // stays loaded when this is gone
    ZipLibrary zip;
    const bool isWhole = find(library, zip.fdopen, "zip_fdopen")
        && find(library, zip.discard, "zip_discard")
        && find(library, zip.getNumEntries, "zip_get_num_entries")
        && find(library, zip.getName, "zip_get_name")
        && find(library, zip.nameLocate, "zip_name_locate")
        && find(library, zip.statIndex, "zip_stat_index")
        && find(library, zip.fopenIndex, "zip_fopen_index") && find(library, zip.fread, "zip_fread")
        && find(library, zip.fclose, "zip_fclose");
    return isWhole ? std::optional(zip) : std::nullopt;
}

} // namespace

const ZipLibrary *ZipLibrary::load()
{
    static const std::optional<ZipLibrary> library = loaded();
    return library ? &*library : nullptr;
}

} // namespace headgate
