// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/ports.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QTcpServer>

namespace headgate {

namespace {

bool listen(QTcpServer &server, int preferred)
{
    server.setProxy(QNetworkProxy::NoProxy);
    return (preferred > 0 && server.listen(QHostAddress::LocalHost, quint16(preferred)))
        || server.listen(QHostAddress::LocalHost);
}

} // namespace

Result<ClusterPorts> freeLoopbackPorts(const ClusterPorts &preferred)
{
    QTcpServer rest; // both at once, or they could be one
    QTcpServer rpc;
    if (!listen(rest, preferred.rest) || !listen(rpc, preferred.rpc)) {
        return failure(ErrorKind::Environment,
                       QCoreApplication::translate("LocalCluster",
                                                   "There is no free port on this machine; end a "
                                                   "program that listens, and try again."));
    }
    return ClusterPorts{.rest = rest.serverPort(), .rpc = rpc.serverPort()};
}

} // namespace headgate
