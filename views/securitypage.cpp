// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/securitypage.h"

#include <QFileDialog>
#include <QPushButton>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QLineEdit *newSecretEdit(QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setEchoMode(QLineEdit::Password);
    return edit;
}

//! Where a secret is kept, and \a exposure beneath: who could read it.
QWidget *notesOfSecret(ErrorLine *exposure, QWidget *parent)
{
    auto *notes = new QWidget(parent);
    auto *column = new QVBoxLayout(notes);
    column->setContentsMargins({});
    column->setSpacing(2);
    auto *kept = newNote(notes);
    kept->setText(SecurityPage::tr("It is kept in the keychain of the system, nowhere else."));
    kept->show();
    column->addWidget(kept);
    column->addWidget(exposure);
    return notes;
}

} // namespace

SecurityPage::SecurityPage(QWidget *parent)
    : QWidget(parent)
    , m_rows(this)
    , m_authentication(new QComboBox(this))
    , m_userName(new QLineEdit(this))
    , m_password(newSecretEdit(this))
    , m_passwordExposure(new ErrorLine(this))
    , m_token(newSecretEdit(this))
    , m_tokenExposure(new ErrorLine(this))
    , m_authorities(new QLineEdit(this))
    , m_certificate(new QLineEdit(this))
    , m_key(new QLineEdit(this))
    , m_keyPassword(newSecretEdit(this))
    , m_fingerprint(new QLineEdit(this))
{
    m_authentication->addItem(tr("None"), int(Authentication::None));
    m_authentication->addItem(tr("User and Password"), int(Authentication::Password));
    m_authentication->addItem(tr("Token"), int(Authentication::Token));
    addFields();
    connectFields();
}

void SecurityPage::read(const SessionCluster &cluster)
{
    m_base = cluster.spec.connection;
    if (!m_base.userName.isEmpty())
        m_initial = Authentication::Password;
    else
        m_initial = m_base.passwordSecret.isEmpty() ? Authentication::None : Authentication::Token;
    m_authentication->setCurrentIndex(m_authentication->findData(int(m_initial)));
    m_userName->setText(m_base.userName);
    m_authorities->setText(m_base.caFile);
    m_certificate->setText(m_base.clientCertificateFile);
    m_key->setText(m_base.clientKeyFile);
    m_fingerprint->setText(m_base.pinnedSha256);
    const QString kept = tr("In the keychain; type another one to replace it");
    QLineEdit *secret = m_initial == Authentication::Token ? m_token : m_password;
    secret->setPlaceholderText(m_base.passwordSecret.isEmpty() ? QString() : kept);
    m_keyPassword->setPlaceholderText(m_base.clientKeySecret.isEmpty() ? QString() : kept);
    showAuthentication();
    showKeyPassword();
    showExposure();
}

void SecurityPage::setUrl(const QString &url)
{
    m_url = url;
    showExposure();
}

void SecurityPage::writeTo(SessionCluster &cluster) const
{
    ConnectionSettings &settings = cluster.spec.connection;
    const bool hasUser = authentication() == Authentication::Password;
    settings.userName = hasUser ? m_userName->text() : QString();
    settings.caFile = m_authorities->text().trimmed();
    settings.clientCertificateFile = m_certificate->text().trimmed();
    settings.clientKeyFile = m_key->text().trimmed();
    settings.pinnedSha256 = m_fingerprint->text().trimmed();
}

ClusterSecretEdits SecurityPage::secrets() const
{
    ClusterSecretEdits typed;
    if (!typedSecret().isEmpty())
        typed.password = typedSecret();
    else if (!m_base.passwordSecret.isEmpty() && !isSecretKept())
        typed.password = QString();
    const bool isKeyGone = m_certificate->text().trimmed().isEmpty();
    if (isKeyGone && !m_base.clientKeySecret.isEmpty())
        typed.clientKeyPassword = QString();
    else if (!isKeyGone && !m_keyPassword->text().isEmpty())
        typed.clientKeyPassword = m_keyPassword->text();
    return typed;
}

QList<FieldError> SecurityPage::errors() const
{
    if (authentication() == Authentication::Password && m_userName->text().isEmpty())
        return {{u"spec.connection.userName"_s, tr("A user name is needed.")}};
    if (authentication() == Authentication::Token && m_token->text().isEmpty() && !isSecretKept())
        return {{u"spec.connection.passwordSecret"_s, tr("A token is needed.")}};
    return {};
}

