// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/instant.h"
#include "model/core/json.h"
#include "model/resources/enums.h"

#include <QMap>

#include <concepts>
#include <type_traits>

namespace headgate {

//! Reads or writes the members of one JSON object by one list of fields.
//!
//! A type takes part by a function `describe(Archive &, T &)` beside it. Reading gathers every error
//! with the path of its field. Writing leaves a member as it stands where it already means the
//! same, and an empty value out where the object has no such member; so what was read and not
//! changed is written as it was. A type with a member `Json source` keeps what we don't use.
class Archive {
public:
    [[nodiscard]] static Archive reader(const Json &source, QList<FieldError> &errors,
                                        const QString &path = {});
    [[nodiscard]] static Archive writer(Json &target);

    [[nodiscard]] bool isReading() const { return m_source != nullptr; }
    void addError(QStringView name, const QString &message);

    template <typename T>
    void field(QStringView name, T &value)
    {
        if (isReading()) {
            if (const Json *json = m_source->find(name); json && !json->isNull())
                read(*json, name, value);
        } else {
            write(name, value);
        }
    }

    //! A nested object that has no type of its own: \a body gets its Archive.
    template <std::invocable<Archive &> Body>
    void nested(QStringView name, Body body)
    {
        if (isReading()) {
            Archive inner = child((*m_source)[name], name);
            body(inner);
        } else {
            Json json = (*m_target)[name];
            Archive inner = writer(json);
            body(inner);
            if (!json.members().empty() || m_target->find(name))
                m_target->set(name, std::move(json));
        }
    }

private:
    Archive(const Json *source, Json *target, QList<FieldError> *errors, QString path);
    Archive child(const Json &json, QStringView name) const;
    [[nodiscard]] QString pathOf(QStringView name) const;

    void read(const Json &json, QStringView name, bool &value);
    void read(const Json &json, QStringView name, int &value);
    void read(const Json &json, QStringView name, qint64 &value);
    void read(const Json &json, QStringView name, QString &value);
    void read(const Json &json, QStringView name, Instant &value);
    void read(const Json &json, QStringView name, std::chrono::seconds &value);
    void read(const Json &json, QStringView name, QMap<QString, QString> &value);
    void read(const Json &json, QStringView, Json &value) { value = json; }
    bool isObjectElseError(const Json &json, QStringView name);

    template <typename E>
        requires std::is_enum_v<E>
    void read(const Json &json, QStringView name, E &value)
    {
        if (const auto known = fromWire<E>(json.toString()))
            value = *known;
        else
            addUnknownWord(name, json, QMetaEnum::fromType<E>());
    }

    template <typename T>
    void read(const Json &json, QStringView name, std::optional<T> &value)
    {
        const auto before = m_errors->size();
        T inner{};
        read(json, name, inner);
        if (m_errors->size() == before)
            value = std::move(inner);
    }

    template <typename T>
    void read(const Json &json, QStringView name, QList<T> &value)
    {
        value.clear();
        int index = 0;
        for (const Json &element : json.elements()) {
            T inner{};
            read(element, QStringView(u"%1[%2]").arg(name, QString::number(index++)), inner);
            value.append(std::move(inner));
        }
    }

    template <typename T>
        requires requires(Archive &archive, T &value) { describe(archive, value); }
    void read(const Json &json, QStringView name, T &value)
    {
        if (!isObjectElseError(json, name))
            return;
        Archive inner = child(json, name);
        describe(inner, value);
        if constexpr (requires { value.source; })
            value.source = json;
    }

    static Json toJsonValue(bool value) { return Json(value); }
    static Json toJsonValue(int value) { return Json(value); }
    static Json toJsonValue(qint64 value) { return Json(value); }
    static Json toJsonValue(const QString &value) { return Json(value); }
    static Json toJsonValue(Instant value) { return Json(toIso(value)); }
    static Json toJsonValue(std::chrono::seconds value) { return Json(qint64(value.count())); }
    static Json toJsonValue(const QMap<QString, QString> &value);
    static Json toJsonValue(const Json &value) { return value; }

    template <typename E>
        requires std::is_enum_v<E>
    static Json toJsonValue(E value)
    {
        return Json(wireName(value));
    }

    template <typename T>
    static Json toJsonValue(const std::optional<T> &value)
    {
        return value ? toJsonValue(*value) : Json();
    }

    template <typename T>
    static Json toJsonValue(const QList<T> &value)
    {
        Json result = Json::array();
        for (const T &element : value)
            result.append(toJsonValue(element));
        return result;
    }

    template <typename T>
        requires requires(Archive &archive, T &value) { describe(archive, value); }
    static Json toJsonValue(const T &value)
    {
        Json json = Json::object();
        if constexpr (requires { value.source; }) {
            if (value.source.isObject())
                json = value.source;
        }
        T copy = value;
        Archive archive = writer(json);
        describe(archive, copy);
        return json;
    }

    template <typename T>
    void write(QStringView name, const T &value)
    {
        const Json *present = m_target->find(name);
        Json json = toJsonValue(value);
        if (present ? meansTheSame(*present, value) : isEmpty(json))
            return;
        if (json.isNull())
            m_target->remove(name);
        else
            m_target->set(name, std::move(json));
    }

    template <typename T>
    static bool meansTheSame(const Json &present, const T &value)
    {
        QList<FieldError> errors;
        T there{};
        Archive probe = reader(present, errors);
        probe.read(present, u"", there);
        return errors.isEmpty() && there == value;
    }

    static bool isEmpty(const Json &json);
    void addUnknownWord(QStringView name, const Json &json, const QMetaEnum &meta);

    const Json *m_source = nullptr;
    Json *m_target = nullptr;
    QList<FieldError> *m_errors = nullptr;
    QString m_path;

    template <typename T>
    friend Result<T> fromJson(const Json &json);
    template <typename T>
    friend Json toJson(const T &value);
};

//! Reads a described type; kind Invalid with one error a field where it cannot be.
template <typename T>
[[nodiscard]] Result<T> fromJson(const Json &json);

template <typename T>
[[nodiscard]] Json toJson(const T &value)
{
    return Archive::toJsonValue(value);
}

//! One Error of kind Invalid that names every field.
[[nodiscard]] Error invalid(const QList<FieldError> &fields);

template <typename T>
Result<T> fromJson(const Json &json)
{
    QList<FieldError> errors;
    T value{};
    Archive archive = Archive::reader(json, errors);
    archive.read(json, u"", value);
    if (!errors.isEmpty())
        return Failure(invalid(errors));
    return value;
}

} // namespace headgate
