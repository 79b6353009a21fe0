// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/windowfixture.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTabWidget>
#include <QTest>

using namespace headgate;

//! How the form of a session cluster deals with passwords and certificates.
class TestClusterSecurity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_fixture.reset(); }
    void passwordGoesBesideTheDocument();
    void passwordIsNotReadable();
    void tokenNeedsNoUser();
    void plainHttpWarnsAtTheSecret_data();
    void plainHttpWarnsAtTheSecret();
    void keptPasswordOverPlainHttpWarns();
    void missingTokenIsSaid();
    void certificatesAreSaved();
    void testUsesWhatStandsInTheForm();
    void keptPasswordStaysWhereNothingIsTyped();
    void otherPasswordReplacesTheKeptOne();
    void noAuthenticationForgetsTheKeptOne();
    void keptPasswordIsNoToken();
    void missingKeychainIsSaidAndNothingIsLost();
    void badFileIsSaidAtItsField();
    void localOneHasNone();
    void closingWithATypedPasswordAsks();

private:
    void openNew();
    void openKept();
    void authenticate(const QString &how);
    QLineEdit *line(const QString &name) const
    {
        return qobject_cast<QLineEdit *>(widgetNamed(m_form, QAccessible::EditableText, name));
    }
    void type(const QString &name, const QString &text) const
    {
        line(name)->clear();
        QTest::keyClicks(line(name), text);
    }
    //! What is said of who can read the secret; empty where nothing is.
    [[nodiscard]] QString exposure() const
    {
        QString said;
        for (const QLabel *label : m_form->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(u"unencrypted"_s))
                said += label->text();
        }
        return said;
    }
    [[nodiscard]] const FakeIntentions &asked() const { return m_fixture->intentions; }

    std::unique_ptr<WindowFixture> m_fixture;
    QPointer<QWidget> m_form;
};

void TestClusterSecurity::init()
{
    failOnAnyWarning();
    m_fixture = std::make_unique<WindowFixture>();
    m_fixture->fill();
}

void TestClusterSecurity::openNew()
{
    m_fixture->action(u"Add Session Cluster"_s)->trigger();
    m_form = dialogTitled(u"Add Session Cluster"_s);
    QVERIFY(m_form);
    QTest::keyClicks(line(u"Name"_s), u"prod2"_s);
    QTest::keyClicks(line(u"URL"_s), u"https://flink:8081"_s);
    m_form->findChild<QTabWidget *>()->setCurrentIndex(1);
}

//! A cluster whose password is in the keychain already.
void TestClusterSecurity::openKept()
{
    SessionClusterReport report = *m_fixture->desk.sessionClusters().find(u"c-prod"_s);
    report.cluster.spec.connection.userName = u"ada"_s;
    report.cluster.spec.connection.passwordSecret = u"prod password 1"_s;
    m_fixture->desk.apply(Changes{.sessionClusters = {report}});
    m_fixture->go(u"Session Clusters"_s);
    m_fixture->select(u"Session Clusters"_s, report.cluster.metadata.name);
    m_fixture->action(u"Edit Session Cluster"_s)->trigger();
    m_form = dialogTitled(u"Edit "_s + report.cluster.metadata.name);
    QVERIFY(m_form);
    m_form->findChild<QTabWidget *>()->setCurrentIndex(1);
}

void TestClusterSecurity::authenticate(const QString &how)
{
    auto *box =
        qobject_cast<QComboBox *>(widgetNamed(m_form, QAccessible::ComboBox, u"Authentication"_s));
    QVERIFY(box);
    QVERIFY(box->findText(how) >= 0);
    box->setCurrentText(how);
}

