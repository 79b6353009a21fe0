// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"

#include <QDialog>
#include <QPointer>
#include <QPushButton>
#include <QTabWidget>

namespace headgate {

class AdvancedPage;
class MessageBar;
class StandardPage;
class UpgradePlan;

//! Makes a Deployment, or changes one. What cannot be saved is said at its field, and stays typed.
class DeploymentForm : public QDialog {
    Q_OBJECT

public:
    //! For a new Deployment where \a deploymentId is empty.
    DeploymentForm(Intentions &intentions, Desk &desk, const QString &deploymentId,
                   QWidget *parent);

    void reject() override;

Q_SIGNALS:
    void saved(const headgate::Deployment &deployment);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void buildButtons(QLayout &layout);
    void save(bool isStarted);
    //! What is typed is whole: asks about an upgrade, or saves.
    void confirm(bool isStarted);
    void send(bool isStarted, const StartOrder &shown);
    void take(const Result<Deployment> &answer);
    void showErrors(const QList<FieldError> &errors, const QString &summary,
                    const QString &detail = {});
    void setSaving(bool isSaving);
    [[nodiscard]] Deployment value() const;
    [[nodiscard]] QList<FieldError> errorsIn(const Deployment &deployment, bool isStarted) const;
    [[nodiscard]] QString labelOf(const QString &path) const;
    [[nodiscard]] bool isNameTaken(const Metadata &metadata) const;
    [[nodiscard]] bool isChanged() const;
    [[nodiscard]] UpgradePlan planOf(const Deployment &deployment) const;
    void askToUpgrade(const UpgradePlan &plan, bool isStarted);
    void showConflict();
    void rebase(const Deployment &saved, const Deployment &shown);

    Intentions &m_intentions;
    Desk &m_desk;
    Deployment m_base; //!< As it was when the form was opened; keeps what we don't use.
    DeploymentReport m_report; //!< Of that moment.
    MessageBar *m_message;
    QTabWidget *m_pages;
    StandardPage *m_standard;
    AdvancedPage *m_advanced;
    QPushButton *m_save = nullptr;
    QPushButton *m_saveAndStart = nullptr;
    Deployment m_initial;
    QString m_initialText;
    bool m_isConflicting = false; //!< Somebody else saved; what, is not known here yet.
    bool m_isSaving = false; //!< Nothing can be typed, and nothing closes it.
    QPointer<QWidget> m_focusWhileSaving; //!< It gets the focus back.
};

} // namespace headgate
