// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "everyfield.h"

#include <QTest>

using namespace headgate;
using namespace headgate::everyfield;
using namespace Qt::StringLiterals;

namespace {

//! A type of which describe() forgets one field: the test of the test.
struct Forgetful {
    QString kept;
    int forgotten = 0;

    bool operator==(const Forgetful &) const = default;
};

void describe(Archive &archive, Forgetful &value)
{
    archive.field(u"kept", value.kept);
}

auto fieldsOf(Forgetful &value)
{
    auto &[kept, forgotten] = value;
    return std::tie(kept, forgotten);
}

template <typename T>
bool comesBack(T value)
{
    const QByteArray written = toJson(value).toCompact();
    auto read = fromJson<T>(Json::parse(written).value());
    if (!read) {
        qInfo("%s", qPrintable(read.error().message));
        return false;
    }
    if constexpr (std::is_same_v<T, Event>)
        read->number = value.number; // the store's own column
    const bool isSame = areSame(value, *read) && toJson(*read).toCompact() == written
        && toFullJson(*read).canonical() == toFullJson(value).canonical();
    if (!isSame)
        qInfo("%s\n%s", written.constData(), toJson(*read).toCompact().constData());
    return isSame;
}

template <typename T>
T filled()
{
    T value;
    Filler().fill(value);
    return value;
}

template <typename T>
T cleared()
{
    T value;
    clear(value);
    return value;
}

} // namespace

class RoundTripTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyFieldComesBack_data();
    void everyFieldComesBack();
    void aForgottenFieldIsNoticed();
    void whatIsFilledDiffersEverywhere();
};

template <typename T>
static void row(const char *name)
{
    QTest::newRow(name) << comesBack(filled<T>()) << comesBack(T()) << comesBack(cleared<T>());
}

void RoundTripTest::everyFieldComesBack_data()
{
    QTest::addColumn<bool>("isFilledSame");
    QTest::addColumn<bool>("isDefaultSame");
    QTest::addColumn<bool>("isClearedSame");
    row<Deployment>("Deployment");
    row<Job>("Job");
    row<Savepoint>("Savepoint");
    row<SessionCluster>("SessionCluster");
    row<Event>("Event");
    row<DeploymentRecord>("DeploymentRecord");
    row<PossibleOrphan>("PossibleOrphan");
    row<StartOrder>("StartOrder");
}

void RoundTripTest::everyFieldComesBack()
{
    QFETCH(bool, isFilledSame);
    QFETCH(bool, isDefaultSame);
    QFETCH(bool, isClearedSame);
    QVERIFY(isFilledSame);
    QVERIFY(isDefaultSame);
    QVERIFY(isClearedSame);
}

void RoundTripTest::aForgottenFieldIsNoticed()
{
    Forgetful value = filled<Forgetful>();
    auto read = fromJson<Forgetful>(toJson(value)).value();
    QVERIFY(!areSame(value, read));
}

//! What is filled differs from the default in each member of the document, at every depth.
static bool differsEverywhere(const Json &filled, const Json &byDefault)
{
    for (const auto &[name, value] : filled.members()) {
        const bool isHead = name == "kind"_L1 || name == "apiVersion"_L1;
        const bool isDifferent = value.isObject() && byDefault[name].isObject()
            ? differsEverywhere(value, byDefault[name])
            : value != byDefault[name];
        if (!isHead && !isDifferent) {
            qInfo("%s", qPrintable(name));
            return false;
        }
    }
    return true;
}

void RoundTripTest::whatIsFilledDiffersEverywhere()
{
    QVERIFY(differsEverywhere(toFullJson(filled<Job>()), toFullJson(Job())));
    QVERIFY(differsEverywhere(toFullJson(filled<Deployment>()), toFullJson(Deployment())));
    QVERIFY(differsEverywhere(toFullJson(filled<SessionCluster>()), toFullJson(SessionCluster())));
}

QTEST_APPLESS_MAIN(RoundTripTest)
#include "tst_roundtrip.moc"
