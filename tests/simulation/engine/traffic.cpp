// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/traffic.h"

#include "tests/simulation/engine/httpserver.h"

#include <QChildEvent>
#include <QCoreApplication>
#include <QHash>
#include <QNetworkReply>

namespace headgate::simulation {

namespace {
constexpr int MostAtOnce = 6; // connections of one QNetworkAccessManager to one server
}

Traffic::Traffic()
{
    qApp->installEventFilter(this);
}

//! A reply is a child of its manager; while it is being made it is only a QObject.
bool Traffic::eventFilter(QObject *watched, QEvent *event)
{
    auto *network = event->type() == QEvent::ChildAdded
        ? qobject_cast<QNetworkAccessManager *>(watched)
        : nullptr;
    if (network)
        m_requests.push_back({network, static_cast<QChildEvent *>(event)->child()});
    return false;
}

void Traffic::forgetFinished()
{
    std::erase_if(m_requests, [](const Request &each) {
        const auto *reply = qobject_cast<QNetworkReply *>(each.reply.data());
        return !reply || reply->isFinished();
    });
}

QStringList Traffic::changes()
{
    forgetFinished();
    QStringList changes;
    for (const Request &each : m_requests) {
        const auto *reply = qobject_cast<QNetworkReply *>(each.reply.data());
        if (reply->operation() == QNetworkAccessManager::GetOperation)
            continue;
        const QNetworkRequest request = reply->request();
        const QVariant verb = request.attribute(QNetworkRequest::CustomVerbAttribute);
        changes.append(nameOf(verb.isNull() ? "POST" : verb.toByteArray(), request.url().path()));
    }
    return changes;
}

int Traffic::sent()
{
    forgetFinished();
    QHash<QNetworkAccessManager *, int> open;
    for (const Request &each : m_requests)
        ++open[each.network];
    int sum = 0;
    for (const int count : std::as_const(open))
        sum += std::min(count, MostAtOnce);
    return sum;
}

} // namespace headgate::simulation
