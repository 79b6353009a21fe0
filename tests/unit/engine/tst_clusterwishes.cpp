// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/clock.h"
#include "model/core/whendone.h"
#include "model/engine/enginehost.h"
#include "model/secrets/memorysecrets.h"
#include "model/store/datadirectory.h"
#include "tests/fakes/fakeserver.h"

#include <QDir>
#include <QDirIterator>
#include <QTemporaryDir>
#include <QTest>

using namespace headgate;
using namespace headgate::test;
using namespace Qt::StringLiterals;

namespace {

//! What the keychain holds; it outlives the engine.
struct Keychain {
    QMap<QString, QString> entries;
    QString refused; //!< A name with this in it is not written; `*`: none is.
};

//! The engine's door to it.
class KeychainDoor : public Secrets {
public:
    explicit KeychainDoor(Keychain &keychain)
        : m_keychain(keychain)
    {
    }

    QFuture<Result<QString>> read(const QString &name) override
    {
        return QtFuture::makeReadyFuture(
            m_keychain.entries.contains(name)
                ? Result<QString>(m_keychain.entries.value(name))
                : Result<QString>(failure(ErrorKind::NotFound, u"There is no such secret."_s)));
    }
    QFuture<Result<void>> write(const QString &name, const QString &value) override
    {
        const QString refused = m_keychain.refused;
        if (!refused.isEmpty() && (refused == "*"_L1 || name.contains(refused)))
            return QtFuture::makeReadyFuture(
                Result<void>(failure(ErrorKind::Environment, u"There is no keychain."_s)));
        m_keychain.entries.insert(name, value);
        return QtFuture::makeReadyFuture(Result<void>());
    }
    QFuture<Result<void>> remove(const QString &name) override
    {
        m_keychain.entries.remove(name);
        return QtFuture::makeReadyFuture(Result<void>());
    }

private:
    Keychain &m_keychain;
};

} // namespace

//! What people ask of session clusters, and where their passwords go.
class ClusterWishesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void valuesGoToTheKeychainAndNamesToTheStore();
    void withoutAKeychainNothingIsSaved();
    void halfOfTheSecretsIsTakenBack();
    void anotherPasswordReplacesTheFirst();
    void emptyPasswordForgetsIt();
    void documentAloneLeavesThem();
    void urlIsAttachedOnce();
    void refusedDocumentLeavesNoSecret();
    void deletedClusterTakesItsSecretsAlong();
    void probeSendsWhatIsTyped();
    void probeSendsWhatIsKept();
    void uselessFileIsAnErrorAtItsField();
    void keyIsTriedWithThePasswordThatIsTyped();

private:
    [[nodiscard]] SessionCluster described() const;
    template <typename T>
    Result<T> answer(const QFuture<Result<T>> &future) const;
    [[nodiscard]] SessionCluster saved(const SessionClusterDraft &draft) const;
    [[nodiscard]] bool isOnDisk(const QByteArray &text) const;

    Keychain m_keychain;
    std::unique_ptr<QTemporaryDir> m_folder;
    SystemClock m_clock;
    std::optional<DataDirectory> m_directory;
    std::unique_ptr<FakeServer> m_server;
    std::unique_ptr<EngineHost> m_host;
};

void ClusterWishesTest::init()
{
    m_keychain = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<FakeServer>();
    m_server->answer(404, "{}");
    auto owned = DataDirectory::own(m_folder->filePath(u"data"_s));
    QVERIFY(owned);
    m_directory.emplace(std::move(*owned));
    m_host = std::make_unique<EngineHost>(
        *m_directory, m_clock, [this] { return std::make_unique<KeychainDoor>(m_keychain); },
        QString());
    QVERIFY(answer(m_host->begin()));
}

void ClusterWishesTest::cleanup()
{
    m_host.reset();
    m_directory.reset();
    m_server.reset();
}

SessionCluster ClusterWishesTest::described() const
{
    SessionCluster cluster; // stopped, so that nothing but a probe asks it
    cluster.metadata.name = u"prod"_s;
    cluster.spec.url = m_server->url();
    cluster.spec.connection.userName = u"ada"_s;
    return cluster;
}

