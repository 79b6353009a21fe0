// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/desk.h"
#include "tests/gui/fakeintentions.h"
#include "tests/gui/pictures.h"
#include "tests/gui/samplereports.h"
#include "views/mainwindow.h"
#include "views/translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QPalette>
#include <QTemporaryDir>

// For people who work on the window: shows it with made-up reports, for a look and for pictures.

using namespace headgate;

namespace {

QPalette darkPalette()
{
    QPalette palette(QColor(0x2f3136), QColor(0x26282c));
    palette.setColor(QPalette::WindowText, QColor(0xdfe1e5));
    palette.setColor(QPalette::Text, QColor(0xdfe1e5));
    palette.setColor(QPalette::ButtonText, QColor(0xdfe1e5));
    palette.setColor(QPalette::Base, QColor(0x1e2023));
    palette.setColor(QPalette::AlternateBase, QColor(0x26282c));
    palette.setColor(QPalette::ToolTipBase, QColor(0x3a3d43));
    palette.setColor(QPalette::ToolTipText, QColor(0xdfe1e5));
    palette.setColor(QPalette::PlaceholderText, QColor(0x8f949c));
    palette.setColor(QPalette::Highlight, QColor(0x3d6fb4));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    palette.setColor(QPalette::Link, QColor(0x7fb0f0));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x767b84));
    return palette;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setStyle(u"fusion"_s);
    QApplication::setApplicationVersion(QStringLiteral(HEADGATE_VERSION));
    installTranslations(application);
    QCommandLineParser options;
    options.addHelpOption();
    options.addOption({u"dark"_s, u"A dark palette."_s});
    options.addOption({u"empty"_s, u"Nothing is deployed."_s});
    options.addOption({u"size"_s, u"Of the window."_s, u"WIDTHxHEIGHT"_s});
    options.addOption({u"pictures"_s, u"Of each page and dialog, then it ends."_s, u"FOLDER"_s});
    options.process(application);
    if (options.isSet(u"dark"_s))
        QApplication::setPalette(darkPalette());

    const SystemClock clock;
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    FakeIntentions intentions;
    Desk desk(clock);
    MainWindow window(intentions, desk, settings);
    const QStringList size = options.value(u"size"_s).split(u'x');
    if (size.size() == 2)
        window.resize(size[0].toInt(), size[1].toInt());
    window.show();
    desk.apply(options.isSet(u"empty"_s) ? Changes() : sampleChanges(clock.now()));
    if (options.isSet(u"pictures"_s))
        return takePictures(window, options.value(u"pictures"_s)) ? 0 : 1;
    return QApplication::exec();
}
