// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/httpserver.h"

#include <QCoreApplication>
#include <QTcpSocket>

#include <sys/socket.h>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

//! A client's own port is on 127.0.0.1, so neither it nor another test ever gets one of ours.
QHostAddress ownAddress()
{
    const auto pid = quint32(QCoreApplication::applicationPid());
    return QHostAddress((127U << 24) | (1U << 23) | (pid & 0x7f'ff'ffU));
}

QByteArray bytesOf(const HttpAnswer &answer)
{
    return "HTTP/1.1 " + QByteArray::number(answer.status) + " Status\r\nContent-Type: "
        + answer.type + "\r\nContent-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n"
        + answer.body;
}

QString withoutVersion(const QString &path)
{
    return path.startsWith("/v1/"_L1) ? path.sliced(3) : path;
}

HttpRequest requestFrom(const test::HttpFrame &frame)
{
    const QString path = QString::fromUtf8(frame.target()).section(u'?', 0, 0);
    return {.verb = frame.method(), .path = withoutVersion(path), .body = frame.body()};
}

} // namespace

QString nameOf(const QByteArray &verb, const QString &path)
{
    return QString::fromLatin1(verb) + u' ' + withoutVersion(path);
}

HttpServer::HttpServer()
{
    connect(&m_server, &QTcpServer::newConnection, this, &HttpServer::accept);
    setListening(true);
}

HttpServer::~HttpServer()
{
    cut();
}

void HttpServer::setListening(bool isListening)
{
    if (isListening == m_server.isListening())
        return;
    if (!isListening) {
        cut();
        m_server.close();
        return;
    }
    if (!m_server.listen(ownAddress(), m_port))
        qFatal("No port is free: %s", qPrintable(m_server.errorString()));
    m_port = m_server.serverPort();
}

QString HttpServer::url() const
{
    return u"http://%1:%2"_s.arg(ownAddress().toString()).arg(m_port);
}

QStringList HttpServer::unanswered() const
{
    QStringList names;
    for (const auto &[socket, conversation] : m_conversations) {
        if (conversation.request != 0)
            names.append(conversation.name);
    }
    return names;
}

void HttpServer::accept()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        m_conversations[socket];
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_conversations.erase(socket);
            socket->deleteLater();
        });
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        read(socket);
    }
}

void HttpServer::read(QTcpSocket *socket)
{
    Conversation &conversation = m_conversations[socket];
    if (!conversation.frame)
        conversation.frame = std::make_unique<test::HttpFrame>(test::HttpFrame::Kind::Request);
    conversation.frame->append(socket->readAll());
    if (conversation.request != 0 || !conversation.frame->isComplete())
        return;
    conversation.request = ++m_lastId;
    const HttpRequest request = requestFrom(*std::exchange(conversation.frame, nullptr));
    conversation.name = request.name();
    arrived(m_lastId, request);
}

QTcpSocket *HttpServer::socketOf(Id id) const
{
    const auto it = std::ranges::find_if(
        m_conversations, [id](const auto &each) { return each.second.request == id; });
    return it == m_conversations.end() ? nullptr : it->first;
}

void HttpServer::answer(Id id, const HttpAnswer &answer)
{
    QTcpSocket *socket = socketOf(id);
    if (!socket)
        return;
    m_conversations[socket].request = 0;
    socket->write(bytesOf(answer));
    socket->flush();
}

void HttpServer::answerHalf(Id id, const HttpAnswer &answer)
{
    QTcpSocket *socket = socketOf(id);
    if (!socket)
        return;
    const QByteArray bytes = bytesOf(answer);
    m_conversations[socket].request = 0;
    socket->write(bytes.first(bytes.size() - answer.body.size() / 2 - 1));
    socket->flush();
    socket->disconnectFromHost();
}

void HttpServer::reset(Id id)
{
    if (QTcpSocket *socket = socketOf(id))
        close(socket);
}

void HttpServer::close(QTcpSocket *socket)
{
    const linger now{.l_onoff = 1, .l_linger = 0};
    setsockopt(int(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
    m_conversations.erase(socket);
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
}

void HttpServer::cut()
{
    while (m_server.isListening() && m_server.waitForNewConnection(0)) {
        while (QTcpSocket *socket = m_server.nextPendingConnection()) {
            socket->abort();
            socket->deleteLater();
        }
    }
    while (!m_conversations.empty())
        close(m_conversations.begin()->first);
}

} // namespace headgate::simulation
