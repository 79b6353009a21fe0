// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/jaredit.h"

#include "model/core/whendone.h"
#include "model/resources/deployment.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>

namespace headgate {

using namespace Qt::StringLiterals;

JarEdit::JarEdit(Intentions &intentions, QWidget *parent)
    : QLineEdit(parent)
    , m_intentions(intentions)
{
    setPlaceholderText(tr("A path, or drop a jar here"));
    m_rest.setSingleShot(true);
    m_rest.setInterval(std::chrono::milliseconds(250));
    connect(&m_rest, &QTimer::timeout, this, &JarEdit::inspect);
    connect(this, &QLineEdit::textChanged, this, [this] {
        ++m_generation;
        m_rest.start();
        setToolTip(text()); // it may be longer than the field
    });
}

void JarEdit::browse()
{
    const QString folder = QFileInfo(localJarPath(text())).absolutePath();
    auto *dialog = new QFileDialog(window(), tr("Choose Jar"), folder, tr("Jars (*.jar)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &QLineEdit::setText);
    dialog->open();
}

QString JarEdit::fileIn(const QMimeData &data)
{
    const QList<QUrl> urls = data.urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

void JarEdit::dragEnterEvent(QDragEnterEvent *event)
{
    if (fileIn(*event->mimeData()).isEmpty())
        QLineEdit::dragEnterEvent(event);
    else
        event->acceptProposedAction();
}

void JarEdit::dropEvent(QDropEvent *event)
{
    const QString file = fileIn(*event->mimeData());
    if (file.isEmpty()) {
        QLineEdit::dropEvent(event);
        return;
    }
    setText(file);
    event->acceptProposedAction();
}

void JarEdit::inspect()
{
    const QString path = localJarPath(text().trimmed());
    if (path.isEmpty())
        return;
    const int generation = ++m_generation;
    whenDone(this, m_intentions.inspectJar(path), [=, this](const Result<JarReport> &report) {
        if (generation != m_generation)
            return;
        if (report)
            Q_EMIT inspected(*report);
        else
            Q_EMIT rejected(report.error().message);
    });
}

} // namespace headgate
