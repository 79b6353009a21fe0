// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets/memorysecrets.h"

#include <QCoreApplication>

namespace headgate {

QFuture<Result<QString>> MemorySecrets::read(const QString &name)
{
    const auto it = m_values.constFind(name);
    if (it == m_values.constEnd())
        return QtFuture::makeReadyFuture(Result<QString>(
            failure(ErrorKind::NotFound,
                    QCoreApplication::translate("Secrets", "There is no secret “%1”.").arg(name))));
    return QtFuture::makeReadyFuture(Result<QString>(*it));
}

QFuture<Result<void>> MemorySecrets::write(const QString &name, const QString &value)
{
    m_values.insert(name, value);
    return QtFuture::makeReadyFuture(Result<void>());
}

QFuture<Result<void>> MemorySecrets::remove(const QString &name)
{
    m_values.remove(name);
    return QtFuture::makeReadyFuture(Result<void>());
}

} // namespace headgate
