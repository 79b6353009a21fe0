// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"

#include "model/core/whendone.h"
#include "model/secrets/keychainsecrets.h"
#include "views/fainttext.h"
#include "views/ownstyle.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

#include <cstdio>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr auto SampleJob = "headgate-sample-job.jar"_L1;

QMessageBox *newBox(const QString &title, const QString &message)
{
    auto *box = new QMessageBox(QMessageBox::Critical, title, message);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    return box;
}

//! In the terminal, where somebody waits there.
void print(const Error &error)
{
    std::fprintf(stderr, "headgate: %s\n", qPrintable(error.message));
}

} // namespace

Program::Program(DataDirectory directory)
    : m_directory(std::move(directory))
    , m_instance(m_directory)
    , m_settings(m_directory.filePath(u"settings.ini"), QSettings::IniFormat)
    , m_desk(m_clock)
    , m_host(
          m_directory, m_clock, [] { return std::make_unique<KeychainSecrets>(u"headgate"_s); },
          sampleJobPath(QApplication::applicationDirPath()))
{
    connect(&m_host, &EngineHost::changed, &m_desk, &Desk::apply);
    m_opening = m_host.begin();
    QApplication::setStyle(new OwnStyle);
    keepFaintTextReadable();
    // Until the window is there, a message box is the last window, and its end not the program's.
    QApplication::setQuitOnLastWindowClosed(false);
    connect(&m_instance, &SingleInstance::raiseRequested, this, &Program::raise);
    if (const auto listening = m_instance.listen(); !listening)
        qWarning("%s", qPrintable(listening.error().message)); // a second start will say so too
}

void Program::begin()
{
    m_window = std::make_unique<MainWindow>(m_host, m_desk, m_settings);
    connect(&m_host, &EngineHost::troubled, m_window.get(), &MainWindow::showTrouble);
    showWhenOpen(m_opening);
}

void Program::showWhenOpen(const QFuture<Result<Done>> &opening)
{
    whenDone(this, opening, [this](const Result<Done> &begun) {
        if (begun)
            show();
        else if (begun.error().kind == ErrorKind::Damaged)
            offerCopy(begun.error());
        else
            explain(begun.error());
    });
}

void Program::show()
{
    m_isOpen = true;
    m_window->show();
    QApplication::setQuitOnLastWindowClosed(true);
}

//! The damaged store is set aside already; nothing happens to it here.
void Program::offerCopy(const Error &error)
{
    const std::optional<StoreCopy> copy = newestUntriedCopy();
    QMessageBox *box = newBox(tr("Headgate's data is damaged"), error.message);
    const QAbstractButton *restoring = nullptr;
    if (copy) {
        const QDateTime made = QDateTime::fromMSecsSinceEpoch(
            std::chrono::floor<std::chrono::milliseconds>(copy->madeAt.time_since_epoch()).count());
        restoring = box->addButton(
            tr("Restore Copy of %1").arg(QLocale().toString(made, QLocale::ShortFormat)),
            QMessageBox::AcceptRole);
        box->setInformativeText(tr("After that nothing is sent to any cluster until you have "
                                   "confirmed each deployment."));
    }
    const QAbstractButton *empty = box->addButton(tr("Start Empty"), QMessageBox::DestructiveRole);
    box->addButton(tr("Quit"), QMessageBox::RejectRole);
    connect(box, &QDialog::finished, this, [=, this] {
        if (restoring && box->clickedButton() == restoring)
            restore(*copy);
        else if (box->clickedButton() == empty)
            reopen(Store::startEmpty(m_directory, m_clock));
        else {
            print(error);
            QApplication::exit(1);
        }
    });
    box->open();
}

std::optional<StoreCopy> Program::newestUntriedCopy() const
{
    for (const StoreCopy &copy : Store::copies(m_directory)) {
        if (!m_triedCopies.contains(copy.path))
            return copy;
    }
    return {};
}

void Program::restore(const StoreCopy &copy)
{
    m_triedCopies.append(copy.path);
    const Result<void> restored = Store::restore(m_directory, copy, m_clock);
    if (!restored && restored.error().kind == ErrorKind::Damaged)
        offerCopy(restored.error());
    else
        reopen(restored);
}

void Program::reopen(const Result<void> &prepared)
{
    if (prepared)
        showWhenOpen(m_host.begin());
    else
        explain(prepared.error());
}

//! To the front: the window, or what is asked before it can be shown.
void Program::raise()
{
    QWidget *front = m_isOpen ? m_window.get() : QApplication::activeModalWidget();
    if (!front)
        return;
    front->show();
    front->setWindowState(front->windowState() & ~Qt::WindowMinimized);
    front->raise();
    front->activateWindow();
}

void explain(const Error &error)
{
    print(error);
    QMessageBox *box = newBox(Program::tr("Headgate cannot start"), error.message);
    box->addButton(Program::tr("Quit"), QMessageBox::RejectRole);
    QObject::connect(box, &QDialog::finished, box, [] { QApplication::exit(1); });
    box->open();
}

QString sampleJobPath(const QString &programDirectory)
{
    const QString named = qEnvironmentVariable("HEADGATE_SAMPLE_JOB");
    if (!named.isEmpty())
        return named;
    const QDir directory(programDirectory);
    const QString built = directory.filePath(u"../../sample-job/"_s) + SampleJob;
    const QString installed = directory.filePath(QStringLiteral(HEADGATE_DATA "/")) + SampleJob;
    for (const QString &path : {built, installed}) {
        if (const QFileInfo file(path); file.exists())
            return file.canonicalFilePath();
    }
    return QStandardPaths::locate(QStandardPaths::GenericDataLocation, u"headgate/"_s + SampleJob);
}

} // namespace headgate
