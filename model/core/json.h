// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringView>

#include <optional>
#include <variant>

namespace headgate {

//! A JSON value that keeps what it read: the order of members and the text of numbers.
//! Copies share their content until one of them is changed.
class Json {
public:
    struct Member;
    using Array = QList<Json>;
    using Object = QList<Member>;

    Json() = default; //!< null
    Json(bool value);
    Json(qint64 value);
    Json(int value);
    Json(double value); //!< Flink's quoted "NaN" and "Infinity" where JSON has no number.
    Json(const QString &value);
    Json(QStringView value);
    Json(Array value);
    Json(const void *) = delete; // a forgotten QString would become a bool

    [[nodiscard]] static Json array();
    [[nodiscard]] static Json object();
    [[nodiscard]] static Json object(std::initializer_list<Member> members);

    //! Reads \a utf8; kind Invalid with line and column in the message. Depth is limited to 256;
    //! a number beyond what a double holds is refused. Members of one name are all kept.
    [[nodiscard]] static Result<Json> parse(const QByteArray &utf8);
    [[nodiscard]] QByteArray toCompact() const;
    [[nodiscard]] QByteArray toIndented() const;

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
    [[nodiscard]] bool isBool() const { return std::holds_alternative<bool>(m_value); }
    [[nodiscard]] bool isNumber() const { return std::holds_alternative<Number>(m_value); }
    [[nodiscard]] bool isString() const { return std::holds_alternative<QString>(m_value); }
    [[nodiscard]] bool isArray() const { return std::holds_alternative<Array>(m_value); }
    [[nodiscard]] bool isObject() const { return std::holds_alternative<Object>(m_value); }

    //! The member \a key; null where this is no object or has none.
    [[nodiscard]] const Json &operator[](QStringView key) const;
    [[nodiscard]] const Json *find(QStringView key) const; //!< The first of that name, or nullptr.
    //! The member \a key, made if it is missing; this becomes an object if it is none.
    Json &member(QStringView key);
    void set(QStringView key, Json value);
    void remove(QStringView key);
    void append(Json value);

    [[nodiscard]] const Array &elements() const; //!< Empty where this is no array.
    [[nodiscard]] const Object &members() const; //!< Empty where this is no object.

    [[nodiscard]] std::optional<bool> toBool() const;
    //! A whole number that fits into 64 bits; nothing for anything else.
    [[nodiscard]] std::optional<qint64> toInteger() const;
    //! A number, or Flink's quoted "NaN" and "Infinity".
    [[nodiscard]] std::optional<double> toDouble() const;
    [[nodiscard]] QString toString(const QString &fallback = {}) const;
    [[nodiscard]] QByteArray numberText() const; //!< Empty where this is no number.

    //! The same value with the members of every object sorted by name.
    [[nodiscard]] Json canonical() const;

    bool operator==(const Json &other) const;

private:
    friend class JsonBuilder;
    struct Number {
        QByteArray text;
        bool operator==(const Number &) const = default;
    };
    using Value = std::variant<std::monostate, bool, Number, QString, Array, Object>;

    template <typename Writer>
    void write(Writer &writer) const;

    Value m_value;
};

struct Json::Member {
    QString name;
    Json value;

    bool operator==(const Member &) const = default;
};

inline bool Json::operator==(const Json &other) const
{
    return m_value == other.m_value;
}

} // namespace headgate
