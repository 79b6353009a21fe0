// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/ids.h"

#include <QUuid>

namespace headgate {

IdSource::IdSource(QRandomGenerator generator)
    : m_generator(generator)
{
}

QString IdSource::next()
{
    QByteArray bytes(16, Qt::Uninitialized);
    for (int i = 0; i < 16; ++i)
        bytes[i] = char(m_generator.bounded(256));
    bytes[6] = char((bytes[6] & 0x0f) | 0x40); // version 4
    bytes[8] = char((bytes[8] & 0x3f) | 0x80); // variant of RFC 4122
    return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
}

QString flinkId(const QString &uuid)
{
    return QString(uuid).remove(u'-');
}

QString uuidFromFlinkId(const QString &flinkId)
{
    const QByteArray bytes = QByteArray::fromHex(flinkId.toLatin1());
    return bytes.size() == 16 && flinkId.size() == 32
        ? QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces)
        : QString();
}

} // namespace headgate
