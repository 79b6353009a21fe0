// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"

#include "views/translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QStandardPaths>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>
#include <thread>

#include <fontconfig/fontconfig.h>

using namespace headgate;
using namespace Qt::StringLiterals;

namespace {

int complain(const QString &sentence)
{
    std::fprintf(stderr, "headgate: %s\n", qPrintable(sentence));
    return 1;
}

QString dataDirectory(const QCommandLineParser &parser, const QCommandLineOption &option)
{
    return parser.isSet(option) ? parser.value(option)
                                : QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
}

//! What is answered in the terminal needs no display.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    const bool isAnswered = std::any_of(argv + 1, argv + argc, [](std::string_view argument) {
        return argument == "--help" || argument == "--help-all" || argument == "-h"
            || argument == "--version" || argument == "-v";
    });
    if (isAnswered)
        return std::make_unique<QCoreApplication>(argc, argv);
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace

int main(int argc, char *argv[])
{
    const std::unique_ptr<QCoreApplication> application = makeApplication(argc, argv);
    QApplication::setApplicationName(u"headgate"_s);
    QApplication::setApplicationVersion(QStringLiteral(HEADGATE_VERSION));
    QApplication::setDesktopFileName(u"headgate"_s);
    installTranslations(*application);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        QApplication::translate("main", "Runs deployments on Apache Flink session clusters."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption dataDir(
        u"data-dir"_s,
        QApplication::translate("main", "Keep everything that the program writes in <directory>."),
        u"directory"_s);
    parser.addOption(dataDir);
    if (!parser.parse(QApplication::arguments()))
        return complain(parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return complain(QApplication::translate("main", "“%1” is not understood; see --help.")
                            .arg(parser.positionalArguments().first()));
    parser.process(*application); // --help and --version

    // Qt would read the many files about fonts at the first line of text: it finds that done.
    std::jthread fonts(&FcInit);
    const QString path = dataDirectory(parser, dataDir);
    auto directory = DataDirectory::own(path);
    if (!directory && directory.error().kind == ErrorKind::Conflict) {
        const auto raised = SingleInstance::raiseFirst(path);
        if (raised)
            return 0;
        directory = Failure(raised.error());
    }
    std::unique_ptr<Program> program;
    if (directory)
        program = std::make_unique<Program>(std::move(*directory)); // reads the store meanwhile
    fonts.join();
    if (program)
        program->begin();
    else
        explain(directory.error());
    return QApplication::exec();
}
