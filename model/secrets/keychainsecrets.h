// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/secrets/secrets.h"

#include <QObject>

namespace headgate {

//! Secrets in the system's keychain: Secret Service (GNOME Keyring, KeePassXC) or KWallet.
class KeychainSecrets : public QObject, public Secrets {
    Q_OBJECT

public:
    //! Entries are kept under \a service, so that two data directories don't share secrets.
    explicit KeychainSecrets(QString service, QObject *parent = nullptr);

    QFuture<Result<QString>> read(const QString &name) override;
    QFuture<Result<void>> write(const QString &name, const QString &value) override;
    QFuture<Result<void>> remove(const QString &name) override;

private:
    QString m_service;
};

} // namespace headgate
