// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "views/fieldrows.h"

#include <QComboBox>
#include <QLineEdit>

namespace headgate {

//! The second page of the session cluster form: how Headgate and a remote Flink trust each other.
class SecurityPage : public QWidget {
    Q_OBJECT

public:
    explicit SecurityPage(QWidget *parent = nullptr);

    void read(const SessionCluster &cluster);
    //! Changes in \a cluster only what this page shows.
    void writeTo(SessionCluster &cluster) const;
    //! What was typed as passwords; it goes to the keychain alone.
    [[nodiscard]] ClusterSecretEdits secrets() const;
    [[nodiscard]] QList<FieldError> errors() const;
    [[nodiscard]] FieldRows &rows() { return m_rows; }
    //! Where what is typed here will be sent.
    void setUrl(const QString &url);

Q_SIGNALS:
    void changed();

private:
    enum class Authentication { None, Password, Token };

    void addFields();
    void addFile(const QString &label, QLineEdit *edit, const QString &path, const QString &browse);
    void connectFields();
    void showAuthentication();
    void showKeyPassword();
    void showExposure();
    [[nodiscard]] Authentication authentication() const;
    [[nodiscard]] QString typedSecret() const;
    [[nodiscard]] bool isSecretKept() const;

    FieldRows m_rows;
    ConnectionSettings m_base;
    QString m_url;
    Authentication m_initial = Authentication::None;
    QComboBox *m_authentication;
    QLineEdit *m_userName;
    QLineEdit *m_password;
    ErrorLine *m_passwordExposure;
    QLineEdit *m_token;
    ErrorLine *m_tokenExposure;
    QLineEdit *m_authorities;
    QLineEdit *m_certificate;
    QLineEdit *m_key;
    QLineEdit *m_keyPassword;
    QLineEdit *m_fingerprint;
};

} // namespace headgate
