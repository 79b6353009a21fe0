// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/artifacts/jar.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <zip.h>

#include <memory>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr zip_uint64_t MaxManifestSize = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Jar", text);
}

Failure unusable(const QString &sentence, const QString &path)
{
    return failure(ErrorKind::Invalid, sentence.arg(path));
}

//! The bytes of the manifest; empty where there is none.
QByteArray manifestOf(zip_t *archive)
{
    zip_stat_t stat;
    const zip_int64_t index = zip_name_locate(archive, "META-INF/MANIFEST.MF", ZIP_FL_NOCASE);
    if (index < 0 || zip_stat_index(archive, zip_uint64_t(index), 0, &stat) != 0)
        return {};
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
        zip_fopen_index(archive, zip_uint64_t(index), 0), &zip_fclose);
    if (!file || stat.size > MaxManifestSize)
        return {};
    QByteArray text(qsizetype(stat.size), Qt::Uninitialized);
    const zip_int64_t count = zip_fread(file.get(), text.data(), stat.size);
    text.truncate(std::max<zip_int64_t>(count, 0));
    return text;
}

} // namespace

Result<JarReport> inspectJar(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return unusable(tr("The file “%1” does not exist."), path);
    if (!info.isFile())
        return unusable(tr("“%1” is no file."), path);
    if (!info.isReadable())
        return unusable(tr("“%1” cannot be read: permission is missing."), path);
    int error = 0;
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
        zip_open(QFile::encodeName(path).constData(), ZIP_RDONLY, &error), &zip_discard);
    if (!archive)
        return unusable(tr("“%1” is no jar."), path);
    if (zip_get_num_entries(archive.get(), 0) == 0)
        return unusable(tr("“%1” is an empty jar."), path);
    return JarReport{
        .path = path, .entryClass = entryClassOf(manifestOf(archive.get())), .size = info.size()};
}

QString entryClassOf(const QByteArray &manifest)
{
    QByteArray text = manifest;
    text.replace("\r\n", "\n").replace('\r', '\n');
    text.replace("\n ", ""); // a line has at most 72 bytes; the rest follows after a blank
    QString mainClass;
    const QByteArray mainSection = text.left(text.indexOf("\n\n"));
    for (const QByteArray &line : mainSection.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon).trimmed().toLower();
        const QString value = QString::fromUtf8(line.mid(colon + 1)).trimmed();
        if (name == "program-class") // Flink prefers it
            return value;
        if (name == "main-class")
            mainClass = value;
    }
    return mainClass;
}

} // namespace headgate
