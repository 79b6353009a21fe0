// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/ids.h"

#include <QUuid>

#include <algorithm>

namespace headgate {

IdSource::IdSource(const QRandomGenerator &generator)
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
    return QString(uuid).remove(u'-').toLower();
}

QString uuidFromFlinkId(const QString &flinkId)
{
    const bool isHex = std::ranges::all_of(flinkId, [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
    });
    if (!isHex || flinkId.size() != 32)
        return {};
    return QUuid::fromRfc4122(QByteArray::fromHex(flinkId.toLatin1()))
        .toString(QUuid::WithoutBraces);
}

} // namespace headgate