void SecurityPage::addFields()
{
    const QString connection = u"spec.connection."_s;
    m_rows.add({tr("&Authentication"), m_authentication});
    m_rows.add({tr("&User name"), m_userName, {connection + u"userName"_s}});
    m_rows.add({tr("&Password"),
                m_password,
                {connection + u"passwordSecret"_s},
                {},
                notesOfSecret(m_passwordExposure, this)});
    m_rows.add({tr("T&oken"),
                m_token,
                {connection + u"passwordSecret"_s},
                {},
                notesOfSecret(m_tokenExposure, this)});
    addFile(tr("CA &certificate"), m_authorities, connection + u"caFile"_s,
            tr("Choose CA Certificate"));
    m_authorities->setPlaceholderText(tr("PEM; empty: the authorities of the system"));
    addFile(tr("C&lient certificate"), m_certificate, connection + u"clientCertificateFile"_s,
            tr("Choose Client Certificate"));
    m_certificate->setPlaceholderText(tr("PEM, or PKCS #12 with its key"));
    addFile(tr("Client &key"), m_key, connection + u"clientKeyFile"_s, tr("Choose Client Key"));
    m_rows.add({tr("Key pass&word"), m_keyPassword, {connection + u"clientKeySecret"_s}});
    m_rows.add({tr("Certificate &fingerprint"), m_fingerprint, {connection + u"pinnedSha256"_s}});
    m_fingerprint->setPlaceholderText(tr("SHA-256 of the only certificate to accept"));
}

void SecurityPage::addFile(const QString &label, QLineEdit *edit, const QString &path,
                           const QString &browse)
{
    auto *button = new QPushButton(tr("Browse…"), this);
    button->setAccessibleName(browse); // there are several
    connect(button, &QPushButton::clicked, this, [this, edit, browse] {
        auto *dialog = new QFileDialog(window(), browse, edit->text());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        dialog->open();
    });
    m_rows.add({label, edit, {path}, {button}});
}

void SecurityPage::connectFields()
{
    connect(m_authentication, &QComboBox::currentIndexChanged, this,
            &SecurityPage::showAuthentication);
    connect(m_authentication, &QComboBox::currentIndexChanged, this, &SecurityPage::changed);
    connect(m_certificate, &QLineEdit::textChanged, this, &SecurityPage::showKeyPassword);
    for (const QLineEdit *edit : {m_userName, m_password, m_token, m_authorities, m_certificate,
                                  m_key, m_keyPassword, m_fingerprint})
        connect(edit, &QLineEdit::textChanged, this, &SecurityPage::changed);
    connect(this, &SecurityPage::changed, this, &SecurityPage::showExposure);
}

void SecurityPage::showAuthentication()
{
    m_rows.setVisible(m_userName, authentication() == Authentication::Password);
    m_rows.setVisible(m_password, authentication() == Authentication::Password);
    m_rows.setVisible(m_token, authentication() == Authentication::Token);
}

void SecurityPage::showKeyPassword()
{
    m_keyPassword->setEnabled(!m_certificate->text().trimmed().isEmpty());
}

//! A warning, no refusal: the way there may be safe by other means.
void SecurityPage::showExposure()
{
    const bool isSecret = !typedSecret().isEmpty() || isSecretKept();
    const bool isExposed = isSecret && isReadableOnItsWay(m_url);
    const auto text = [&](Authentication which, const QString &sentence) {
        return isExposed && authentication() == which ? sentence : QString();
    };
    m_passwordExposure->setText(
        text(Authentication::Password,
             tr("The password is sent unencrypted: the URL begins with http://. Whoever is on the "
                "way to the session cluster can read it.")));
    m_tokenExposure->setText(
        text(Authentication::Token,
             tr("The token is sent unencrypted: the URL begins with http://. Whoever is on the way "
                "to the session cluster can read it.")));
}

SecurityPage::Authentication SecurityPage::authentication() const
{
    return Authentication(m_authentication->currentData().toInt());
}

//! Empty where none is needed, or none was typed.
QString SecurityPage::typedSecret() const
{
    switch (authentication()) {
    case Authentication::None:
        return {};
    case Authentication::Password:
        return m_password->text();
    case Authentication::Token:
        return m_token->text();
    }
    Q_UNREACHABLE();
}

//! A password is no token: what the keychain has counts only for what it was typed for.
bool SecurityPage::isSecretKept() const
{
    return !m_base.passwordSecret.isEmpty() && authentication() == m_initial;
}

} // namespace headgate
