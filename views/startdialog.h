// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/desk.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>

class QVBoxLayout;

namespace headgate {

//! Shows what a start restores, and lets another state be chosen for this one start.
class StartDialog : public QDialog {
    Q_OBJECT

public:
    //! \a action is Start, Retry, RunAgain or ChooseState.
    StartDialog(Desk &desk, const QString &deploymentId, DeploymentAction action, QWidget *parent);

    [[nodiscard]] StartOrder order() const;

Q_SIGNALS:
    void chosen(const headgate::StartOrder &order);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildSavepoints();
    void buildLayout();
    void addIndented(QVBoxLayout &layout, QRadioButton &choice, const QString &name,
                     QWidget *field);
    void connectAll();
    void preselect(DeploymentAction action);
    void refresh();
    [[nodiscard]] QString textOf(const Savepoint &savepoint) const;
    [[nodiscard]] QString restoredText() const;
    [[nodiscard]] QString restoredText(const StatePreview &preview) const;
    //! What is told of a choice that is left to the engine; null where that is not the choice.
    [[nodiscard]] const StatePreview *previewOfChoice() const;

    Desk &m_desk;
    DeploymentReport m_report;
    QList<Savepoint> m_savepoints;
    Instant m_now;
    QRadioButton *m_next; //!< The newest state, or the choice that is kept through Retry (§3.1).
    QRadioButton *m_newest = nullptr; //!< Beside a choice that is kept.
    QHash<QObject *, QRadioButton *> m_choices; //!< That the labels and fields belong to.
    QRadioButton *m_particular;
    QComboBox *m_savepoint;
    QRadioButton *m_path;
    QLineEdit *m_location;
    QRadioButton *m_empty;
    QCheckBox *m_isNonRestoredAllowed;
    QLabel *m_restored;
    QString m_startText;
    QPushButton *m_start = nullptr;
};

//! "Newest", as it is shown now; empty for Run Again, for no snapshot of a finished run stands
//! for its end.
[[nodiscard]] StartOrder newestOrder(Desk &desk, const QString &deploymentId,
                                     DeploymentAction action);

} // namespace headgate
