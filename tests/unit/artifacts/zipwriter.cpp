// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/artifacts/zipwriter.h"

#include <QDataStream>
#include <QFile>

namespace headgate {

static quint32 crc32(const QByteArray &bytes)
{
    quint32 crc = ~0U;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (0xedb88320U & (0U - (crc & 1U)));
    }
    return ~crc;
}

//! What the header before an entry and its line in the list at the end have in common.
static void writeFields(QDataStream &out, const ZipEntry &entry)
{
    const quint32 size = quint32(entry.content.size()) + entry.hole;
    const quint32 crc = crc32(entry.content) + (entry.isDamaged ? 1U : 0U);
    out << quint16(10) << quint16(0) << quint16(0) << quint16(0) << quint16(0x21) << crc << size
        << size << quint16(entry.name.size()) << quint16(0);
}

static void writeEnd(QDataStream &out, qsizetype count, quint32 size, quint32 offset)
{
    out << quint32(0x06054b50) << quint16(0) << quint16(0) << quint16(count) << quint16(count)
        << size << offset << quint16(0);
}

bool writeZip(const QString &path, const QList<ZipEntry> &entries)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QDataStream out(&file);
    out.setByteOrder(QDataStream::LittleEndian);
    QList<quint32> offsets;
    for (const ZipEntry &entry : entries) {
        offsets.append(quint32(file.pos()));
        out << quint32(0x04034b50);
        writeFields(out, entry);
        out.writeRawData(entry.name.constData(), int(entry.name.size()));
        out.writeRawData(entry.content.constData(), int(entry.content.size()));
        file.seek(file.pos() + entry.hole);
    }
    const auto list = quint32(file.pos());
    for (qsizetype i = 0; i < entries.size(); ++i) {
        out << quint32(0x02014b50) << quint16(10);
        writeFields(out, entries[i]);
        out << quint16(0) << quint16(0) << quint16(0) << quint32(0) << offsets[i];
        out.writeRawData(entries[i].name.constData(), int(entries[i].name.size()));
    }
    writeEnd(out, entries.size(), quint32(file.pos()) - list, list);
    return out.status() == QDataStream::Ok && file.flush();
}

} // namespace headgate
