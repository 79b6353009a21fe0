// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/archive.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

#include <limits>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Archive", text);
}

//! Whole seconds, or an ISO 8601 duration of days, hours, minutes and seconds (`PT10M`).
std::optional<std::chrono::seconds> secondsFrom(const Json &json)
{
    if (const auto whole = json.toInteger())
        return std::chrono::seconds(*whole);
    static const QRegularExpression iso(
        u"^P(?:(\\d{1,5})D)?(?:T(?:(\\d{1,6})H)?(?:(\\d{1,8})M)?(?:(\\d{1,10})S)?)?$"_s);
    const auto match = iso.match(json.toString());
    if (!match.hasMatch() || match.captured(0).size() < 3)
        return std::nullopt;
    return std::chrono::days(match.captured(1).toInt())
        + std::chrono::hours(match.captured(2).toInt())
        + std::chrono::minutes(match.captured(3).toLongLong())
        + std::chrono::seconds(match.captured(4).toLongLong());
}

} // namespace

Archive::Archive(const Json *source, Json *target, QList<FieldError> *errors, QString path)
    : m_source(source)
    , m_target(target)
    , m_errors(errors)
    , m_path(std::move(path))
{
}

Archive Archive::reader(const Json &source, QList<FieldError> &errors, const QString &path)
{
    return {&source, nullptr, &errors, path};
}

Archive Archive::writer(Json &target)
{
    return {nullptr, &target, nullptr, {}};
}

Archive Archive::child(const Json &json, QStringView name) const
{
    return {&json, nullptr, m_errors, pathOf(name)};
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
    if (!json.isObject())
        addError(name, tr("This must be an object."));
    return json.isObject();
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
        // YAML writes numbers and truth values without quotes; Flink takes them as texts.
        if (element.isNumber())
            value.insert(key, QString::fromLatin1(element.numberText()));
        else if (element.isBool())
            value.insert(key, *element.toBool() ? u"true"_s : u"false"_s);
        else if (element.isString())
            value.insert(key, element.toString());
        else
            addError(QString(name + u'.' + key), tr("This must be a text."));
    }
}

Json Archive::toJsonValue(const QMap<QString, QString> &value)
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

void Archive::addUnknownWord(QStringView name, const Json &json, const QMetaEnum &meta)
{
    QStringList known;
    for (int i = 0; i < meta.keyCount(); ++i)
        known.append(detail::wireNameOf(meta, meta.value(i)));
    addError(name,
             tr("“%1” is not known here; it must be one of %2.")
                 .arg(json.isString() ? json.toString() : QString::fromUtf8(json.toCompact()),
                      known.join(u", ")));
}

Error invalid(const QList<FieldError> &fields)
{
    QStringList lines;
    for (const FieldError &field : fields)
        lines.append(field.path.isEmpty() ? field.message : field.path + u": " + field.message);
    return Error{.kind = ErrorKind::Invalid, .message = lines.join(u'\n'), .fields = fields};
}

} // namespace headgate
