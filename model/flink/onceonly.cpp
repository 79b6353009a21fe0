// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/onceonly.h"

#include <algorithm>
#include <cstring>

namespace headgate::flink {

OnceOnlyBytes::OnceOnlyBytes(QByteArray bytes)
    : m_bytes(std::move(bytes))
{
    open(ReadOnly | Unbuffered); // buffered, it would look used up before it is
}

bool OnceOnlyBytes::isUsedUp() const
{
    return pos() >= m_bytes.size();
}

qint64 OnceOnlyBytes::size() const
{
    return m_bytes.size();
}

bool OnceOnlyBytes::seek(qint64 position)
{
    return position == pos() && QIODevice::seek(position);
}

bool OnceOnlyBytes::reset()
{
    return false;
}

qint64 OnceOnlyBytes::readData(char *data, qint64 maxSize)
{
    const qint64 size = std::min(maxSize, m_bytes.size() - pos());
    std::memcpy(data, m_bytes.constData() + pos(), std::size_t(size));
    return size;
}

qint64 OnceOnlyBytes::writeData(const char *, qint64)
{
    return -1;
}

OnceOnlyFile::OnceOnlyFile(const QString &name)
    : QFile(name)
{
}

bool OnceOnlyFile::open()
{
    return QFile::open(ReadOnly | Unbuffered);
}

bool OnceOnlyFile::isUsedUp() const
{
    return pos() >= size();
}

bool OnceOnlyFile::seek(qint64 position)
{
    return position == pos() && QFile::seek(position);
}

bool OnceOnlyFile::reset()
{
    return false;
}

} // namespace headgate::flink
