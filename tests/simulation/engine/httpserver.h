// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/flink/fixture/httpframe.h"

#include <QTcpServer>

#include <functional>
#include <map>
#include <memory>

class QTcpSocket;

namespace headgate::simulation {

//! The method, and the \a path below `/v1`.
[[nodiscard]] QString nameOf(const QByteArray &verb, const QString &path);

struct HttpRequest {
    QByteArray verb;
    QString path; //!< Below `/v1`, without the query.
    QByteArray body;

    [[nodiscard]] QString name() const { return nameOf(verb, path); }
    [[nodiscard]] bool isChange() const { return verb != "GET"; }
};

struct HttpAnswer {
    int status = 200;
    QByteArray body;
    QByteArray type = "application/json; charset=UTF-8";
};

//! A server on an address of loopback that no other process has, whose answers may come later, or
//! never; as long as it refuses connections, nobody else can take its port.
class HttpServer : public QObject {
    Q_OBJECT

public:
    using Id = quint64; //!< Of a request.

    HttpServer();
    ~HttpServer() override;

    std::function<void(Id id, const HttpRequest &request)> arrived;

    //! Nothing happens where the client has gone.
    void answer(Id id, const HttpAnswer &answer);
    //! Sends only the first half of it, and closes.
    void answerHalf(Id id, const HttpAnswer &answer);
    void reset(Id id); //!< Closes without an answer.

    void setListening(bool isListening);
    //! Closes all connections, also those that wait to be accepted.
    void cut();

    [[nodiscard]] QString url() const;
    //! The names of requests that arrived and have no answer yet.
    [[nodiscard]] QStringList unanswered() const;

private:
    struct Conversation {
        std::unique_ptr<test::HttpFrame> frame; //!< What arrived of the next request.
        Id request = 0; //!< That is to be answered; 0: none.
        QString name; //!< Of this one.
    };

    void accept();
    void read(QTcpSocket *socket);
    void close(QTcpSocket *socket);
    [[nodiscard]] QTcpSocket *socketOf(Id id) const;

    QTcpServer m_server;
    quint16 m_port = 0;
    std::map<QTcpSocket *, Conversation> m_conversations;
    Id m_lastId = 0;
};

} // namespace headgate::simulation
