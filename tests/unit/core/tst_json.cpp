// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/json.h"

#include <QRandomGenerator>
#include <QTest>

#include <cmath>
#include <limits>

using namespace headgate;
using namespace Qt::StringLiterals;

class JsonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void keepsOrderAndTextOfNumbers_data();
    void keepsOrderAndTextOfNumbers();
    void refusesWithPosition_data();
    void refusesWithPosition();
    void depthIsLimited();
    void everyPrefixOfADocumentIsRefused();
    void duplicatesAreKept();
    void indentedFormIsStable();
    void randomDocumentsComeBack();
    void numbersAreReadExactly_data();
    void numbersAreReadExactly();
    void infiniteNumbersAreQuoted();
    void membersAreSetInPlace();
    void valuesOfAnotherKindAreAbsent();
    void copiesAreIndependent();
    void canonicalSortsMembersOnly();
};

void JsonTest::keepsOrderAndTextOfNumbers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("order") << "{\"z\":1,\"a\":{\"y\":2,\"b\":3}}"_ba;
    QTest::newRow("number forms") << "[0,-0,1.0,1.50,1e3,1E+3,1e-3,-1.25E-07,0.10]"_ba;
    QTest::newRow("large")
        << "[9223372036854775807,9223372036854775808,1e308,12345678901234567890123]"_ba;
    QTest::newRow("long fraction") << "[0.1234567890123456789012345678901234567890]"_ba;
    QTest::newRow("tiny") << "[1e-400,1e-2147483649]"_ba;
    QTest::newRow("words") << "[true,false,null]"_ba;
    QTest::newRow("empty") << "[{},[],\"\",{\"\":\"\"}]"_ba;
    QTest::newRow("text") << "[\"\\\"\\\\\\b\\f\\n\\r\\t\",\"\\u0000\",\"\\u001F\"]"_ba;
    QTest::newRow("unicode") << u"[\"Größe 🙂 \u2028\u007f\uFFFD\"]"_s.toUtf8();
    QTest::newRow("bare text") << "\"x\""_ba;
    QTest::newRow("bare number") << "-12.50"_ba;
}

void JsonTest::keepsOrderAndTextOfNumbers()
{
    QFETCH(QByteArray, text);
    const auto json = Json::parse(text);
    QVERIFY2(json, qPrintable(json ? QString() : json.error().message));
    QCOMPARE(json->toCompact(), text);
}

void JsonTest::refusesWithPosition_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("position");
    QTest::newRow("nothing") << ""_ba << u"line 1, column 1"_s;
    QTest::newRow("blanks") << " \n "_ba << u"line 2, column 2"_s;
    QTest::newRow("no value") << "{\n  \"a\": 1,\n  \"b\": }"_ba << u"line 3, column 8"_s;
    QTest::newRow("column counts characters") << u"{\"Größe\": }"_s.toUtf8() << u"column 11"_s;
    QTest::newRow("after the end") << "{} x"_ba << u"column 4"_s;
    QTest::newRow("comma at the end") << "[1,]"_ba << u"column 4"_s;
    QTest::newRow("comment") << "[1 /* one */]"_ba << u"column 4"_s;
    QTest::newRow("single quotes") << "['a']"_ba << u"column 2"_s;
    QTest::newRow("leading zero") << "[01]"_ba << u"column 3"_s;
    QTest::newRow("leading plus") << "[+1]"_ba << u"column 2"_s;
    QTest::newRow("hexadecimal") << "[0x10]"_ba << u"column 3"_s;
    QTest::newRow("NaN") << "[NaN]"_ba << u"column 2"_s;
    QTest::newRow("beyond a double") << "[1e400]"_ba << u"column 2"_s;
    QTest::newRow("raw line break") << "[\"a\nb\"]"_ba << u"line 1, column 4"_s;
    QTest::newRow("unknown escape") << "[\"\\x41\"]"_ba << u"column 3"_s;
    QTest::newRow("high half alone") << "[\"\\ud83d\"]"_ba << u"line 1"_s;
    QTest::newRow("high half twice") << "[\"\\ud83d\\ud83d\"]"_ba << u"line 1"_s;
    QTest::newRow("low half alone") << "[\"\\ude42\"]"_ba << u"line 1"_s;
    QTest::newRow("low half in a key") << "{\"\\ude42\":1}"_ba << u"line 1"_s;
    QTest::newRow("low half beside U+FFFD") << "[\"\xEF\xBF\xBD\\ude42\"]"_ba << u"line 1"_s;
    QTest::newRow("broken UTF-8") << "[\"a\xff\"]"_ba << u"line 1"_s;
    QTest::newRow("cut UTF-8") << "[\"\xf0\x9f\x99\"]"_ba << u"line 1"_s;
    QTest::newRow("surrogate as UTF-8") << "[\"\xed\xa0\x80\"]"_ba << u"line 1"_s;
    QTest::newRow("overlong UTF-8") << "[\"\xc0\xaf\"]"_ba << u"line 1"_s;
    QTest::newRow("NUL after the end") << QByteArray("{}\0{}", 5) << u"column 3"_s;
    QTest::newRow("NUL in a text") << QByteArray("[\"a\0b\"]", 7) << u"line 1"_s;
}

