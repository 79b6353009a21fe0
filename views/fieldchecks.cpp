// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fieldchecks.h"

#include <QApplication>
#include <QLineEdit>

#include <algorithm>

namespace headgate {

FieldChecks::FieldChecks(QWidget *form, QList<FieldRows *> rows,
                         std::function<QList<FieldError>()> errors)
    : QObject(form)
    , m_form(form)
    , m_rows(std::move(rows))
    , m_errors(std::move(errors))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(std::chrono::milliseconds(50));
    connect(&m_rest, &QTimer::timeout, this, &FieldChecks::check);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *before, QWidget *now) {
        if (before && now && m_form->isVisible() && m_form->isAncestorOf(before))
            leave(before);
    });
}

void FieldChecks::leave(QWidget *editor)
{
    // Whoever walks through an empty form is told nothing about fields they did not touch.
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (line && !line->isModified())
        return;
    if (line) // what is said of it stays until it is changed again
        line->setModified(false);
    if (m_left && m_left != editor)
        check();
    m_left = editor;
    m_rest.start();
}

void FieldChecks::check()
{
    // A line more would move what is under the mouse away from it.
    if (QApplication::mouseButtons() != Qt::NoButton)
        return m_rest.start();
    if (!m_left)
        return;
    const QList<FieldError> errors = m_errors();
    for (FieldRows *rows : m_rows)
        rows->showErrorsAt(m_left, errors);
    m_left.clear();
    if (!isAnyFaulty())
        Q_EMIT mended();
}

bool FieldChecks::isAnyFaulty() const
{
    return std::ranges::any_of(m_rows, [](const FieldRows *rows) { return rows->firstFaulty(); });
}

} // namespace headgate