void TestClusterSecurity::passwordGoesBesideTheDocument()
{
    openNew();
    authenticate(u"User and Password"_s);
    type(u"User name"_s, u"ada"_s);
    type(u"Password"_s, u"hunter-two"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(asked().clusters.size(), 1);
    const ConnectionSettings saved = asked().clusters.first().spec.connection;
    QCOMPARE(saved.userName, u"ada"_s);
    QVERIFY(saved.passwordSecret.isEmpty()); // the engine names it
    QVERIFY(asked().secrets.first() == ClusterSecretEdits{.password = u"hunter-two"_s});
}

void TestClusterSecurity::passwordIsNotReadable()
{
    openNew();
    for (const QString &name : {u"Password"_s, u"Token"_s, u"Key password"_s})
        QCOMPARE(line(name)->echoMode(), QLineEdit::Password);
}

void TestClusterSecurity::tokenNeedsNoUser()
{
    openNew();
    authenticate(u"Token"_s);
    QVERIFY(!line(u"User name"_s)->isVisible());
    type(u"Token"_s, u"abc"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(asked().clusters.first().spec.connection.userName, QString());
    QVERIFY(asked().secrets.first() == ClusterSecretEdits{.password = u"abc"_s});
}

void TestClusterSecurity::plainHttpWarnsAtTheSecret_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isExposed");

    QTest::newRow("http") << u"http://flink:8081"_s << true;
    QTest::newRow("address") << u"http://10.1.2.3:8081"_s << true;
    QTest::newRow("a name that begins like loopback") << u"http://localhost.example:80"_s << true;
    QTest::newRow("a name that begins like its address") << u"http://127.0.0.1.example"_s << true;
    QTest::newRow("https") << u"https://flink:8081"_s << false;
    QTest::newRow("localhost") << u"http://localhost:8081"_s << false;
    QTest::newRow("127.0.0.1") << u"http://127.0.0.1:8081"_s << false;
    QTest::newRow("127.1") << u"http://127.1:8081"_s << false;
    QTest::newRow("::1") << u"http://[::1]:8081"_s << false;
}

void TestClusterSecurity::plainHttpWarnsAtTheSecret()
{
    QFETCH(QString, url);
    QFETCH(bool, isExposed);
    openNew();
    authenticate(u"Token"_s);
    type(u"Token"_s, u"abc"_s);
    QCOMPARE(exposure(), QString());
    line(u"URL"_s)->setText(url);
    QCOMPARE(exposure().contains(u"token"_s), isExposed);
    authenticate(u"None"_s);
    QCOMPARE(exposure(), QString());
    authenticate(u"Token"_s);
    QCOMPARE(!exposure().isEmpty(), isExposed);
    QVERIFY(press(m_form, u"Save"_s)); // no refusal
    QCOMPARE(asked().clusters.size(), 1);
}

void TestClusterSecurity::keptPasswordOverPlainHttpWarns()
{
    openKept();
    QVERIFY(line(u"URL"_s)->text().startsWith(u"http://prod"_s));
    QVERIFY(exposure().contains(u"password"_s));
    line(u"URL"_s)->setText(u"https://prod.example"_s);
    QCOMPARE(exposure(), QString());
}

void TestClusterSecurity::missingTokenIsSaid()
{
    openNew();
    authenticate(u"Token"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(asked().clusters.isEmpty());
    QCOMPARE(line(u"Token"_s)->accessibleDescription(), u"A token is needed."_s);
    QVERIFY(line(u"Token"_s)->hasFocus());
}

void TestClusterSecurity::certificatesAreSaved()
{
    openNew();
    QVERIFY(!line(u"Key password"_s)->isEnabled());
    type(u"CA certificate"_s, u"/etc/ca.pem"_s);
    type(u"Client certificate"_s, u"/etc/me.pem"_s);
    type(u"Client key"_s, u"/etc/me.key"_s);
    type(u"Key password"_s, u"opensesame"_s);
    type(u"Certificate fingerprint"_s, u"ab:cd"_s);
    QVERIFY(press(m_form, u"Save"_s));
    const ConnectionSettings saved = asked().clusters.first().spec.connection;
    QCOMPARE(saved.caFile, u"/etc/ca.pem"_s);
    QCOMPARE(saved.clientCertificateFile, u"/etc/me.pem"_s);
    QCOMPARE(saved.clientKeyFile, u"/etc/me.key"_s);
    QCOMPARE(saved.pinnedSha256, u"ab:cd"_s);
    QVERIFY(asked().secrets.first() == ClusterSecretEdits{.clientKeyPassword = u"opensesame"_s});
}

void TestClusterSecurity::testUsesWhatStandsInTheForm()
{
    openNew();
    authenticate(u"User and Password"_s);
    type(u"User name"_s, u"ada"_s);
    type(u"Password"_s, u"hunter-two"_s);
    m_form->findChild<QTabWidget *>()->setCurrentIndex(0);
    QVERIFY(press(m_form, u"Test Connection"_s));
    QCOMPARE(asked().calls.last(), u"probe https://flink:8081"_s);
    QVERIFY(asked().secrets.last() == ClusterSecretEdits{.password = u"hunter-two"_s});
    const QString answer = u"This is Flink 2.3.0, with 8 slots and 2 running jobs."_s;
    QTRY_VERIFY(findAccessible(m_form, QAccessible::StaticText, answer));
    type(u"Password"_s, u"another"_s); // which the answer says nothing about
    QVERIFY(!widgetNamed(m_form, QAccessible::StaticText, answer)->isVisible());
}

void TestClusterSecurity::keptPasswordStaysWhereNothingIsTyped()
{
    openKept();
    QVERIFY(!line(u"Password"_s)->placeholderText().isEmpty());
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(asked().clusters.first().spec.connection.passwordSecret, u"prod password 1"_s);
    QVERIFY(asked().secrets.first() == ClusterSecretEdits());
}

void TestClusterSecurity::otherPasswordReplacesTheKeptOne()
{
    openKept();
    type(u"Password"_s, u"hunter-three"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(asked().secrets.first() == ClusterSecretEdits{.password = u"hunter-three"_s});
}

void TestClusterSecurity::noAuthenticationForgetsTheKeptOne()
{
    openKept();
    authenticate(u"None"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(asked().clusters.first().spec.connection.userName, QString());
    QVERIFY(asked().secrets.first() == ClusterSecretEdits{.password = QString(u""_s)});
}

void TestClusterSecurity::keptPasswordIsNoToken()
{
    openKept();
    authenticate(u"Token"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QVERIFY(asked().clusters.isEmpty());
    QCOMPARE(line(u"Token"_s)->accessibleDescription(), u"A token is needed."_s);
}

void TestClusterSecurity::missingKeychainIsSaidAndNothingIsLost()
{
    const QString reason = u"There is no keychain to keep passwords in."_s;
    m_fixture->intentions.errors[u"saveSessionCluster"_s] =
        Error{.kind = ErrorKind::Environment, .message = reason};
    openNew();
    authenticate(u"Token"_s);
    type(u"Token"_s, u"abc"_s);
    QVERIFY(press(m_form, u"Save"_s));
    QTRY_VERIFY(findAccessible(m_form, QAccessible::StaticText, reason));
    QVERIFY(m_form->isVisible());
    QCOMPARE(line(u"Token"_s)->text(), u"abc"_s);
}

void TestClusterSecurity::badFileIsSaidAtItsField()
{
    const QString reason = u"The file /none cannot be read."_s;
    m_fixture->intentions.errors[u"probe"_s] =
        Error{.kind = ErrorKind::Invalid,
              .message = reason,
              .fields = {{u"spec.connection.caFile"_s, reason}}};
    openNew();
    type(u"CA certificate"_s, u"/none"_s);
    m_form->findChild<QTabWidget *>()->setCurrentIndex(0);
    QVERIFY(press(m_form, u"Test Connection"_s));
    QTRY_COMPARE(line(u"CA certificate"_s)->accessibleDescription(), reason);
    QCOMPARE(line(u"URL"_s)->accessibleDescription(), QString());
    QVERIFY(findAccessible(m_form, QAccessible::StaticText, u"No Flink was reached: "_s + reason));
}

void TestClusterSecurity::localOneHasNone()
{
    openNew();
    authenticate(u"Token"_s);
    type(u"Token"_s, u"abc"_s);
    auto *tabs = m_form->findChild<QTabWidget *>();
    tabs->setCurrentIndex(0);
    qobject_cast<QComboBox *>(widgetNamed(m_form, QAccessible::ComboBox, u"Kind"_s))
        ->setCurrentText(u"Local"_s);
    QVERIFY(!tabs->isTabVisible(1));
    QTRY_VERIFY(!line(u"Flink home"_s)->text().isEmpty());
    QVERIFY(press(m_form, u"Save"_s));
    QCOMPARE(asked().clusters.size(), 1);
    QVERIFY(asked().secrets.first() == ClusterSecretEdits());
}

void TestClusterSecurity::closingWithATypedPasswordAsks()
{
    openKept();
    type(u"Password"_s, u"hunter-three"_s);
    QVERIFY(press(m_form, u"Cancel"_s));
    QVERIFY(dialogTitled(u"Discard Changes"_s));
}

QTEST_MAIN(TestClusterSecurity)
#include "tst_clustersecurity.moc"
