// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/singleinstance.h"

#include "model/store/storefiles.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QThread>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace headgate {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto SocketName = "window.socket"_L1;
constexpr auto Pause = 20ms;
constexpr qint64 LongestRequest = 4096; //!< Bytes.
constexpr auto Request = "raise ";
constexpr auto Answer = "raised\n";

int openFolder(const QString &path)
{
    return ::open(QFile::encodeName(path).constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
}

//! The socket's path by way of the open directory: 107 bytes is all that a socket's name can have.
QString socketPath(int folder)
{
    return u"/proc/self/fd/%1/"_s.arg(folder) + SocketName;
}

int msLeft(const QDeadlineTimer &deadline)
{
    return int(deadline.remainingTime());
}

//! The first one may be between taking its lock and listening: this tries until \a deadline.
bool connectBefore(QLocalSocket &socket, const QString &path, const QDeadlineTimer &deadline)
{
    while (!deadline.hasExpired()) {
        socket.connectToServer(path);
        if (socket.waitForConnected(msLeft(deadline)))
            return true;
        QThread::msleep(Pause.count());
    }
    return false;
}

bool isHeard(QLocalSocket &socket, const QByteArray &token, const QDeadlineTimer &deadline)
{
    socket.write(Request + token.toBase64() + '\n');
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(msLeft(deadline)))
            return false;
    }
    return socket.readLine() == Answer;
}

} // namespace

SingleInstance::SingleInstance(const DataDirectory &directory, QObject *parent)
    : QObject(parent)
    , m_path(directory.path())
    , m_folder(openFolder(m_path))
    , m_server(std::make_unique<QLocalServer>())
{
    connect(m_server.get(), &QLocalServer::newConnection, this, &SingleInstance::acceptAll);
}

SingleInstance::~SingleInstance()
{
    m_server.reset(); // Removes the socket by way of the folder.
    if (m_folder >= 0)
        ::close(m_folder);
}

Result<void> SingleInstance::listen()
{
    if (m_folder < 0)
        return Failure(fileError(m_path, ENOENT));
    const QString path = socketPath(m_folder);
    // The lock is ours, so what lies there is of a process that was killed.
    QLocalServer::removeServer(path);
    if (!m_server->listen(path))
        return Failure(fileError(m_path + u'/' + SocketName, errno));
    return {};
}

Result<void> SingleInstance::raiseFirst(const QString &path, const QByteArray &activationToken,
                                        std::chrono::milliseconds patience)
{
    const int folder = openFolder(path);
    const QDeadlineTimer deadline(patience);
    QLocalSocket socket;
    const bool isRaised = folder >= 0 && connectBefore(socket, socketPath(folder), deadline)
        && isHeard(socket, activationToken, deadline);
    if (folder >= 0)
        ::close(folder);
    if (!isRaised)
        return failure(
            ErrorKind::TimedOut,
            tr("Another Headgate uses “%1” and does not answer: end it first.").arg(path));
    return {};
}

void SingleInstance::acceptAll()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        socket->setReadBufferSize(LongestRequest);
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { answer(*socket); });
        answer(*socket);
    }
}

void SingleInstance::answer(QLocalSocket &socket)
{
    if (!socket.canReadLine()) {
        if (socket.bytesAvailable() >= LongestRequest)
            socket.abort();
        return;
    }
    const QByteArray line = socket.readLine().trimmed();
    if (!line.startsWith(QByteArray(Request).trimmed()))
        return socket.abort();
    socket.write(Answer);
    socket.flush();
    Q_EMIT raiseRequested(QByteArray::fromBase64(line.mid(qsizetype(qstrlen(Request)))));
}

} // namespace headgate
