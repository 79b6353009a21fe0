// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/archive.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>
#include <QStringList>

#include <algorithm>
#include <limits>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate::Archive", text);
}

constexpr qsizetype FewMembers = 16; //!< They are compared sooner than they are hashed.

//! Longer ones would overflow when they are counted in microseconds.
constexpr std::chrono::seconds LongestDuration = std::chrono::days(36'500);

//! Whole seconds, or an ISO 8601 duration of days, hours, minutes and seconds (`PT10M`).
std::optional<std::chrono::seconds> secondsFrom(const Json &json)
{
    std::chrono::seconds result{};
    if (const auto whole = json.toInteger()) {
        result = std::chrono::seconds(*whole);
    } else {
        static const QRegularExpression iso(
            u"\\AP(?=\\d|T)(?:(\\d{1,5})D)?"
            "(?:T(?=\\d)(?:(\\d{1,6})H)?(?:(\\d{1,8})M)?(?:(\\d{1,10})S)?)?\\z"_s,
            QRegularExpression::CaseInsensitiveOption);
        const auto match = iso.match(json.toString());
        if (!match.hasMatch())
            return std::nullopt;
        result = std::chrono::days(match.captured(1).toInt())
            + std::chrono::hours(match.captured(2).toInt())
            + std::chrono::minutes(match.captured(3).toLongLong())
            + std::chrono::seconds(match.captured(4).toLongLong());
    }
    const bool isTooLong = result > LongestDuration || result < -LongestDuration;
    return isTooLong ? std::nullopt : std::optional(result);
}

//! The text of an entry of a map. YAML writes numbers and truth values without quotes; Flink takes
//! them as texts.
std::optional<QString> entryFrom(const Json &json)
{
    if (json.isNumber())
        return QString::fromLatin1(json.numberText());
    if (const auto flag = json.toBool())
        return *flag ? u"true"_s : u"false"_s;
    return json.isString() ? std::optional(json.toString()) : std::nullopt;
}

//! What stands there, short enough for a message.
QString shown(const Json &json)
{
    constexpr int Longest = 60;
    const QString text = json.isString() ? json.toString() : QString::fromUtf8(json.toCompact());
    return text.size() <= Longest ? text : text.first(Longest) + u'…';
}

} // namespace

Archive Archive::reader(const Json &source, QList<FieldError> &errors, const QString &path)
{
    Archive archive;
    archive.m_source = &source;
    archive.m_errors = &errors;
    archive.m_path = path;
    return archive;
}

Archive Archive::child(const Json &json, QStringView name) const
{
    return reader(json, *m_errors, pathOf(name));
}

QString Archive::pathOf(QStringView name) const
{
    if (m_path.isEmpty() || name.isEmpty())
        return m_path + name;
    return m_path + u'.' + name;
}

void Archive::addError(QStringView name, const QString &message)
{
    if (m_errors)
        m_errors->append({pathOf(name), message});
}

bool Archive::isObjectElseError(const Json &json, QStringView name)
{
    if (!json.isObject()) {
        addError(name, tr("This must be an object, not “%1”.").arg(shown(json)));
        return false;
    }
    const Json::Object &members = json.members();
    const bool isLong = members.size() > FewMembers;
    QSet<QString> seen;
    bool isSound = true;
    for (auto each = members.begin(); each != members.end(); ++each) {
        const bool isRepeated = isLong
            ? seen.contains(each->name)
            : std::find_if(members.begin(), each, [&](const Json::Member &before) {
                  return before.name == each->name;
              }) != each;
        if (isLong)
            seen.insert(each->name);
        if (!isRepeated)
            continue;
        addError(name, tr("“%1” stands here twice.").arg(each->name));
        isSound = false;
    }
    return isSound;
}

bool Archive::isListElseError(const Json &json, QStringView name)
{
    if (!json.isArray())
        addError(name, tr("This must be a list, not “%1”.").arg(shown(json)));
    return json.isArray();
}

void Archive::read(const Json &json, QStringView name, bool &value)
{
    if (const auto flag = json.toBool())
        value = *flag;
    else
        addError(name, tr("This must be true or false."));
}

void Archive::read(const Json &json, QStringView name, int &value)
{
    const auto whole = json.toInteger();
    if (whole && *whole >= std::numeric_limits<int>::min()
        && *whole <= std::numeric_limits<int>::max())
        value = int(*whole);
    else
        addError(name, tr("This must be a whole number."));
}

void Archive::read(const Json &json, QStringView name, qint64 &value)
{
    if (const auto whole = json.toInteger())
        value = *whole;
    else
        addError(name, tr("This must be a whole number."));
}

void Archive::read(const Json &json, QStringView name, QString &value)
{
    if (json.isString())
        value = json.toString();
    else
        addError(name, tr("This must be a text."));
}

void Archive::read(const Json &json, QStringView name, Instant &value)
{
    if (const auto instant = instantFromIso(json.toString()))
        value = *instant;
    else
        addError(name, tr("This must be a time as in 2026-01-31T12:00:00Z."));
}

void Archive::read(const Json &json, QStringView name, std::chrono::seconds &value)
{
    if (const auto duration = secondsFrom(json))
        value = *duration;
    else
        addError(name, tr("This must be whole seconds, or a duration such as PT10M."));
}

void Archive::read(const Json &json, QStringView name, QMap<QString, QString> &value)
{
    if (!isObjectElseError(json, name))
        return;
    value.clear();
    for (const auto &[key, element] : json.members()) {
        if (const auto text = entryFrom(element))
            value.insert(key, *text);
        else if (!element.isNull())
            addError(QString(name + u'.' + key), tr("This must be a text."));
    }
}

Json Archive::changed(const Json &present, const QMap<QString, QString> &value)
{
    Json result = Json::object();
    for (const auto &[key, element] : present.members()) {
        const auto it = value.find(key);
        if (it != value.end())
            result.set(key, entryFrom(element) == *it ? element : Json(*it));
        else if (element.isNull())
            result.set(key, element);
    }
    for (const auto &[key, text] : value.asKeyValueRange()) {
        if (!present.find(key))
            result.set(key, Json(text));
    }
    return result;
}

Json Archive::toJsonValue(const QMap<QString, QString> &value, Spelling)
{
    Json result = Json::object();
    for (const auto &[key, text] : value.asKeyValueRange())
        result.set(key, Json(text));
    return result;
}

bool Archive::isEmpty(const Json &json)
{
    return json.isNull() || (json.isString() && json.toString().isEmpty())
        || (json.isArray() && json.elements().empty())
        || (json.isObject() && json.members().empty());
}

void Archive::addUnknownWord(QStringView name, const Json &json, const QStringList &known)
{
    addError(
        name,
        tr("“%1” is not known here; it must be one of %2.").arg(shown(json), known.join(u", ")));
}

Error invalid(const QList<FieldError> &fields)
{
    QStringList lines;
    for (const FieldError &field : fields)
        lines.append(field.path.isEmpty() ? field.message : field.path + u": " + field.message);
    return Error{.kind = ErrorKind::Invalid, .message = lines.join(u'\n'), .fields = fields};
}

} // namespace headgate
