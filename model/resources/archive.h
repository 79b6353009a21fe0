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
//! A type takes part by a function `describe(Archive &, T &)` beside it. Reading gathers every
//! error with the path of its field; null counts as absent. A type with a member `Json source`
//! keeps what it was read from: writing it again leaves every member as it stands that still means
//! the same, and absent what was absent and still has its default. A type without one leaves out
//! what is empty by default. So what was read and not changed is written as it was.
//! (A value made here and the same one read back therefore differ in `source`.)
class Archive {
public:
    [[nodiscard]] static Archive reader(const Json &source, QList<FieldError> &errors,
                                        const QString &path = {});

    [[nodiscard]] bool isReading() const { return m_source != nullptr; }
    void addError(QStringView name, const QString &message);

    template <typename T>
    void field(QStringView name, T &value)
    {
        if (!isReading())
            write(name, value);
        else if (const Json *json = m_source->find(name); json && !json->isNull())
            read(*json, name, value);
    }

    //! A nested object that has no type of its own: \a body gets its Archive.
    template <std::invocable<Archive &> Body>
    void nested(QStringView name, Body body)
    {
        if (isReading()) {
            const Json &json = (*m_source)[name];
            if (!json.isNull() && !isObjectElseError(json, name))
                return;
            Archive inner = child(json, name);
            body(inner);
        } else {
            Json json = (*m_target)[name];
            Archive inner = *this;
            inner.m_target = &json;
            inner.m_defaults = m_defaults ? &(*m_defaults)[name] : nullptr;
            body(inner);
            if (!json.members().isEmpty() || m_target->find(name))
                m_target->set(name, std::move(json));
        }
    }

private:
    //! In full: every field, the empty ones too, in our own spelling.
    enum class Spelling { AsRead, InFull };

    Archive() = default;
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
    //! An object without two members of one name, of which nobody knows which one is meant.
    bool isObjectElseError(const Json &json, QStringView name);
    bool isListElseError(const Json &json, QStringView name);

    template <typename E>
        requires std::is_enum_v<E>
    void read(const Json &json, QStringView name, E &value)
    {
        if (const auto known = fromWire<E>(json.toString()))
            value = *known;
        else
            addUnknownWord(name, json, wireNames<E>());
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
        if (!isListElseError(json, name))
            return;
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

    static Json toJsonValue(bool value, Spelling) { return Json(value); }
    static Json toJsonValue(int value, Spelling) { return Json(value); }
    static Json toJsonValue(qint64 value, Spelling) { return Json(value); }
    static Json toJsonValue(const QString &value, Spelling) { return Json(value); }
    static Json toJsonValue(Instant value, Spelling) { return Json(toIso(value)); }
    static Json toJsonValue(std::chrono::seconds value, Spelling)
    {
        return Json(qint64(value.count()));
    }
    static Json toJsonValue(const QMap<QString, QString> &value, Spelling);
    static Json toJsonValue(const Json &value, Spelling) { return value; }

    template <typename E>
        requires std::is_enum_v<E>
    static Json toJsonValue(E value, Spelling)
    {
        return Json(wireName(value));
    }

    template <typename T>
    static Json toJsonValue(const std::optional<T> &value, Spelling spelling)
    {
        return value ? toJsonValue(*value, spelling) : Json();
    }

    template <typename T>
    static Json toJsonValue(const QList<T> &value, Spelling spelling)
    {
        Json result = Json::array();
        for (const T &element : value)
            result.append(toJsonValue(element, spelling));
        return result;
    }

    template <typename T>
        requires requires(Archive &archive, T &value) { describe(archive, value); }
    static Json toJsonValue(const T &value, Spelling spelling)
    {
        Json json = Json::object();
        Archive archive;
        archive.m_target = &json;
        archive.m_spelling = spelling;
        archive.m_defaults = spelling == Spelling::InFull ? nullptr : &defaultsOf<T>();
        if constexpr (requires { value.source; }) {
            archive.m_isSourceKept = value.source.isObject();
            if (archive.m_isSourceKept)
                json = value.source;
        }
        T copy = value;
        describe(archive, copy);
        return json;
    }

    template <typename T>
    static const Json &defaultsOf()
    {
        static const Json defaults = toJsonValue(T{}, Spelling::InFull);
        return defaults;
    }

    template <typename T>
    void write(QStringView name, const T &value)
    {
        if (m_spelling == Spelling::InFull) {
            m_target->set(name, toJsonValue(value, Spelling::InFull));
            return;
        }
        const Json &present = (*m_target)[name];
        if (present.isNull() ? isLeftOut(name, value) : meansTheSame(present, value))
            return;
        Json json = changed(present, value);
        if (json.isNull())
            m_target->remove(name);
        else
            m_target->set(name, std::move(json));
    }

    //! Whether reading an absent member gives \a value, and nobody wants to see it spelled out.
    template <typename T>
    [[nodiscard]] bool isLeftOut(QStringView name, const T &value) const
    {
        if (!m_isSourceKept && isNeverEmpty(value))
            return false;
        const Json full = toJsonValue(value, Spelling::InFull);
        return full == (*m_defaults)[name] && (m_isSourceKept || isEmpty(full));
    }

    //! Said without writing it in full, which takes its time where values are nested.
    template <typename T>
    static bool isNeverEmpty(const T &)
    {
        return requires(Archive &archive, T &value) { describe(archive, value); };
    }
    template <typename T>
    static bool isNeverEmpty(const std::optional<T> &value)
    {
        return value && isNeverEmpty(*value);
    }
    template <typename T>
    static bool isNeverEmpty(const QList<T> &value)
    {
        return !value.isEmpty();
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

    template <typename T>
    static Json changed(const Json &, const T &value)
    {
        return toJsonValue(value, Spelling::AsRead);
    }
    //! Only the entries that differ are written anew, the others keep their place and spelling.
    static Json changed(const Json &present, const QMap<QString, QString> &value);

    static bool isEmpty(const Json &json);
    void addUnknownWord(QStringView name, const Json &json, const QStringList &known);

    const Json *m_source = nullptr; //!< While reading.
    QList<FieldError> *m_errors = nullptr;
    QString m_path;
    Json *m_target = nullptr; //!< While writing.
    const Json *m_defaults = nullptr; //!< What the type says in full where nothing is set.
    Spelling m_spelling = Spelling::AsRead;
    bool m_isSourceKept = false;

    template <typename T>
    friend Result<T> fromJson(const Json &json);
    template <typename T>
    friend Json toJson(const T &value);
    template <typename T>
    friend Json toFullJson(const T &value);
};

//! Reads a described type; kind Invalid with one error a field where it cannot be.
template <typename T>
[[nodiscard]] Result<T> fromJson(const Json &json);

template <typename T>
[[nodiscard]] Json toJson(const T &value)
{
    return Archive::toJsonValue(value, Archive::Spelling::AsRead);
}

//! Every known field in our own spelling, absent ones with their defaults; unknown ones as read.
template <typename T>
[[nodiscard]] Json toFullJson(const T &value)
{
    return Archive::toJsonValue(value, Archive::Spelling::InFull);
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
