// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/wishes.h"
#include "model/secrets/memorysecrets.h"

#include <functional>

namespace headgate::simulation {

//! The engine, its store and its data directory, which can be killed at any moment and started
//! again, all in this process.
//!
//! What it does after kill() until it is buried happens in a directory that nobody reads again; who
//! gets requests has to ignore those.
class Program : public QObject {
    Q_OBJECT

public:
    //! Data directories are made below \a folder.
    Program(QString folder, const Clock &clock);
    ~Program() override;

    //! Why it could not be started; empty where it was.
    [[nodiscard]] QString start();
    //! As by kill -9: nothing but what is on the disk now remains.
    void kill();
    //! Does away with what was killed.
    void bury();
    [[nodiscard]] bool isThere() const { return m_engine && !m_isKilled; }
    [[nodiscard]] bool isKilled() const { return m_isKilled; }

    [[nodiscard]] Engine &engine() { return *m_engine; }
    [[nodiscard]] Wishes &wishes() { return *m_wishes; }
    //! What the store has, as it reads it now.
    [[nodiscard]] Result<StoreContents> stored() { return m_engine->store().load(); }
    //! Before the engine begins on an empty store.
    [[nodiscard]] bool write(const Transaction &contents);

Q_SIGNALS:
    void happened(const QList<headgate::Event> &events);

private:
    [[nodiscard]] QString directory() const;

    const QString m_folder;
    const Clock &m_clock;
    MemorySecrets m_secrets;
    std::unique_ptr<DataDirectory> m_directory;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Wishes> m_wishes;
    int m_life = 0;
    bool m_isKilled = false;
};

//! Called at each fail point of this program, instead of what the environment says.
extern std::function<void(QLatin1StringView point)> failPointPassed;

} // namespace headgate::simulation
