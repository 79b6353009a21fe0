// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/fieldrows.h"

#include "views/icons.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! \a path is that of \a own, or of what lies in it.
bool isAt(const QString &path, const QString &own)
{
    return path.startsWith(own)
        && (path.size() == own.size() || path[own.size()] == u'.' || path[own.size()] == u'[');
}

} // namespace

ErrorLine::ErrorLine(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    const int side = fontMetrics().height();
    m_icon->setPixmap(markIcon(Mark::Warning).pixmap(side, side));
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    hide();
}

void ErrorLine::setText(const QString &text)
{
    if (text == m_text->text())
        return;
    m_text->setText(text);
    setVisible(!text.isEmpty());
    if (text.isEmpty())
        return;
    QAccessibleEvent event(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

FieldRows::FieldRows(QWidget *page)
    : m_page(page)
    , m_grid(new RowGrid)
{
    auto *column = new QVBoxLayout(page);
    column->addLayout(m_grid);
    column->addStretch();
}

// All widgets of a row are children of the page, for only a sibling gives its name to its buddy.
void FieldRows::add(const Field &field)
{
    auto *label = new QLabel(field.label, m_page);
    label->setBuddy(field.editor);
    if (field.editor->sizePolicy().verticalPolicy() != QSizePolicy::Expanding)
        label->setMinimumHeight(field.editor->sizeHint().height());
    auto *column = new QVBoxLayout;
    m_grid->addCaptioned(label, column);
    column->setSpacing(2);
    auto *line = new QHBoxLayout;
    column->addLayout(line);
    line->setSpacing(m_grid->horizontalSpacing()); // it would be that of the column
    line->addWidget(field.editor, 1);
    appendToTabOrder(field.editor);
    for (QWidget *button : field.beside) {
        line->addWidget(button);
        // Some styles leave no room beside the text.
        button->setMinimumWidth(button->sizeHint().width()
                                + 2 * button->fontMetrics().averageCharWidth());
        appendToTabOrder(button);
    }
    if (field.below)
        column->addWidget(field.below);
    auto *warning = new ErrorLine(m_page);
    column->addWidget(warning);
    auto *error = new ErrorLine(m_page);
    column->addWidget(error);
    QList<QWidget *> others{label};
    others += field.beside;
    if (field.below)
        others.append(field.below);
    m_rows.append(
        {QString(field.label).remove(u'&'), field.editor, field.paths, error, others, warning});
}

void FieldRows::setVisible(const QWidget *editor, bool isVisible)
{
    Row *row = rowOf(editor);
    if (!row)
        return;
    row->editor->setVisible(isVisible);
    for (QWidget *other : std::as_const(row->others))
        other->setVisible(isVisible);
    row->error->setVisible(isVisible && !row->error->text().isEmpty());
    showWarning(*row);
}

void FieldRows::clearErrors()
{
    for (Row &row : m_rows) {
        row.isOfEditing = false;
        say(row, {});
    }
}

void FieldRows::setError(const QWidget *editor, const QString &message)
{
    Row *row = rowOf(editor);
    if (!row)
        return;
    row->isOfEditing = !message.isEmpty();
    say(*row, message);
}

void FieldRows::setWarning(const QWidget *editor, const QString &message)
{
    Row *row = rowOf(editor);
    if (!row)
        return;
    row->warning->setText(message);
    showWarning(*row);
}

void FieldRows::showErrorsAt(const QWidget *editor, const QList<FieldError> &errors)
{
    const Row *row = rowOf(editor);
    if (!row || row->isOfEditing)
        return;
    QStringList messages;
    for (const FieldError &error : errors) {
        if (rowOf(error.path) == row)
            messages.append(error.message);
    }
    say(*row, messages.join(u'\n'));
}

QList<FieldError> FieldRows::showErrors(const QList<FieldError> &errors)
{
    QList<FieldError> homeless;
    for (const FieldError &error : errors) {
        if (const Row *row = rowOf(error.path))
            append(*row, error.message);
        else
            homeless.append(error);
    }
    return homeless;
}

QWidget *FieldRows::firstFaulty() const
{
    const auto row = std::ranges::find_if(
        m_rows, [](const Row &candidate) { return !candidate.error->text().isEmpty(); });
    return row == m_rows.end() ? nullptr : row->editor;
}

QString FieldRows::labelOf(const QString &path) const
{
    for (const Row &row : m_rows) {
        const auto own = std::ranges::find_if(
            row.paths, [&](const QString &candidate) { return isAt(path, candidate); });
        if (own == row.paths.end())
            continue;
        const QString rest = path.sliced(own->size());
        return rest.isEmpty() ? row.label : row.label + u": "_s + rest.sliced(1);
    }
    return path;
}

FieldRows::Row *FieldRows::rowOf(const QWidget *editor)
{
    const auto row = std::ranges::find(m_rows, editor, &Row::editor);
    return row == m_rows.end() ? nullptr : &*row;
}

FieldRows::Row *FieldRows::rowOf(const QString &path)
{
    const auto row = std::ranges::find_if(m_rows, [&](const Row &candidate) {
        return !candidate.editor->isHidden()
            && std::ranges::any_of(candidate.paths,
                                   [&](const QString &own) { return isAt(path, own); });
    });
    return row == m_rows.end() ? nullptr : &*row;
}

void FieldRows::appendToTabOrder(QWidget *widget)
{
    if (m_lastTabStop)
        QWidget::setTabOrder(m_lastTabStop, widget);
    m_lastTabStop = widget;
}

void FieldRows::append(const Row &row, const QString &message)
{
    const QString before = row.error->text();
    say(row, before.isEmpty() ? message : before + u'\n' + message);
}

void FieldRows::say(const Row &row, const QString &message)
{
    row.error->setText(message);
    row.editor->setAccessibleDescription(message);
    showWarning(row);
}

void FieldRows::showWarning(const Row &row)
{
    row.warning->setVisible(!row.warning->text().isEmpty() && row.error->text().isEmpty()
                            && !row.editor->isHidden());
}

QString notSavedYet()
{
    return ErrorLine::tr("This cannot be saved yet.");
}

QLabel *newNote(QWidget *parent)
{
    auto *note = new QLabel(parent);
    note->setWordWrap(true);
    note->setTextFormat(Qt::PlainText);
    note->setForegroundRole(QPalette::PlaceholderText);
    note->hide();
    return note;
}

QWidget *scrolling(QWidget *page)
{
    auto *area = new QScrollArea;
    area->setWidget(page);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

} // namespace headgate
