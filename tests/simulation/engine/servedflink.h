// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/engine/flinkrest.h"
#include "tests/simulation/engine/httpserver.h"
#include "tests/simulation/fault.h"

namespace headgate::simulation {

//! A simulated Flink behind a real port, and the network in between, with its troubles.
class ServedFlink : public QObject {
    Q_OBJECT

public:
    ServedFlink(SimulatedFlink &flink, const QString &version, const QString &directory);

    //! Told of each request that arrives, before anything happens with it; false: it is dropped.
    std::function<bool(const HttpRequest &request)> isTaken;
    //! What happens to a request that changes something.
    std::function<Fault(const HttpRequest &request)> faultOf;
    //! How a read goes wrong; nothing: it does not.
    std::function<std::optional<int>(const HttpRequest &request)> lossOf;
    //! One way through the network.
    std::function<Duration(const HttpRequest &request)> delayOf;
    std::function<void()> changed; //!< Flink has done something.

    [[nodiscard]] QString url() const { return m_server.url(); }
    [[nodiscard]] FlinkRest &rest() { return m_rest; }
    [[nodiscard]] QStringList unanswered() const { return m_server.unanswered(); }
    //! Whatever a program that is no more has asked is forgotten.
    void cut() { m_server.cut(); }
    //! Listens where Flink is up; a JobManager that is replaced takes its connections along.
    void follow();

private:
    using Id = HttpServer::Id;

    void take(Id id, const HttpRequest &request);
    void takeRead(Id id, const HttpRequest &request);
    void takeChange(Id id, const HttpRequest &request, Fault fault);
    void lose(Id id, const HttpRequest &request, int how);
    //! Does what it asks for; with a later answer where main() takes its time.
    void perform(Id id, const HttpRequest &request);
    void say(Id id, const HttpAnswer &answer);
    void after(Duration pause, std::function<void()> happen);
    //! The same, where the JobManager is still the same by then.
    void afterIfSame(Duration pause, std::function<void()> happen);
    HttpAnswer effectOf(const HttpRequest &request);

    SimulatedFlink &m_flink;
    FlinkRest m_rest;
    HttpServer m_server;
    QString m_incarnation;
};

} // namespace headgate::simulation
