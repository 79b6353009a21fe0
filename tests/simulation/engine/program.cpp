// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/program.h"

#include "model/store/datadirectory.h"

#include <QDir>
#include <QDirIterator>
#include <QThreadPool>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

namespace {

//! The shared memory of SQLite goes with the process.
void copyFiles(const QString &from, const QString &to)
{
    QDirIterator files(from, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString path = files.next();
        const QString copy = to + path.sliced(from.size());
        if (path.endsWith("-shm"_L1))
            continue;
        if (!QDir().mkpath(QFileInfo(copy).path()) || !QFile::copy(path, copy))
            qFatal("%s cannot be copied.", qPrintable(path));
    }
}

} // namespace

Program::Program(QString folder, const Clock &clock)
    : m_folder(std::move(folder))
    , m_clock(clock)
{
}

Program::~Program()
{
    bury();
}

QString Program::directory() const
{
    return u"%1/data-%2"_s.arg(m_folder).arg(m_life);
}

bool Program::write(const Transaction &contents)
{
    const auto own = DataDirectory::own(directory());
    const auto store = own ? Store::open(*own, m_clock) : Failure(own.error());
    return store && (*store)->write(contents, "test"_L1);
}

QString Program::start()
{
    auto own = DataDirectory::own(directory());
    if (!own)
        return own.error().message;
    m_directory = std::make_unique<DataDirectory>(std::move(*own));
    auto store = Store::open(*m_directory, m_clock);
    if (!store)
        return store.error().message;
    m_engine = std::make_unique<Engine>(*m_directory, std::move(*store), m_secrets, m_clock);
    m_wishes = std::make_unique<Wishes>(*m_engine, QString());
    connect(m_engine.get(), &Engine::changed, this, [this](const Changes &changes) {
        if (!m_isKilled && !changes.events.isEmpty())
            Q_EMIT happened(changes.events);
    });
    const auto begun = m_engine->begin();
    return begun ? QString() : begun.error().message;
}

void Program::kill()
{
    if (!isThere())
        return;
    const QString before = directory();
    ++m_life;
    copyFiles(before, directory());
    m_isKilled = true;
}

void Program::bury()
{
    QThreadPool::globalInstance()->waitForDone();
    m_wishes.reset();
    m_engine.reset();
    m_directory.reset();
    if (std::exchange(m_isKilled, false))
        QDir(u"%1/data-%2"_s.arg(m_folder).arg(m_life - 1)).removeRecursively();
}

} // namespace headgate::simulation
