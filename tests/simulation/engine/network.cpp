// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/enginetrial.h"

#include <QRegularExpression>

// What the network does to each request. All of it is drawn for the n-th one of its kind in a life
// of the program, so that a seed plays the same although real sockets are in between.
namespace headgate::simulation {

using namespace Qt::StringLiterals;
using namespace std::chrono;

void EngineTrial::connectSite(ServedFlink &site, const QString &clusterId)
{
    site.isTaken = [this, clusterId](const HttpRequest &request) {
        tell(request.name());
        if (!m_program.isThere() && !m_onItsWay.removeOne(request.name()))
            return false; // nobody has sent it
        if (request.isChange())
            checkArrival(request, clusterId);
        return true;
    };
    site.faultOf = [=, this](const HttpRequest &request) {
        return drawFault(diceFor(clusterId + u" fault"_s, request));
    };
    site.lossOf = [=, this](const HttpRequest &request) {
        return drawLoss(diceFor(clusterId + u" loss"_s, request));
    };
    site.delayOf = [=, this](const HttpRequest &request) {
        return drawDelay(diceFor(clusterId + u" delay"_s, request));
    };
    site.changed = [this] { m_disk.mirror(world); };
}

QRandomGenerator EngineTrial::diceFor(const QString &purpose, const HttpRequest &request)
{
    static const QRegularExpression id(u"[0-9a-f]{32}"_s);
    QString kind = purpose + u' ' + request.name();
    kind.replace(id, u":id"_s); // ids are drawn anew each time
    if (kind.contains(u"/jars/"_s))
        kind = kind.section(u'/', 0, 1) + kind.section(u'/', -1);
    const quint32 words[] = {m_plan.seed, m_life, m_asked[kind]++, qChecksum(kind.toUtf8())};
    return QRandomGenerator(words);
}

//! Mostly short; now and then so long that a later answer overtakes.
Duration EngineTrial::drawDelay(QRandomGenerator dice) const
{
    if (!isFaulty || m_plan.isNetworkEven)
        return milliseconds(10);
    const int percent = int(dice.bounded(100));
    return milliseconds(percent < 85       ? 2 + dice.bounded(40)
                            : percent < 97 ? dice.bounded(1500)
                                           : dice.bounded(8000));
}

Fault EngineTrial::drawFault(QRandomGenerator dice)
{
    const bool isAny = isFaulty && int(dice.bounded(100)) < m_plan.faultPercent;
    const auto fault = isAny ? Fault(1 + dice.bounded(FaultKinds - 1)) : Fault::None;
    ++m_counters[u"fault %1"_s.arg(int(fault))];
    if (isAny)
        tell(u"The network: fault %1"_s.arg(int(fault)));
    return fault;
}

std::optional<int> EngineTrial::drawLoss(QRandomGenerator dice)
{
    if (!isFaulty || int(dice.bounded(100)) >= m_plan.lostLookPercent)
        return std::nullopt;
    ++m_counters[u"read lost"_s];
    return int(dice.bounded(5));
}

} // namespace headgate::simulation
