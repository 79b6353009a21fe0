// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/core/json.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringDecoder>

#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/reader.h>
#include <rapidjson/stringbuffer.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t MaxDepth = 256;

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Failure failureAt(const QByteArray &text, std::size_t offset, const QString &reason)
{
    const QByteArray before = text.left(qsizetype(offset));
    const auto line = before.count('\n') + 1;
    const auto column = QString::fromUtf8(before.sliced(before.lastIndexOf('\n') + 1)).size() + 1;
    return failure(
        ErrorKind::Invalid,
        tr("This is not valid JSON (line %1, column %2): %3").arg(line).arg(column).arg(reason));
}

//! An escape such as `\udc00` without its other half passes RapidJSON, but is no text.
bool isText(const QString &decoded, QByteArrayView utf8)
{
    if (!decoded.contains(QChar::ReplacementCharacter))
        return true;
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString again = decoder(utf8);
    return !decoder.hasError() && again == decoded;
}

} // namespace

//! Receives RapidJSON's events and builds the tree.
class JsonBuilder {
public:
    bool Null() { return add(Json()); }
    bool Bool(bool value) { return add(Json(value)); }
    bool RawNumber(const char *text, rapidjson::SizeType size, bool)
    {
        Json number;
        number.m_value = Json::Number{QByteArray(text, qsizetype(size))};
        return add(std::move(number));
    }
    bool String(const char *text, rapidjson::SizeType size, bool)
    {
        const QString decoded = QString::fromUtf8(text, qsizetype(size));
        return add(Json(decoded)) && isSound(decoded, text, size);
    }
    bool Key(const char *text, rapidjson::SizeType size, bool)
    {
        m_keys.back() = QString::fromUtf8(text, qsizetype(size));
        return isSound(m_keys.back(), text, size);
    }
    bool StartObject() { return open(Json::object()); }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool StartArray() { return open(Json::array()); }
    bool EndArray(rapidjson::SizeType) { return close(); }
    // Never called: all numbers come as text.
    bool Int(int) { return false; }
    bool Uint(unsigned) { return false; }
    bool Int64(int64_t) { return false; }
    bool Uint64(uint64_t) { return false; }
    bool Double(double) { return false; }

    Json takeRoot() { return std::move(m_root); }
    //! Why a function above answered false.
    [[nodiscard]] QString reason() const { return m_reason; }

private:
    bool isSound(const QString &decoded, const char *text, rapidjson::SizeType size)
    {
        if (isText(decoded, QByteArrayView(text, qsizetype(size))))
            return true;
        m_reason = headgate::tr("Half of a surrogate pair is no character.");
        return false;
    }
    bool add(Json value)
    {
        if (m_open.empty()) {
            m_root = std::move(value);
        } else if (Json &parent = m_open.back(); parent.isArray()) {
            std::get<Json::Array>(parent.m_value).push_back(std::move(value));
        } else {
            std::get<Json::Object>(parent.m_value).push_back({m_keys.back(), std::move(value)});
        }
        return true;
    }
    bool open(Json container)
    {
        if (m_open.size() >= MaxDepth) {
            m_reason = headgate::tr("Nested too deeply.");
            return false;
        }
        m_open.push_back(std::move(container));
        m_keys.emplace_back();
        return true;
    }
    bool close()
    {
        Json done = std::move(m_open.back());
        m_open.pop_back();
        m_keys.pop_back();
        return add(std::move(done));
    }

    Json m_root;
    std::vector<Json> m_open;
    std::vector<QString> m_keys;
    QString m_reason;
};

Json::Json(bool value)
    : m_value(value)
{
}
Json::Json(qint64 value)
    : m_value(Number{QByteArray::number(value)})
{
}
Json::Json(int value)
    : Json(qint64(value))
{
}
Json::Json(double value)
{
    if (std::isfinite(value))
        m_value = Number{QByteArray::number(value, 'g', QLocale::FloatingPointShortest)};
    else if (std::isnan(value))
        m_value = u"NaN"_s;
    else
        m_value = value > 0 ? u"Infinity"_s : u"-Infinity"_s;
}
Json::Json(const QString &value)
    : m_value(value)
{
}
Json::Json(QStringView value)
    : m_value(value.toString())
{
}
Json::Json(Array value)
    : m_value(std::move(value))
{
}

Json Json::array()
{
    return Json(Array());
}

Json Json::object()
{
    Json result;
    result.m_value = Object();
    return result;
}

Json Json::object(std::initializer_list<Member> members)
{
    Json result;
    result.m_value = Object(members);
    return result;
}

Result<Json> Json::parse(const QByteArray &utf8)
{
    constexpr unsigned flags = rapidjson::kParseNumbersAsStringsFlag
        | rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
    rapidjson::MemoryStream stream(utf8.constData(), std::size_t(utf8.size()));
    rapidjson::Reader reader;
    JsonBuilder builder;
    const rapidjson::ParseResult parsed = reader.Parse<flags>(stream, builder);
    if (parsed.Code() == rapidjson::kParseErrorTermination)
        return failureAt(utf8, parsed.Offset(), builder.reason());
    if (parsed.IsError())
        return failureAt(utf8, parsed.Offset(),
                         QString::fromLatin1(rapidjson::GetParseError_En(parsed.Code())));
    if (stream.Tell() != std::size_t(utf8.size())) // RapidJSON takes a NUL for the end
        return failureAt(utf8, stream.Tell(), headgate::tr("There is a NUL character."));
    return builder.takeRoot();
}

