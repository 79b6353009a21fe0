// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/servedflink.h"

#include <QTimer>

namespace headgate::simulation {

using namespace std::chrono;

namespace {

constexpr seconds Lateness{100}; // the client has given up by then
constexpr seconds HeldFor{45};
constexpr seconds SecondAfter{2}; // of a request that arrives twice

HttpAnswer webPage(int status)
{
    return {.status = status,
            .body = "<html><body>A proxy has something to say.</body></html>",
            .type = "text/html"};
}

} // namespace

ServedFlink::ServedFlink(SimulatedFlink &flink, const QString &version, const QString &directory)
    : m_flink(flink)
    , m_rest(flink, version, directory)
    , m_incarnation(flink.incarnation())
{
    m_server.arrived = [this](Id id, const HttpRequest &request) { take(id, request); };
}

void ServedFlink::follow()
{
    if (m_incarnation != m_flink.incarnation())
        m_server.cut();
    m_incarnation = m_flink.incarnation();
    m_server.setListening(m_flink.isUp);
}

void ServedFlink::after(Duration pause, std::function<void()> happen)
{
    QTimer::singleShot(ceil<milliseconds>(pause), this, std::move(happen));
}

void ServedFlink::afterIfSame(Duration pause, std::function<void()> happen)
{
    after(pause, [this, incarnation = m_flink.incarnation(), happen = std::move(happen)] {
        if (m_flink.isUp && m_flink.incarnation() == incarnation)
            happen();
    });
}

void ServedFlink::take(Id id, const HttpRequest &request)
{
    if (!isTaken(request))
        return m_server.reset(id);
    if (request.isChange())
        takeChange(id, request, m_flink.isReachable ? faultOf(request) : Fault::LostBefore);
    else if (m_flink.isReachable) // else it waits until it gives up
        takeRead(id, request);
}

HttpAnswer ServedFlink::effectOf(const HttpRequest &request)
{
    HttpAnswer answer = m_rest.answer(request);
    changed();
    return answer;
}

void ServedFlink::say(Id id, const HttpAnswer &answer)
{
    if (m_flink.isReachable)
        m_server.answer(id, answer);
}

void ServedFlink::takeRead(Id id, const HttpRequest &request)
{
    const Duration back = delayOf(request);
    if (const auto loss = lossOf(request))
        return lose(id, request, *loss);
    afterIfSame(delayOf(request), [this, id, request, back] {
        const HttpAnswer answer = effectOf(request);
        afterIfSame(back, [this, id, answer] { say(id, answer); });
    });
}

void ServedFlink::lose(Id id, const HttpRequest &request, int how)
{
    afterIfSame(delayOf(request), [this, id, request, how] {
        switch (how % 5) {
        case 0:
            return say(id, webPage(200));
        case 1:
            return say(id, webPage(502));
        case 2:
            return say(id, FlinkRest::unavailable());
        case 3:
            return m_server.answerHalf(id, effectOf(request));
        default:
            return; // silence
        }
    });
}

void ServedFlink::perform(Id id, const HttpRequest &request)
{
    const bool isRun = FlinkRest::run(request).has_value();
    const HttpAnswer answer = effectOf(request);
    // The answer to a run comes with the end of main().
    const Duration work = isRun ? m_flink.mainTime : Duration::zero();
    afterIfSame(work + delayOf(request), [this, id, answer] { say(id, answer); });
}

void ServedFlink::takeChange(Id id, const HttpRequest &request, Fault fault)
{
    const Duration way = delayOf(request);
    const auto effect = [this, request] { (void)effectOf(request); };
    switch (fault) {
    case Fault::Twice:
        afterIfSame(way + SecondAfter, effect);
        [[fallthrough]];
    case Fault::None:
        return afterIfSame(way, [this, id, request] { perform(id, request); });
    case Fault::LostBefore:
        return;
    case Fault::LostAfter:
        return afterIfSame(way, effect);
    case Fault::Late:
        return afterIfSame(Lateness, effect);
    case Fault::Held:
        return after(HeldFor, [this, effect] {
            if (m_flink.isUp)
                effect();
        });
    case Fault::NotSent:
        return m_server.reset(id);
    case Fault::TurnedAway:
        return afterIfSame(way, [this, id] { say(id, FlinkRest::unavailable()); });
    case Fault::Garbled:
        return afterIfSame(way, [this, id, request] {
            (void)effectOf(request);
            say(id, webPage(200));
        });
    }
}

} // namespace headgate::simulation
