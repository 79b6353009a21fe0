// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTcpSocket>
#include <QTimer>

namespace headgate {

//! Asks a port of loopback until Flink's REST API answers there, with a leader behind it.
class RestProbe : public QObject {
    Q_OBJECT

public:
    explicit RestProbe(QObject *parent = nullptr);

    void start(int port);
    void stop();

Q_SIGNALS:
    void answered(); //!< Once a start().

private:
    void ask();
    void read();

    int m_port = 0;
    QTimer m_timer;
    QTcpSocket m_socket;
    QByteArray m_answer;
};

} // namespace headgate