template <typename Writer>
void Json::write(Writer &writer) const
{
    const auto text = [&writer](const QString &string, auto method) {
        const QByteArray utf8 = string.toUtf8();
        (writer.*method)(utf8.constData(), rapidjson::SizeType(utf8.size()), false);
    };
    using Method = bool (Writer::*)(const char *, rapidjson::SizeType, bool);
    if (isNull()) {
        writer.Null();
    } else if (const auto *flag = std::get_if<bool>(&m_value)) {
        writer.Bool(*flag);
    } else if (const auto *number = std::get_if<Number>(&m_value)) {
        writer.RawValue(number->text.constData(), std::size_t(number->text.size()),
                        rapidjson::kNumberType);
    } else if (const auto *string = std::get_if<QString>(&m_value)) {
        text(*string, Method(&Writer::String));
    } else if (const auto *array = std::get_if<Array>(&m_value)) {
        writer.StartArray();
        for (const Json &element : *array)
            element.write(writer);
        writer.EndArray();
    } else {
        writer.StartObject();
        for (const Member &each : std::get<Object>(m_value)) {
            text(each.name, Method(&Writer::Key));
            each.value.write(writer);
        }
        writer.EndObject();
    }
}

QByteArray Json::toCompact() const
{
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    write(writer);
    return QByteArray(buffer.GetString(), qsizetype(buffer.GetSize()));
}

QByteArray Json::toIndented() const
{
    rapidjson::StringBuffer buffer;
    rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
    writer.SetIndent(' ', 2);
    write(writer);
    return QByteArray(buffer.GetString(), qsizetype(buffer.GetSize()));
}

const Json *Json::find(QStringView key) const
{
    const Object &all = members();
    const auto it = std::ranges::find(all, key, &Member::name);
    return it == all.end() ? nullptr : &it->value;
}

const Json &Json::operator[](QStringView key) const
{
    static const Json null;
    const Json *value = find(key);
    return value ? *value : null;
}

Json &Json::member(QStringView key)
{
    if (!isObject())
        m_value = Object();
    Object &all = std::get<Object>(m_value);
    const auto it = std::ranges::find(all, key, &Member::name);
    if (it != all.end())
        return it->value;
    all.push_back({key.toString(), Json()});
    return all.back().value;
}

void Json::set(QStringView key, Json value)
{
    member(key) = std::move(value);
}

void Json::remove(QStringView key)
{
    if (auto *all = std::get_if<Object>(&m_value))
        all->removeIf([key](const Member &each) { return each.name == key; });
}

void Json::append(Json value)
{
    if (!isArray())
        m_value = Array();
    std::get<Array>(m_value).push_back(std::move(value));
}

const Json::Array &Json::elements() const
{
    static const Array none;
    const auto *array = std::get_if<Array>(&m_value);
    return array ? *array : none;
}

const Json::Object &Json::members() const
{
    static const Object none;
    const auto *all = std::get_if<Object>(&m_value);
    return all ? *all : none;
}

std::optional<bool> Json::toBool() const
{
    const auto *flag = std::get_if<bool>(&m_value);
    return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<qint64> Json::toInteger() const
{
    const auto *number = std::get_if<Number>(&m_value);
    bool isWhole = false;
    const qint64 value = number ? number->text.toLongLong(&isWhole) : 0;
    return isWhole ? std::optional(value) : std::nullopt;
}

std::optional<double> Json::toDouble() const
{
    if (const auto *number = std::get_if<Number>(&m_value))
        return number->text.toDouble();
    if (const auto *string = std::get_if<QString>(&m_value)) {
        if (*string == "NaN"_L1)
            return std::numeric_limits<double>::quiet_NaN();
        if (*string == "Infinity"_L1 || *string == "-Infinity"_L1)
            return std::numeric_limits<double>::infinity() * (string->startsWith(u'-') ? -1 : 1);
    }
    return std::nullopt;
}

QString Json::toString(const QString &fallback) const
{
    const auto *string = std::get_if<QString>(&m_value);
    return string ? *string : fallback;
}

QByteArray Json::numberText() const
{
    const auto *number = std::get_if<Number>(&m_value);
    return number ? number->text : QByteArray();
}

Json Json::canonical() const
{
    Json result = *this;
    if (auto *all = std::get_if<Object>(&result.m_value)) {
        for (Member &each : *all)
            each.value = each.value.canonical();
        std::ranges::stable_sort(*all, {}, &Member::name);
    } else if (auto *array = std::get_if<Array>(&result.m_value)) {
        for (Json &element : *array)
            element = element.canonical();
    }
    return result;
}

} // namespace headgate
