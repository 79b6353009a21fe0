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

class ClusterPage;
class MessageBar;
class SecurityPage;

//! Attaches a Flink by its URL, or describes one that is started on this machine.
class SessionClusterForm : public QDialog {
    Q_OBJECT

public:
    //! For a new session cluster where \a clusterId is empty.
    SessionClusterForm(Intentions &intentions, Desk &desk, const QString &clusterId,
                       QWidget *parent);

    void reject() override;

Q_SIGNALS:
    void saved(const QString &clusterId);

private:
    void build();
    void addPages();
    void connectFields();
    void buildButtons(QLayout &layout);
    void read(const SessionCluster &cluster);
    void showKind();
    void test();
    void showProbeError(const Error &error);
    void forgetProbe();
    void save();
    void send(bool isSameCluster);
    void take(const Result<SessionCluster> &answer);
    void askWhetherSame(const QString &reason);
    void showConflict();
    void rebase(const SessionCluster &saved, const SessionCluster &shown);
    void setSaving(bool isSaving);
    void showErrors(const QList<FieldError> &errors, const QString &summary,
                    const QString &detail = {});
    [[nodiscard]] SessionCluster value() const;
    [[nodiscard]] SessionClusterDraft draft() const;
    [[nodiscard]] QList<FieldError> errorsIn(const SessionCluster &cluster) const;
    [[nodiscard]] QString labelOf(const QString &path) const;
    [[nodiscard]] bool isChanged() const;

    Intentions &m_intentions;
    Desk &m_desk;
    SessionCluster m_base; //!< As it was when the form was opened.
    MessageBar *m_message;
    QTabWidget *m_pages;
    ClusterPage *m_general;
    SecurityPage *m_security; //!< Only of a remote one.
    QPushButton *m_save = nullptr;
    SessionCluster m_initial;
    QString m_initialConfiguration;
    int m_probes = 0; //!< An answer to an older one is dropped.
    bool m_isProbeShown = false; //!< An answer, or that it is awaited.
    bool m_isConflicting = false; //!< Somebody else saved; what, is not known here yet.
    bool m_isSaving = false; //!< Nothing can be typed, and nothing closes it.
    QPointer<QWidget> m_focusWhileSaving; //!< It gets the focus back.
};

} // namespace headgate
