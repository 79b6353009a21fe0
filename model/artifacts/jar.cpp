// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/jar.h"

#include "model/artifacts/filestamp.h"
#include "model/artifacts/ziplibrary.h"

#include <QCoreApplication>

#include <memory>
#include <optional>

#include <unistd.h>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr zip_uint64_t MaxManifestSize = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Failure unusable(const QString &sentence, const QString &path)
{
    return failure(ErrorKind::Invalid, sentence.arg(path));
}

using Archive = std::unique_ptr<zip_t, decltype(ZipLibrary::discard)>;

//! Reads the list of its entries, which stands at its end.
Archive archiveOf(const ZipLibrary &zip, const QFile &file)
{
    int error = 0;
    const int descriptor = ::dup(file.handle()); // the archive closes its own
    zip_t *archive = descriptor < 0 ? nullptr : zip.fdopen(descriptor, 0, &error);
    if (!archive && descriptor >= 0)
        ::close(descriptor);
    return {archive, zip.discard};
}

//! The bytes of the manifest; nothing where there is none.
Result<std::optional<QByteArray>> manifestOf(const ZipLibrary &zip, zip_t *archive,
                                             const QString &path)
{
    const zip_int64_t index = zip.nameLocate(archive, "META-INF/MANIFEST.MF", ZIP_FL_NOCASE);
    if (index < 0)
        return std::nullopt;
    zip_stat_t status;
    const bool isKnown = zip.statIndex(archive, zip_uint64_t(index), 0, &status) == 0
        && (status.valid & ZIP_STAT_SIZE) != 0;
    if (isKnown && status.size > MaxManifestSize)
        return unusable(tr("The manifest of “%1” is larger than 1 MB."), path);
    const std::unique_ptr<zip_file_t, decltype(ZipLibrary::fclose)> file(
        zip.fopenIndex(archive, zip_uint64_t(index), 0), zip.fclose);
    QByteArray text(isKnown ? qsizetype(status.size) : 0, Qt::Uninitialized);
    char more = 0; // the checksum is compared when nothing is left to read
    if (!isKnown || !file || zip.fread(file.get(), text.data(), status.size) != text.size()
        || zip.fread(file.get(), &more, 1) != 0)
        return unusable(tr("The manifest of “%1” is damaged."), path);
    return text;
}

//! Those that are in no jar within the jar: Flink looks there, too.
QSet<QString> classesOf(const ZipLibrary &zip, zip_t *archive)
{
    constexpr QByteArrayView classEnd(".class");
    QSet<QString> classes;
    const zip_int64_t count = zip.getNumEntries(archive, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const QByteArrayView name(zip.getName(archive, zip_uint64_t(i), 0));
        if (name.endsWith(".jar"))
            return {};
        if (name.endsWith(classEnd))
            classes.insert(QString::fromUtf8(name.chopped(classEnd.size())).replace(u'/', u'.'));
    }
    return classes;
}

} // namespace

Result<JarReport> inspectJar(const QString &path)
{
    const auto file = openedFile(path);
    if (!file)
        return Failure(file.error());
    const qint64 size = file->stamp.size;
    if (size == 0)
        return unusable(tr("“%1” is empty."), path);
    const ZipLibrary *zip = ZipLibrary::load();
    if (!zip)
        return failure(
            ErrorKind::Storage,
            tr("Jars cannot be read, for libzip is missing: install it and start again."));
    const Archive archive = archiveOf(*zip, *file->file);
    if (!archive)
        return unusable(tr("“%1” is no jar, or only a part of one."), path);
    if (zip->getNumEntries(archive.get(), 0) == 0)
        return unusable(tr("“%1” is a jar with nothing in it."), path);
    const auto manifest = manifestOf(*zip, archive.get(), path);
    if (!manifest)
        return Failure(manifest.error());
    JarReport report{.path = path, .size = size, .classes = classesOf(*zip, archive.get())};
    if (!*manifest)
        report.warning = tr("The jar has no manifest; the entry class has to be given.");
    else if (report.entryClass = entryClassOf(**manifest); report.entryClass.isEmpty())
        report.warning = tr("The manifest names no entry class; it has to be given.");
    return report;
}

QString entryClassOf(const QByteArray &manifest)
{
    QByteArray text = manifest;
    text.replace("\r\n", "\n").replace('\r', '\n');
    text.replace("\n ", ""); // a line has at most 72 bytes; the rest follows after a blank
    QString mainClass;
    const qsizetype end = text.indexOf("\n\n");
    const QByteArray mainSection = end < 0 ? text : text.first(end);
    for (const QByteArray &line : mainSection.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).trimmed().toLower();
        const QString value = QString::fromUtf8(line.mid(colon + 1)).trimmed();
        if (name == "program-class" && !value.isEmpty()) // Flink prefers it
            return value;
        if (name == "main-class")
            mainClass = value;
    }
    return mainClass;
}

} // namespace headgate
