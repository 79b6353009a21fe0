// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/engine/disk.h"

#include "tests/simulation/simulatedflink.h"

#include <QDir>

namespace headgate::simulation {

using namespace Qt::StringLiterals;

Disk::Disk(const QString &folder)
    : m_shown(folder + u"/shown"_s)
    , m_hidden(folder + u"/hidden"_s)
{
    if (!QDir().mkpath(m_shown + u"/cp"_s) || !QDir().mkpath(m_shown + u"/sp"_s))
        qFatal("There is no disk to simulate at %s.", qPrintable(folder));
}

QString Disk::location() const
{
    return u"file:"_s + m_shown;
}

QString Disk::pathOf(const QString &location) const
{
    return (m_isReadable ? m_shown : m_hidden) + location.sliced(this->location().size());
}

void Disk::mirror(const World &world)
{
    const QStringList there = world.files.keys();
    if (there == m_mirrored)
        return;
    // What somebody else writes elsewhere cannot be read from here.
    const auto isOurs = [&](const QString &each) { return each.startsWith(location() + u'/'); };
    for (const QString &each : std::as_const(m_mirrored)) {
        if (isOurs(each) && !world.files.contains(each))
            QDir(pathOf(each)).removeRecursively();
    }
    for (const QString &each : there) {
        if (!isOurs(each) || m_mirrored.contains(each))
            continue;
        QFile metadata(pathOf(each) + u"/_metadata"_s);
        if (!QDir().mkpath(pathOf(each)) || !metadata.open(QIODevice::WriteOnly))
            qFatal("%s cannot be written.", qPrintable(metadata.fileName()));
    }
    m_mirrored = there;
}

void Disk::setReadable(bool isReadable)
{
    if (isReadable == m_isReadable)
        return;
    m_isReadable = isReadable;
    if (!QDir().rename(isReadable ? m_hidden : m_shown, isReadable ? m_shown : m_hidden))
        qFatal("%s cannot be renamed.", qPrintable(m_shown));
}

} // namespace headgate::simulation
