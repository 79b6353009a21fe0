// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/configurationedit.h"

#include <QFontDatabase>
#include <QTextBlock>

namespace headgate {

using namespace Qt::StringLiterals;

ConfigurationEdit::ConfigurationEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setLineWrapMode(NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setMinimumWidth(fontMetrics().averageCharWidth() * 36); // most keys
    setPlaceholderText(u"execution.checkpointing.interval: 30 s"_s);
    connect(this, &QPlainTextEdit::textChanged, this, &ConfigurationEdit::read);
}

void ConfigurationEdit::setValues(const QMap<QString, QString> &values)
{
    QStringList lines;
    for (const auto &[key, value] : values.asKeyValueRange())
        lines.append(key + u": "_s + value);
    setPlainText(lines.join(u'\n'));
}

QSize ConfigurationEdit::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 60, fontMetrics().height() * 7};
}

void ConfigurationEdit::read()
{
    m_values.clear();
    m_errors.clear();
    QList<int> wrong;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const QString error = readLine(block.text());
        if (error.isEmpty())
            continue;
        m_errors.append(tr("Line %1: %2").arg(block.blockNumber() + 1).arg(error));
        wrong.append(block.blockNumber());
    }
    underline(wrong);
}

QString ConfigurationEdit::readLine(const QString &line)
{
    const QString text = line.trimmed();
    if (text.isEmpty())
        return {};
    if (text.startsWith(u'#'))
        return tr("A comment cannot be kept.");
    const qsizetype colon = text.indexOf(u':');
    const QString key = text.first(std::max<qsizetype>(0, colon)).trimmed();
    if (key.isEmpty() || key.contains(u' ') || key.contains(u'\t'))
        return tr("An option is written “key: value”.");
    if (m_values.contains(key))
        return tr("“%1” is given a second time.").arg(key);
    m_values.insert(key, text.sliced(colon + 1).trimmed());
    return {};
}

void ConfigurationEdit::underline(const QList<int> &blocks)
{
    QList<QTextEdit::ExtraSelection> selections;
    for (const int number : blocks) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document()->findBlockByNumber(number));
        selection.cursor.select(QTextCursor::LineUnderCursor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(palette().color(QPalette::WindowText));
        selections.append(selection);
    }
    setExtraSelections(selections);
}

} // namespace headgate
