// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"

#include "model/core/whendone.h"
#include "model/secrets/keychainsecrets.h"
#include "model/store/store.h"

#include <QApplication>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStandardPaths>

namespace headgate {

using namespace Qt::StringLiterals;

Program::Program(DataDirectory directory)
    : m_directory(std::move(directory))
    , m_instance(m_directory)
    , m_settings(m_directory.filePath(u"settings.ini"), QSettings::IniFormat)
    , m_desk(m_clock)
{
    connect(&m_instance, &SingleInstance::raiseRequested, this, &Program::raise);
    if (const auto listening = m_instance.listen(); !listening)
        qWarning("%s", qPrintable(listening.error().message)); // a second start will say so too
}

void Program::begin()
{
    m_host = std::make_unique<EngineHost>(
        m_directory, m_clock, [] { return std::make_unique<KeychainSecrets>(u"headgate"_s); },
        sampleJobPath());
    connect(m_host.get(), &EngineHost::changed, &m_desk, &Desk::apply);
    const auto begun = m_host->begin(); // reads the store while the window is built
    m_window = std::make_unique<MainWindow>(*m_host, m_desk, m_settings);
    connect(m_host.get(), &EngineHost::troubled, m_window.get(), [this](const QString &trouble) {
        if (!trouble.isEmpty())
            m_window->showError(trouble, {.kind = ErrorKind::Storage, .message = trouble});
    });
    showWhenOpen(begun);
}

void Program::showWhenOpen(const QFuture<Result<Done>> &opening)
{
    whenDone(this, opening, [this](const Result<Done> &begun) {
        if (begun)
            m_window->show();
        else if (begun.error().kind == ErrorKind::Damaged)
            offerCopy(begun.error());
        else
            explain(begun.error());
    });
}

void Program::explain(const Error &error)
{
    QMessageBox box(QMessageBox::Critical, tr("Headgate cannot start"), error.message);
    box.addButton(tr("Quit"), QMessageBox::RejectRole);
    box.exec();
    QApplication::exit(1);
}

//! The damaged store is set aside already; nothing happens to it here.
void Program::offerCopy(const Error &error)
{
    const QList<StoreCopy> copies = Store::copies(m_directory);
    QMessageBox box(QMessageBox::Critical, tr("Headgate's data is damaged"), error.message);
    QPushButton *restore = nullptr;
    if (!copies.isEmpty()) {
        const QDateTime made = QDateTime::fromMSecsSinceEpoch(
            std::chrono::floor<std::chrono::milliseconds>(copies.first().madeAt.time_since_epoch())
                .count());
        restore = box.addButton(
            tr("Restore Copy of %1").arg(QLocale().toString(made, QLocale::ShortFormat)),
            QMessageBox::AcceptRole);
        box.setInformativeText(tr("After that nothing is sent to any cluster until you have "
                                  "confirmed each deployment."));
    }
    QPushButton *empty = box.addButton(tr("Start Empty"), QMessageBox::DestructiveRole);
    box.addButton(tr("Quit"), QMessageBox::RejectRole);
    box.exec();
    Result<void> done;
    if (restore && box.clickedButton() == restore)
        done = Store::restore(m_directory, copies.first(), m_clock);
    else if (box.clickedButton() == empty)
        done = Store::startEmpty(m_directory, m_clock);
    else
        return QApplication::exit(1);
    if (done)
        showWhenOpen(m_host->begin());
    else
        explain(done.error());
}

void Program::raise()
{
    m_window->show();
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->raise();
    m_window->activateWindow();
}

QString sampleJobPath()
{
    const QString named = qEnvironmentVariable("HEADGATE_SAMPLE_JOB");
    if (!named.isEmpty())
        return named;
    const QString built =
        QApplication::applicationDirPath() + u"/../../sample-job/headgate-sample-job.jar"_s;
    if (const QFileInfo file(built); file.exists())
        return file.canonicalFilePath();
    return QStandardPaths::locate(QStandardPaths::GenericDataLocation,
                                  u"headgate/headgate-sample-job.jar"_s);
}

} // namespace headgate
