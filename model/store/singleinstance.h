// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/store/datadirectory.h"

#include <QObject>

#include <chrono>
#include <memory>

class QLocalServer;
class QLocalSocket;

namespace headgate {

//! Lets a second start of the program bring the window of the first one to the front.
class SingleInstance : public QObject {
    Q_OBJECT

public:
    explicit SingleInstance(const DataDirectory &directory, QObject *parent = nullptr);
    ~SingleInstance() override;

    //! From now on raiseRequested() is emitted; kind Storage where the socket cannot be made.
    [[nodiscard]] Result<void> listen();

    //! Asks the owner of the directory \a path to show its window, and waits until it has heard.
    //! For a second start, whose DataDirectory::own() answered Conflict.
    [[nodiscard]] static Result<void>
    raiseFirst(const QString &path, const QByteArray &activationToken = {},
               std::chrono::milliseconds patience = std::chrono::seconds(5));

Q_SIGNALS:
    //! \a activationToken is what the desktop gave the second start; may be empty.
    void raiseRequested(const QByteArray &activationToken);

private:
    void acceptAll();
    void answer(QLocalSocket &socket);

    QString m_path;
    int m_folder = -1;
    std::unique_ptr<QLocalServer> m_server;
};

} // namespace headgate
