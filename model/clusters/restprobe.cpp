// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/restprobe.h"

#include <QHostAddress>
#include <QNetworkProxy>

#include <chrono>

namespace headgate {

using namespace std::chrono_literals;

namespace {

constexpr auto Interval = 100ms;
constexpr auto Patience = 5s; // of one question

} // namespace

RestProbe::RestProbe(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_socket.setProxy(QNetworkProxy::NoProxy);
    connect(&m_timer, &QTimer::timeout, this, &RestProbe::ask);
    connect(&m_socket, &QTcpSocket::connected, this, [this] {
        m_socket.write("GET /overview HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    });
    connect(&m_socket, &QTcpSocket::readyRead, this, &RestProbe::read);
    connect(&m_socket, &QTcpSocket::errorOccurred, this, [this] { m_timer.start(Interval); });
}

void RestProbe::start(int port)
{
    m_port = port;
    m_timer.start(Interval);
}

void RestProbe::stop()
{
    m_port = 0;
    m_timer.stop();
    m_socket.abort();
}

void RestProbe::ask()
{
    m_socket.abort();
    m_answer.clear();
    m_timer.start(Patience);
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_port));
}

void RestProbe::read()
{
    m_answer += m_socket.read(256);
    const qsizetype statusEnd = m_answer.indexOf("\r\n");
    if (statusEnd < 0 && m_answer.size() < 256)
        return;
    if (!m_answer.startsWith("HTTP/1.1 200 ")) { // 503: no leader yet
        m_socket.abort();
        m_timer.start(Interval);
        return;
    }
    stop();
    Q_EMIT answered();
}

} // namespace headgate
