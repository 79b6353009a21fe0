// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/shellwords.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! Reads one line character by character; each quote style is a function of its own.
class Splitter {
public:
    explicit Splitter(const QString &line)
        : m_line(line)
    {
    }

    Result<QStringList> split()
    {
        while (m_at < m_line.size() && m_error.isEmpty())
            readNext();
        if (!m_error.isEmpty())
            return failure(ErrorKind::Invalid, m_error);
        endWord();
        return m_words;
    }

private:
    void readNext()
    {
        const QChar c = m_line[m_at++];
        if (c == u' ' || c == u'\t' || c == u'\n') {
            endWord();
        } else if (c == u'\'') {
            readSingleQuoted();
        } else if (c == u'"') {
            readDoubleQuoted();
        } else if (c == u'\\') {
            readEscaped();
        } else {
            add(c);
        }
    }

    void readSingleQuoted()
    {
        const qsizetype end = m_line.indexOf(u'\'', m_at);
        if (end < 0)
            return fail(m_at);
        m_word += QStringView(m_line).sliced(m_at, end - m_at);
        m_isInWord = true;
        m_at = end + 1;
    }

    void readDoubleQuoted()
    {
        const qsizetype begin = m_at;
        m_isInWord = true;
        while (m_at < m_line.size()) {
            QChar c = m_line[m_at++];
            if (c == u'"')
                return;
            if (c == u'\\' && m_at < m_line.size() && u"$`\"\\\n"_s.contains(m_line[m_at])) {
                c = m_line[m_at++];
                if (c == u'\n')
                    continue;
            }
            m_word += c;
        }
        fail(begin);
    }

    void readEscaped()
    {
        if (m_at == m_line.size()) {
            m_error = QCoreApplication::translate(
                "ShellWords", "The backslash at the end has nothing to stand before.");
            return;
        }
        const QChar c = m_line[m_at++];
        if (c != u'\n')
            add(c);
    }

    void add(QChar c)
    {
        m_word += c;
        m_isInWord = true;
    }

    void endWord()
    {
        if (m_isInWord)
            m_words.append(m_word);
        m_word.clear();
        m_isInWord = false;
    }

    void fail(qsizetype afterQuote)
    {
        m_error =
            QCoreApplication::translate("ShellWords", "The quote %1 at character %2 is not closed.")
                .arg(m_line[afterQuote - 1])
                .arg(afterQuote);
    }

    const QString &m_line;
    qsizetype m_at = 0;
    QString m_word;
    bool m_isInWord = false;
    QStringList m_words;
    QString m_error;
};

} // namespace

Result<QStringList> splitShellWords(const QString &line)
{
    return Splitter(line).split();
}

QString joinShellWords(const QStringList &words)
{
    static const QRegularExpression plain(u"\\A[A-Za-z0-9_@%+=:,./-]+\\z"_s);
    QStringList quoted;
    for (const QString &word : words) {
        quoted.append(plain.match(word).hasMatch()
                          ? word
                          : u'\'' + QString(word).replace(u'\'', u"'\\''"_s) + u'\'');
    }
    return quoted.join(u' ');
}

} // namespace headgate
