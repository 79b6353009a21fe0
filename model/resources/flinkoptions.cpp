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
        const QString error = isDirectory(name) ? errorInDirectory(value) : QString();
        if (!error.isEmpty())
            errors.append({path + u'.' + name, error});
    }
    return errors;
}

QString errorInDirectory(const QString &directory)
{
    // A placeholder may stand for its beginning.
    static const QRegularExpression whole(u"\\A\\s*(/|[a-z][a-z0-9+.-]*:/|\\{\\{)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    if (directory.trimmed().isEmpty() || whole.match(directory).hasMatch())
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