template <typename T>
Result<T> ClusterWishesTest::answer(const QFuture<Result<T>> &future) const
{
    std::optional<Result<T>> result;
    QObject context;
    whenDone(&context, future, [&](const Result<T> &given) { result = given; });
    if (!QTest::qWaitFor([&] { return result.has_value(); }, 30000))
        return failure(ErrorKind::TimedOut, u"No answer in 30 s."_s);
    return *result;
}

SessionCluster ClusterWishesTest::saved(const SessionClusterDraft &draft) const
{
    const auto cluster = answer(m_host->saveSessionCluster(draft));
    if (!cluster)
        QTest::qFail(qPrintable(cluster.error().message), __FILE__, __LINE__);
    return cluster.value_or(SessionCluster());
}

bool ClusterWishesTest::isOnDisk(const QByteArray &text) const
{
    QDirIterator files(m_folder->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        if (file.open(QIODevice::ReadOnly) && file.readAll().contains(text))
            return true;
    }
    return false;
}

void ClusterWishesTest::valuesGoToTheKeychainAndNamesToTheStore()
{
    const SessionCluster cluster =
        saved({described(), {.password = u"hunter-two"_s, .clientKeyPassword = u"opensesame"_s}});
    const ConnectionSettings settings = cluster.spec.connection;
    QCOMPARE(m_keychain.entries.size(), 2);
    QCOMPARE(m_keychain.entries.value(settings.passwordSecret), u"hunter-two"_s);
    QCOMPARE(m_keychain.entries.value(settings.clientKeySecret), u"opensesame"_s);
    QVERIFY(isOnDisk(settings.passwordSecret.toUtf8()));
    QVERIFY(!isOnDisk("hunter-two"));
    QVERIFY(!isOnDisk("opensesame"));
}

void ClusterWishesTest::withoutAKeychainNothingIsSaved()
{
    m_keychain.refused = u"*"_s;
    const auto refused =
        answer(m_host->saveSessionCluster({described(), {.password = u"hunter-two"_s}}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, u"There is no keychain."_s);
    m_keychain.refused.clear();
    QVERIFY(!saved({described()}).metadata.id.isEmpty()); // its name is free
}

void ClusterWishesTest::halfOfTheSecretsIsTakenBack()
{
    m_keychain.refused = u"client key"_s;
    const auto refused = answer(m_host->saveSessionCluster(
        {described(), {.password = u"hunter-two"_s, .clientKeyPassword = u"opensesame"_s}}));
    QVERIFY(!refused);
    QTRY_COMPARE(m_keychain.entries, (QMap<QString, QString>()));
}

void ClusterWishesTest::anotherPasswordReplacesTheFirst()
{
    const SessionCluster first = saved({described(), {.password = u"hunter-two"_s}});
    const SessionCluster second = saved({first, {.password = u"hunter-three"_s}});
    QVERIFY(second.spec.connection.passwordSecret != first.spec.connection.passwordSecret);
    QCOMPARE(m_keychain.entries,
             (QMap<QString, QString>{{second.spec.connection.passwordSecret, u"hunter-three"_s}}));
}

void ClusterWishesTest::emptyPasswordForgetsIt()
{
    const SessionCluster first = saved({described(), {.password = u"hunter-two"_s}});
    const SessionCluster second = saved({first, {.password = QString()}});
    QVERIFY(second.spec.connection.passwordSecret.isEmpty());
    QVERIFY(m_keychain.entries.isEmpty());
}

void ClusterWishesTest::documentAloneLeavesThem()
{
    SessionCluster cluster = saved({described(), {.password = u"hunter-two"_s}});
    const QMap<QString, QString> before = m_keychain.entries;
    cluster.spec.savepointDirectory = u"file:///savepoints"_s;
    QCOMPARE(saved({cluster}).spec.connection, cluster.spec.connection);
    QCOMPARE(m_keychain.entries, before);
}

void ClusterWishesTest::urlIsAttachedOnce()
{
    SessionCluster first = described();
    first.spec.state = SessionClusterDesiredState::Running;
    const QString id = saved({first}).metadata.id;
    SessionCluster again = described();
    again.metadata.name = u"again"_s;
    again.spec.url += u'/';
    const auto refused = answer(m_host->saveSessionCluster({again}));
    QVERIFY(!refused);
    QCOMPARE(refused.error().fields.size(), 1);
    QCOMPARE(refused.error().fields.first().path, u"spec.url"_s);
    QVERIFY(answer(m_host->stopSessionCluster(id, false)));
    again.spec.state = SessionClusterDesiredState::Running;
    QVERIFY(!saved({again}).metadata.id.isEmpty());
    const auto started = answer(m_host->startSessionCluster(id));
    QVERIFY(!started);
    QCOMPARE(started.error().kind, ErrorKind::NotPermitted);
    QVERIFY(started.error().message.contains(u"“again”"_s));
}

void ClusterWishesTest::refusedDocumentLeavesNoSecret()
{
    QVERIFY(!saved({described()}).metadata.id.isEmpty());
    const auto refused = // the name is taken
        answer(m_host->saveSessionCluster({described(), {.password = u"hunter-two"_s}}));
    QVERIFY(!refused);
    QVERIFY(m_keychain.entries.isEmpty());
}

void ClusterWishesTest::deletedClusterTakesItsSecretsAlong()
{
    const SessionCluster cluster = saved({described(), {.password = u"hunter-two"_s}});
    QCOMPARE(m_keychain.entries.size(), 1);
    QVERIFY(answer(m_host->deleteSessionCluster(cluster.metadata.id)));
    QVERIFY(m_keychain.entries.isEmpty());
}

void ClusterWishesTest::probeSendsWhatIsTyped()
{
    QByteArray sent;
    m_server->answerBy([&sent](const ArrivedRequest &request) {
        sent = request.headers.value("authorization");
        return QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}");
    });
    const SessionCluster cluster = saved({described(), {.password = u"kept"_s}});
    QVERIFY(!answer(m_host->probe({cluster, {.password = u"typed"_s}})));
    QCOMPARE(sent, "Basic " + QByteArray("ada:typed").toBase64());
    QCOMPARE(m_keychain.entries.values(), QStringList{u"kept"_s});
}

