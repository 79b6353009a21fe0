// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/flinkoptions.h"

#include <QCoreApplication>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

bool canStandInName(QChar character)
{
    return !character.isSpace() && character != u':'
        && character.category() != QChar::Other_Control;
}

} // namespace

QList<FieldError> validateOptions(const QMap<QString, QString> &options, const QString &path)
{
    const QString message = QCoreApplication::translate(
        "FlinkOptions",
        "“%1” cannot be an option of Flink: it is empty, or has blanks, colons or control "
        "characters.");
    QList<FieldError> errors;
    for (const QString &name : options.keys()) {
        if (name.isEmpty() || !std::ranges::all_of(name, canStandInName))
            errors.append({path + u'.' + name, message.arg(name)});
    }
    return errors;
}

QStringList namesOfOption(const QString &option)
{
    static const QStringList retained{u"execution.checkpointing.num-retained"_s,
                                      u"state.checkpoints.num-retained"_s};
    return retained.contains(option) ? retained : QStringList{option};
}

} // namespace headgate
