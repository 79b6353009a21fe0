// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>

#include <chrono>
#include <functional>
#include <memory>
#include <unordered_map>

namespace headgate::test {

//! What the server does with one connection.
struct Reaction {
    enum class Stage {
        Connected, //!< Before it read anything.
        Headers,
        PartOfBody,
        WholeRequest,
        PartOfAnswer,
        Never, //!< It answers, and keeps the connection.
    };
    Stage closesAt = Stage::Never;
    bool withReset = false; //!< RST instead of FIN
    bool isSilent = false; //!< Never answers.
    Stage answersAt = Stage::WholeRequest;
    QByteArray answer; //!< The bytes, status line and all.
    qsizetype endlessFill = 0; //!< Sends so many more bytes after the answer.
    std::chrono::milliseconds drip{0}; //!< Between two bytes of the answer.
};

//! What arrived.
struct ArrivedRequest {
    QByteArray verb;
    QByteArray target;
    QHash<QByteArray, QByteArray> headers; //!< Names in lower case.
    QByteArray body; //!< Its first 64 kB.
    qint64 bodySize = 0;
    bool isWhole = false;
};

//! A port of loopback where nothing listens, and nobody else can, as long as this lives.
class DeafPort {
public:
    DeafPort() { m_socket.bind(QHostAddress::LocalHost); }
    [[nodiscard]] QString url() const;

private:
    QTcpSocket m_socket;
};

//! A server on loopback that does exactly what a test says, byte by byte, and counts.
class FakeServer : public QObject {
    Q_OBJECT

public:
    FakeServer();
    //! With another kind of server, of TLS for example.
    explicit FakeServer(std::unique_ptr<QTcpServer> server);
    ~FakeServer() override;

    //! The next connections, or requests on one, get \a reactions in turn; the last one stays.
    void react(QList<Reaction> reactions);
    //! Answers each request with what \a answers makes of it.
    void answerBy(std::function<QByteArray(const ArrivedRequest &)> answers);
    //! Answers with \a status and \a body from now on.
    void answer(int status, const QByteArray &body);

    [[nodiscard]] QString url(const QString &prefix = {}) const;
    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    [[nodiscard]] int connections() const { return m_connections; }
    //! Those that neither side has closed.
    [[nodiscard]] int openConnections() const { return int(m_conversations.size()); }
    //! Whole requests and those whose head arrived.
    [[nodiscard]] const QList<ArrivedRequest> &requests() const { return m_requests; }
    //! Bytes that arrived on all connections.
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

    //! An HTTP answer of JSON.
    [[nodiscard]] static QByteArray json(int status, const QByteArray &body);
    [[nodiscard]] static QByteArray html(int status, const QByteArray &body);

private:
    struct Conversation {
        Reaction reaction;
        QByteArray head;
        qint64 missing = -1; //!< Bytes of the body; -1: the head is not whole.
        qsizetype request = -1;
        bool isAnswered = false;
    };

    void accept();
    void begin(QTcpSocket *socket);
    void read(QTcpSocket *socket);
    void readHead(QTcpSocket *socket, Conversation &conversation);
    void readBody(QTcpSocket *socket, Conversation &conversation);
    void advance(QTcpSocket *socket, Reaction::Stage reached);
    void send(QTcpSocket *socket, const Reaction &reaction);
    void fill(QTcpSocket *socket, qsizetype left);
    void drip(QTcpSocket *socket, const Reaction &reaction, qsizetype at);
    void close(QTcpSocket *socket, bool withReset);
    [[nodiscard]] Reaction nextReaction();

    std::unique_ptr<QTcpServer> m_server;
    std::unordered_map<QTcpSocket *, Conversation> m_conversations;
    QList<Reaction> m_reactions;
    std::function<QByteArray(const ArrivedRequest &)> m_answers;
    QList<ArrivedRequest> m_requests;
    int m_connections = 0;
    qint64 m_bytes = 0;
};

} // namespace headgate::test