void ClusterWishesTest::probeSendsWhatIsKept()
{
    QByteArray sent;
    m_server->answerBy([&sent](const ArrivedRequest &request) {
        sent = request.headers.value("authorization");
        return QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\n{}");
    });
    SessionCluster cluster = described();
    cluster.spec.connection.userName.clear();
    cluster = saved({cluster, {.password = u"a-token"_s}});
    QVERIFY(!answer(m_host->probe({cluster})));
    QCOMPARE(sent, QByteArray("Bearer a-token"));
}

void ClusterWishesTest::uselessFileIsAnErrorAtItsField()
{
    SessionCluster cluster = described();
    cluster.spec.url = u"https://flink.example"_s;
    cluster.spec.connection.caFile = m_folder->filePath(u"none.pem"_s);
    for (const auto &refused : {answer(m_host->saveSessionCluster({cluster})).error(),
                                answer(m_host->probe({cluster})).error()}) {
        QCOMPARE(refused.kind, ErrorKind::Invalid);
        QCOMPARE(refused.fields.size(), 1);
        QCOMPARE(refused.fields.first().path, u"spec.connection.caFile"_s);
    }
}

void ClusterWishesTest::keyIsTriedWithThePasswordThatIsTyped()
{
    SessionCluster cluster = described();
    cluster.spec.url = u"https://flink.example"_s;
    cluster.spec.connection.clientCertificateFile = m_folder->filePath(u"none.p12"_s);
    const auto tried =
        answer(m_host->saveSessionCluster({cluster, {.clientKeyPassword = u"opensesame"_s}}));
    QVERIFY(!tried);
    QCOMPARE(tried.error().fields.first().path, u"spec.connection.clientCertificateFile"_s);
    QVERIFY(m_keychain.entries.isEmpty());
    // One that is in the keychain is not asked for to save something else.
    cluster.spec.connection.clientKeySecret = u"kept"_s;
    QVERIFY(answer(m_host->saveSessionCluster({cluster})));
}

QTEST_GUILESS_MAIN(ClusterWishesTest)
#include "tst_clusterwishes.moc"
