// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/fieldchanges.h"

#include <QDialog>
#include <QTableWidget>

namespace headgate {

//! Two people changed one document: shows field by field what was, what was saved meanwhile and
//! what stands in the form, and lets the person pick whose values hold where both differ.
class ConflictDialog : public QDialog {
    Q_OBJECT

public:
    //! Both \a saved and \a mine are changes of the one that is called \a name.
    ConflictDialog(const QString &name, const QList<FieldChange> &saved,
                   const QList<FieldChange> &mine, const FieldLabels &labelOf, QWidget *parent);

Q_SIGNALS:
    void minePreferred();
    void savedPreferred();

private:
    void fill(const QList<FieldChange> &saved, const QList<FieldChange> &mine,
              const FieldLabels &labelOf);
    void addRow(const QString &label, const QStringList &values, bool isDisputed);
    void buildButtons();

    QTableWidget *m_fields;
};

} // namespace headgate
