// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/conflictdialog.h"

#include "views/firstsize.h"
#include "views/icons.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

ConflictDialog::ConflictDialog(const QString &name, const QList<FieldChange> &saved,
                               const QList<FieldChange> &mine, const FieldLabels &labelOf,
                               QWidget *parent)
    : QDialog(parent)
    , m_fields(new QTableWidget(0, 4, this))
{
    setWindowTitle(tr("Changed Meanwhile"));
    auto *text = new QLabel(tr("“%1” was changed elsewhere while this form was open. What only one "
                               "of you changed is kept either way; where both did, pick whose "
                               "value holds. Nothing is saved yet.")
                                .arg(name),
                            this);
    text->setWordWrap(true);
    m_fields->setAccessibleName(tr("Changes"));
    m_fields->setHorizontalHeaderLabels({tr("Field"), tr("Before"), tr("Saved"), tr("Yours")});
    m_fields->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_fields->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_fields->setTabKeyNavigation(false);
    m_fields->verticalHeader()->hide();
    m_fields->setTextElideMode(Qt::ElideMiddle);
    QHeaderView &header = *m_fields->horizontalHeader();
    header.setSectionResizeMode(QHeaderView::Stretch);
    header.setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header.setMaximumSectionSize(fontMetrics().averageCharWidth() * 60);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(m_fields, 1);
    fill(saved, mine, labelOf);
    buildButtons();
    resizeWithinScreen(*this,
                       {fontMetrics().averageCharWidth() * 110, fontMetrics().height() * 22});
}

void ConflictDialog::fill(const QList<FieldChange> &saved, const QList<FieldChange> &mine,
                          const FieldLabels &labelOf)
{
    const auto byPath = [](const QList<FieldChange> &changes) {
        QMap<QString, FieldChange> result;
        for (const FieldChange &change : changes)
            result.insert(change.path, change);
        return result;
    };
    const auto theirs = byPath(saved);
    const auto own = byPath(mine);
    QMap<QString, FieldChange> all = theirs;
    all.insert(own);
    for (const auto &[path, change] : all.asKeyValueRange()) {
        const bool isDisputed =
            theirs.contains(path) && own.contains(path) && theirs[path].after != own[path].after;
        const QString savedValue = theirs.contains(path) ? theirs[path].after : change.before;
        const QString ownValue = own.contains(path) ? own[path].after : change.before;
        addRow(labelOf(path), {change.before, savedValue, ownValue}, isDisputed);
    }
}

void ConflictDialog::addRow(const QString &label, const QStringList &values, bool isDisputed)
{
    const int row = m_fields->rowCount();
    m_fields->insertRow(row);
    auto *field = new QTableWidgetItem(label);
    field->setToolTip(isDisputed ? tr("%1: both of you changed it.").arg(label) : label);
    if (isDisputed)
        field->setIcon(markIcon(Mark::Warning));
    m_fields->setItem(row, 0, field);
    for (int column = 0; column < values.size(); ++column) {
        auto *item = new QTableWidgetItem(values[column].isEmpty() ? u"–"_s : values[column]);
        item->setToolTip(item->text());
        m_fields->setItem(row, column + 1, item);
    }
}

void ConflictDialog::buildButtons()
{
    auto *buttons = new QDialogButtonBox(this);
    const QPushButton *mine = buttons->addButton(tr("Prefer &Mine"), QDialogButtonBox::ActionRole);
    const QPushButton *saved =
        buttons->addButton(tr("Prefer &Saved"), QDialogButtonBox::ActionRole);
    QPushButton *back = buttons->addButton(tr("&Keep Editing"), QDialogButtonBox::RejectRole);
    back->setDefault(true);
    connect(mine, &QPushButton::clicked, this, &ConflictDialog::minePreferred);
    connect(saved, &QPushButton::clicked, this, &ConflictDialog::savedPreferred);
    connect(mine, &QPushButton::clicked, this, &QDialog::accept);
    connect(saved, &QPushButton::clicked, this, &QDialog::accept);
    connect(back, &QPushButton::clicked, this, &QDialog::reject);
    layout()->addWidget(buttons);
}

} // namespace headgate