void JsonTest::refusesWithPosition()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, position);
    const auto json = Json::parse(text);
    QVERIFY(!json);
    QCOMPARE(json.error().kind, ErrorKind::Invalid);
    QVERIFY2(json.error().message.contains(position), qPrintable(json.error().message));
    QVERIFY(!json.error().message.endsWith(u": "_s));
}

void JsonTest::depthIsLimited()
{
    const auto nested = [](int depth) -> QByteArray {
        return QByteArray(depth, '[') + QByteArray(depth, ']');
    };
    QVERIFY(Json::parse(nested(256)));
    const auto tooDeep = Json::parse(nested(257));
    QVERIFY(!tooDeep);
    QVERIFY(tooDeep.error().message.contains(u"deeply"_s));
    QVERIFY(!Json::parse(QByteArray(10'000'000, '[')));
}

void JsonTest::everyPrefixOfADocumentIsRefused()
{
    const QByteArray text = "{\"a\":[1.5e3,\"\\u00e9\\ud83d\\ude42\",true],\"b\":{\"c\":null}}";
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY2(!Json::parse(text.first(size)), text.first(size).constData());
}

void JsonTest::duplicatesAreKept()
{
    const QByteArray text = "{\"a\":1,\"b\":2,\"a\":3}";
    Json json = Json::parse(text).value();
    QCOMPARE(json.toCompact(), text);
    QCOMPARE(json[u"a"].toInteger(), 1);
    json.remove(u"a");
    QCOMPARE(json.toCompact(), "{\"b\":2}"_ba);
}

void JsonTest::indentedFormIsStable()
{
    const QByteArray text = "{\n  \"a\": [\n    1.0,\n    {}\n  ],\n  \"b\": \"x\"\n}";
    QCOMPARE(Json::parse(text).value().toIndented(), text);
}

static Json randomJson(QRandomGenerator &random, int depth)
{
    const auto text = [&random] {
        QString result;
        for (int i = random.bounded(6); i > 0; --i)
            result += QChar(char16_t(random.bounded(0xd7ff)));
        return result;
    };
    switch (random.bounded(depth > 4 ? 5 : 7)) {
    case 0:
        return {};
    case 1:
        return random.bounded(2) == 1;
    case 2:
        return qint64(random.generate64());
    case 3:
        return std::ldexp(random.generateDouble(), random.bounded(-1000, 1000));
    case 4:
        return text();
    case 5: {
        Json array = Json::array();
        for (int i = random.bounded(5); i > 0; --i)
            array.append(randomJson(random, depth + 1));
        return array;
    }
    default: {
        Json object = Json::object();
        for (int i = random.bounded(5); i > 0; --i)
            object.set(text(), randomJson(random, depth + 1));
        return object;
    }
    }
}

void JsonTest::randomDocumentsComeBack()
{
    for (quint32 seed = 0; seed < 2000; ++seed) {
        QRandomGenerator random(seed);
        const Json json = randomJson(random, 0);
        const auto compact = Json::parse(json.toCompact());
        const auto indented = Json::parse(json.toIndented());
        QVERIFY2(compact && indented && *compact == json && *indented == json,
                 qPrintable(u"seed %1: %2"_s.arg(seed).arg(QString::fromUtf8(json.toCompact()))));
    }
}

