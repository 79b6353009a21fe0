// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"

#include <QDialog>
#include <QTableWidget>

namespace headgate {

//! Two people changed one deployment: shows field by field what was, what was saved meanwhile and
//! what stands in the form, and lets the person pick whose values hold where both differ.
class ConflictDialog : public QDialog {
    Q_OBJECT

public:
    //! Both \a saved and \a mine come from \a base.
    ConflictDialog(const Deployment &base, const Deployment &saved, const Deployment &mine,
                   QWidget *parent);

Q_SIGNALS:
    void minePreferred();
    void savedPreferred();

private:
    void fill(const Deployment &base, const Deployment &saved, const Deployment &mine);
    void addRow(const QString &path, const QStringList &values, bool isDisputed);
    void buildButtons();

    QTableWidget *m_fields;
};

} // namespace headgate
