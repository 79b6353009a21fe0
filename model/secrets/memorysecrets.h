// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/secrets/secrets.h"

#include <QMap>

namespace headgate {

//! Secrets that are forgotten with the object, for tests.
class MemorySecrets : public Secrets {
public:
    QFuture<Result<QString>> read(const QString &name) override;
    QFuture<Result<void>> write(const QString &name, const QString &value) override;
    QFuture<Result<void>> remove(const QString &name) override;

private:
    QMap<QString, QString> m_values;
};

} // namespace headgate