void JsonTest::numbersAreReadExactly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isInteger");
    QTest::addColumn<qint64>("integer");
    QTest::addColumn<double>("real");
    QTest::newRow("greatest") << "9223372036854775807"_ba << true
                              << std::numeric_limits<qint64>::max() << 9223372036854775807.0;
    QTest::newRow("least") << "-9223372036854775808"_ba << true
                           << std::numeric_limits<qint64>::min() << -9223372036854775808.0;
    QTest::newRow("one more") << "9223372036854775808"_ba << false << qint64(0)
                              << 9223372036854775808.0;
    QTest::newRow("beyond 2^53") << "9007199254740993"_ba << true << qint64(9007199254740993)
                                 << 9007199254740992.0;
    QTest::newRow("fraction") << "1.0"_ba << false << qint64(0) << 1.0;
    QTest::newRow("exponent") << "1e3"_ba << false << qint64(0) << 1000.0;
    QTest::newRow("minus nought") << "-0"_ba << true << qint64(0) << -0.0;
}

void JsonTest::numbersAreReadExactly()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isInteger);
    QFETCH(qint64, integer);
    QFETCH(double, real);
    const Json json = Json::parse(text).value();
    QCOMPARE(json.numberText(), text);
    QCOMPARE(json.toInteger().has_value(), isInteger);
    QCOMPARE(json.toInteger().value_or(0), integer);
    QCOMPARE(json.toDouble().value(), real);
}

void JsonTest::infiniteNumbersAreQuoted()
{
    const double infinity = std::numeric_limits<double>::infinity();
    QCOMPARE(Json(infinity).toCompact(), "\"Infinity\""_ba);
    QCOMPARE(Json(-infinity).toDouble().value(), -infinity);
    QCOMPARE(Json(std::nan("")).toCompact(), "\"NaN\""_ba);
    QVERIFY(std::isnan(Json(u"NaN"_s).toDouble().value()));
    QVERIFY(!Json(u"nan"_s).toDouble());
}

void JsonTest::membersAreSetInPlace()
{
    Json json = Json::parse("{\"a\":1,\"b\":2}").value();
    json.set(u"a", Json(u"x"_s));
    json.member(u"c").set(u"d", Json(true));
    json.append(Json()); // no list: becomes one
    QCOMPARE(json.toCompact(), "[null]"_ba);
    Json other;
    other.member(u"x").member(u"y") = Json(5);
    QCOMPARE(other.toCompact(), "{\"x\":{\"y\":5}}"_ba);
}

void JsonTest::valuesOfAnotherKindAreAbsent()
{
    const Json json = Json::parse("{\"text\":\"5\",\"number\":5,\"list\":[1]}").value();
    QVERIFY(!json[u"text"].toInteger());
    QVERIFY(!json[u"text"].toBool());
    QCOMPARE(json[u"number"].toString(u"else"_s), u"else"_s);
    QVERIFY(json[u"number"].members().isEmpty());
    QVERIFY(json[u"list"].find(u"x") == nullptr);
    QVERIFY(json[u"nothing"][u"below"].isNull());
    QVERIFY(json[u"text"].numberText().isEmpty());
}

void JsonTest::copiesAreIndependent()
{
    const Json original = Json::parse("{\"a\":{\"b\":[1]}}").value();
    Json copy = original;
    copy.member(u"a").member(u"b").append(Json(2));
    QCOMPARE(original.toCompact(), "{\"a\":{\"b\":[1]}}"_ba);
    QCOMPARE(copy.toCompact(), "{\"a\":{\"b\":[1,2]}}"_ba);
}

void JsonTest::canonicalSortsMembersOnly()
{
    const Json json = Json::parse("{\"b\":[{\"z\":1.0,\"y\":2},3],\"a\":null}").value();
    QCOMPARE(json.canonical().toCompact(), "{\"a\":null,\"b\":[{\"y\":2,\"z\":1.0},3]}"_ba);
}

QTEST_APPLESS_MAIN(JsonTest)
#include "tst_json.moc"
