// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/fakeserver.h"

#include <QTcpSocket>
#include <QTimer>

#include <sys/socket.h>

namespace headgate::test {

using namespace Qt::StringLiterals;

namespace {

using Stage = Reaction::Stage;

constexpr qsizetype KeptBody = 64 * 1024;
constexpr qsizetype FillChunk = 256 * 1024;

QByteArray response(int status, const QByteArray &type, const QByteArray &body)
{
    return "HTTP/1.1 " + QByteArray::number(status) + " Status\r\nContent-Type: " + type
        + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

ArrivedRequest requestFrom(const QByteArray &head)
{
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    ArrivedRequest request{.verb = words.value(0), .target = words.value(1)};
    for (const QByteArray &line : lines.sliced(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.left(colon).toLower(), line.sliced(colon + 1).trimmed());
    }
    return request;
}

} // namespace

QString DeafPort::url() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_socket.localPort());
}

FakeServer::FakeServer()
    : FakeServer(std::make_unique<QTcpServer>())
{
}

FakeServer::FakeServer(std::unique_ptr<QTcpServer> server)
    : m_server(std::move(server))
{
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &FakeServer::accept);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("No port is free on loopback.");
}

FakeServer::~FakeServer()
{
    m_server.reset(); // its sockets say goodbye to m_conversations
}

void FakeServer::react(QList<Reaction> reactions)
{
    m_reactions = std::move(reactions);
}

void FakeServer::answerBy(std::function<QByteArray(const ArrivedRequest &)> answers)
{
    m_answers = std::move(answers);
    react({Reaction()});
}

void FakeServer::answer(int status, const QByteArray &body)
{
    react({{.answer = json(status, body)}});
}

QString FakeServer::url(const QString &prefix) const
{
    return u"http://127.0.0.1:%1%2"_s.arg(m_server->serverPort()).arg(prefix);
}

QByteArray FakeServer::json(int status, const QByteArray &body)
{
    return response(status, "application/json; charset=UTF-8", body);
}

QByteArray FakeServer::html(int status, const QByteArray &body)
{
    return response(status, "text/html", body);
}

Reaction FakeServer::nextReaction()
{
    if (m_reactions.isEmpty())
        return {.answer = json(500, "{\"errors\":[\"The test said nothing of this request.\"]}")};
    return m_reactions.size() > 1 ? m_reactions.takeFirst() : m_reactions.first();
}

void FakeServer::accept()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        ++m_connections;
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_conversations.erase(socket);
            socket->deleteLater();
        });
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        begin(socket);
        if (m_conversations.contains(socket))
            read(socket);
    }
}

void FakeServer::begin(QTcpSocket *socket)
{
    m_conversations[socket] = {.reaction = nextReaction()};
    advance(socket, Stage::Connected);
}

void FakeServer::read(QTcpSocket *socket)
{
    while (socket->bytesAvailable() > 0 && m_conversations.contains(socket)) {
        Conversation &conversation = m_conversations[socket];
        if (conversation.missing < 0)
            readHead(socket, conversation);
        else
            readBody(socket, conversation);
    }
}

void FakeServer::readHead(QTcpSocket *socket, Conversation &conversation)
{
    const QByteArray line = socket->readLine();
    m_bytes += line.size();
    conversation.head += line;
    if (!conversation.head.endsWith("\r\n\r\n"))
        return;
    m_requests.append(requestFrom(conversation.head));
    conversation.request = m_requests.size() - 1;
    conversation.missing = m_requests.last().headers.value("content-length").toLongLong();
    advance(socket, Stage::Headers);
    if (m_conversations.contains(socket) && conversation.missing == 0)
        advance(socket, Stage::WholeRequest);
}

void FakeServer::readBody(QTcpSocket *socket, Conversation &conversation)
{
    const QByteArray bytes = socket->read(std::min(conversation.missing, qint64(FillChunk)));
    ArrivedRequest &request = m_requests[conversation.request];
    m_bytes += bytes.size();
    request.bodySize += bytes.size();
    request.body += bytes.left(KeptBody - request.body.size());
    conversation.missing -= bytes.size();
    advance(socket, Stage::PartOfBody);
    if (m_conversations.contains(socket) && conversation.missing == 0)
        advance(socket, Stage::WholeRequest);
}

void FakeServer::advance(QTcpSocket *socket, Stage reached)
{
    Conversation &conversation = m_conversations[socket];
    const Reaction reaction = conversation.reaction;
    if (reached == Stage::WholeRequest)
        m_requests[conversation.request].isWhole = true;
    if (reaction.closesAt == reached) {
        close(socket, reaction.withReset);
        return;
    }
    if (reaction.answersAt == reached && !conversation.isAnswered && !reaction.isSilent) {
        conversation.isAnswered = true;
        if (m_answers)
            socket->write(m_answers(m_requests[conversation.request]));
        else
            send(socket, reaction);
    }
    if (reached == Stage::WholeRequest && m_conversations.contains(socket) && !reaction.isSilent)
        m_conversations[socket] = {.reaction = nextReaction()}; // the next one on this connection
}

void FakeServer::send(QTcpSocket *socket, const Reaction &reaction)
{
    if (reaction.drip.count() > 0) {
        drip(socket, reaction, 0);
        return;
    }
    socket->write(reaction.answer);
    if (reaction.closesAt == Stage::PartOfAnswer) {
        socket->flush();
        close(socket, reaction.withReset);
    } else if (reaction.endlessFill > 0) {
        fill(socket, reaction.endlessFill);
    }
}

//! A long body, never more of it in memory than the peer can take.
void FakeServer::fill(QTcpSocket *socket, qsizetype left)
{
    connect(socket, &QTcpSocket::bytesWritten, this, [socket, left]() mutable {
        if (socket->bytesToWrite() > 0 || left <= 0)
            return;
        socket->write(QByteArray(std::min(left, FillChunk), 'x'));
        left -= FillChunk;
    });
}

void FakeServer::drip(QTcpSocket *socket, const Reaction &reaction, qsizetype at)
{
    if (at >= reaction.answer.size())
        return;
    socket->write(reaction.answer.mid(at, 1));
    QTimer::singleShot(reaction.drip, socket,
                       [this, socket, reaction, at] { drip(socket, reaction, at + 1); });
}

void FakeServer::close(QTcpSocket *socket, bool withReset)
{
    if (withReset) {
        const linger now{.l_onoff = 1, .l_linger = 0};
        setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
        socket->abort();
    } else {
        socket->disconnectFromHost();
    }
}

} // namespace headgate::test
