// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/enums.h"

namespace headgate {

using namespace Qt::StringLiterals;

namespace detail {

namespace {

QString upperSnake(const char *key)
{
    QString result;
    for (const char *c = key; *c; ++c) {
        if (c != key && *c >= 'A' && *c <= 'Z')
            result += u'_';
        result += QChar::fromLatin1(*c).toUpper();
    }
    return result;
}

QString spelled(const QMetaEnum &meta, const char *key)
{
    const QByteArrayView name = meta.enumName();
    if (name == "ConditionType" || name == "ConditionStatus" || name == "FailureReason")
        return QString::fromLatin1(key);
    if (name == "SessionClusterKind")
        return QString::fromLatin1(key).toLower();
    return upperSnake(key);
}

} // namespace

QStringList wireNamesOf(const QMetaEnum &meta)
{
    QStringList names;
    for (int i = 0; i < meta.keyCount(); ++i) {
        Q_ASSERT(meta.value(i) == i);
        names.append(spelled(meta, meta.key(i)));
    }
    return names;
}

std::optional<int> valueFromWire(const QStringList &names, QStringView wire)
{
    for (int i = 0; i < names.size(); ++i) {
        const bool isOneL =
            names.at(i) == "CANCELLED"_L1 && wire.compare("CANCELED"_L1, Qt::CaseInsensitive) == 0;
        if (isOneL || wire.compare(names.at(i), Qt::CaseInsensitive) == 0)
            return i;
    }
    return std::nullopt;
}

} // namespace detail

bool isTerminal(FlinkJobStatus status)
{
    return status == FlinkJobStatus::Finished || status == FlinkJobStatus::Failed
        || status == FlinkJobStatus::Canceled;
}

bool isLive(JobState state)
{
    return state == JobState::Starting || state == JobState::Started
        || state == JobState::Terminating;
}

} // namespace headgate
