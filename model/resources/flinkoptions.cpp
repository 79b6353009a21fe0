// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/flinkoptions.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

bool canStandInName(QChar character)
{
    return !character.isSpace() && character != u':'
        && character.category() != QChar::Other_Control;
}

bool isDirectory(const QString &option)
{
    static const QStringList directories{
        u"state.savepoints.dir"_s, u"execution.checkpointing.savepoint-dir"_s,
        u"state.checkpoints.dir"_s, u"execution.checkpointing.dir"_s};
    return directories.contains(option);
}

//! A placeholder may stand for it.
bool hasScheme(const QString &directory)
{
    static const QRegularExpression scheme(u"\\A\\s*([a-z][a-z0-9+.-]*:/|\\{\\{)"_s,
                                           QRegularExpression::CaseInsensitiveOption);
    return scheme.match(directory).hasMatch();
}

} // namespace

QList<FieldError> validateOptions(const QMap<QString, QString> &options, const QString &path)
{
    const QString message = QCoreApplication::translate(
        "FlinkOptions",
        "“%1” cannot be an option of Flink: it is empty, or has blanks, colons or control "
        "characters.");
    QList<FieldError> errors;
    for (const auto &[name, value] : options.asKeyValueRange()) {
        if (name.isEmpty() || !std::ranges::all_of(name, canStandInName))
            errors.append({path + u'.' + name, message.arg(name)});
        if (isDirectory(name) && !value.trimmed().isEmpty() && !hasScheme(value))
            errors.append(
                {path + u'.' + name,
                 QCoreApplication::translate("FlinkOptions",
                                             "Flink needs a URI with its scheme here, such as "
                                             "file:///savepoints, not “%1”.")
                     .arg(value)});
    }
    return errors;
}

QString errorInDirectory(const QString &directory)
{
    const QString text = directory.trimmed();
    if (text.isEmpty() || text.startsWith(u'/') || hasScheme(text))
        return {};
    return QCoreApplication::translate(
               "FlinkOptions",
               "Flink needs a URI such as file:///savepoints, or an absolute path, not “%1”.")
        .arg(directory);
}

QStringList namesOfOption(const QString &option)
{
    static const QStringList retained{u"execution.checkpointing.num-retained"_s,
                                      u"state.checkpoints.num-retained"_s};
    return retained.contains(option) ? retained : QStringList{option};
}

} // namespace headgate
