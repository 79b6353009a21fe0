// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/resources/shellwords.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

using namespace headgate;
using namespace Qt::StringLiterals;

class ShellWordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void splits_data();
    void splits();
    void refusesWhatIsNotClosed_data();
    void refusesWhatIsNotClosed();
    void joinedWordsAreSplitAgain();
    void agreesWithTheShell();
};

void ShellWordsTest::splits_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const QString &line, const QStringList &words) {
        QTest::newRow(qPrintable(line)) << line << words;
    };
    row(u""_s, {});
    row(u" \t\n "_s, {});
    row(u"a"_s, {u"a"_s});
    row(u"  a\tb\nc  "_s, {u"a"_s, u"b"_s, u"c"_s});
    row(u"''"_s, {u""_s});
    row(u"\"\" ''"_s, {u""_s, u""_s});
    row(u"a''b"_s, {u"ab"_s});
    row(u"''a"_s, {u"a"_s});
    row(u"'a b' c"_s, {u"a b"_s, u"c"_s});
    row(u"a'b c'd\"e f\"g"_s, {u"ab cde fg"_s});
    row(u"--sql='SELECT \"x\"'"_s, {u"--sql=SELECT \"x\""_s});
    row(u"'it'\\''s'"_s, {u"it's"_s});
    row(u"\"it's\""_s, {u"it's"_s});
    row(u"'\\n'"_s, {u"\\n"_s});
    row(u"\"\\n\""_s, {u"\\n"_s});
    row(u"\\n"_s, {u"n"_s});
    row(u"\"\\\"\\\\\\$\\`\\x\""_s, {u"\"\\$`\\x"_s});
    row(u"a\\ b"_s, {u"a b"_s});
    row(u"\\ "_s, {u" "_s});
    row(u"\\\\"_s, {u"\\"_s});
    row(u"\\'"_s, {u"'"_s});
    row(u"\\\""_s, {u"\""_s});
    row(u"a\\\nb"_s, {u"ab"_s});
    row(u"a \\\n b"_s, {u"a"_s, u"b"_s});
    row(u"\\\n"_s, {});
    row(u"\"a\\\nb\""_s, {u"ab"_s});
    row(u"'a\\\nb'"_s, {u"a\\\nb"_s});
    row(u"'a\nb'"_s, {u"a\nb"_s});
    row(u"\"\\\n\""_s, {u""_s});
    // Nothing is expanded, and no character but blanks, quotes and the backslash is special.
    row(u"$HOME `ls` $(ls) * ~ {a,b} a;b a|b a>b #c !d"_s,
        {u"$HOME"_s, u"`ls`"_s, u"$(ls)"_s, u"*"_s, u"~"_s, u"{a,b}"_s, u"a;b"_s, u"a|b"_s,
         u"a>b"_s, u"#c"_s, u"!d"_s});
    row(u"\"$HOME `ls`\""_s, {u"$HOME `ls`"_s});
    row(u"größe=🙂 'ä ö'"_s, {u"größe=🙂"_s, u"ä ö"_s});
    row(u"a\u00a0b"_s, {u"a\u00a0b"_s}); // a no-break space is no blank for a shell
}

void ShellWordsTest::splits()
{
    QFETCH(QString, line);
    QFETCH(QStringList, words);
    const auto split = splitShellWords(line);
    QVERIFY2(split, qPrintable(split ? QString() : split.error().message));
    QCOMPARE(*split, words);
    QCOMPARE(splitShellWords(joinShellWords(words)).value(), words);
}

void ShellWordsTest::refusesWhatIsNotClosed_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("where");
    QTest::newRow("single") << u"'"_s << u"character 1 "_s;
    QTest::newRow("double") << u"\""_s << u"character 1 "_s;
    QTest::newRow("single later") << u"a 'b\\'"_s + u" 'c"_s << u"character 8 "_s;
    QTest::newRow("double escaped") << u"ab \"c\\\""_s << u"character 4 "_s;
    QTest::newRow("other inside") << u"\"it's"_s << u"The quote \" at character 1 "_s;
    QTest::newRow("backslash") << u"a \\"_s << u"backslash"_s;
    QTest::newRow("backslash in quotes") << u"\"a\\"_s << u"character 1 "_s;
}

void ShellWordsTest::refusesWhatIsNotClosed()
{
    QFETCH(QString, line);
    QFETCH(QString, where);
    const auto split = splitShellWords(line);
    QVERIFY(!split);
    QCOMPARE(split.error().kind, ErrorKind::Invalid);
    QVERIFY2(split.error().message.contains(where), qPrintable(split.error().message));
}

static QString randomText(QRandomGenerator &random, const QString &alphabet, int longest)
{
    QString text;
    for (int i = random.bounded(longest); i > 0; --i)
        text += alphabet[random.bounded(int(alphabet.size()))];
    return text;
}

void ShellWordsTest::joinedWordsAreSplitAgain()
{
    const QString alphabet = u"ab-=/.'\"\\ \t\n\r$`*~#;ä\u2028"_s;
    for (quint32 seed = 0; seed < 5000; ++seed) {
        QRandomGenerator random(seed);
        QStringList words;
        for (int i = random.bounded(5); i > 0; --i)
            words.append(randomText(random, alphabet, 6));
        const QString line = joinShellWords(words);
        const auto split = splitShellWords(line);
        QVERIFY2(split && *split == words, qPrintable(u"seed %1: %2"_s.arg(seed).arg(line)));
    }
}

void ShellWordsTest::agreesWithTheShell()
{
    // No character that a shell would expand or take for an operator: there we differ by design.
    const QString alphabet = u"ab-=/.,''\"\"\\\\  \tä"_s;
    QList<QStringList> expected;
    QString script;
    for (quint32 seed = 0; expected.size() < 3000; ++seed) {
        QRandomGenerator random(seed);
        const QString line = randomText(random, alphabet, 20);
        const auto words = splitShellWords(line);
        if (!words)
            continue;
        expected.append(*words);
        script += u"for w in " + line + u"\ndo printf '%s\\000' \"$w\"\ndone\nprintf '\\001'\n";
    }
    QProcess shell;
    shell.start(u"/bin/sh"_s, {});
    shell.write(script.toUtf8());
    shell.closeWriteChannel();
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardError(), QByteArray());
    const QList<QByteArray> answers = shell.readAllStandardOutput().split('\001');
    QCOMPARE(answers.size(), expected.size() + 1);
    for (qsizetype i = 0; i < expected.size(); ++i) {
        QStringList words = QString::fromUtf8(answers[i]).split(QChar(u'\0'));
        words.removeLast();
        QCOMPARE(words, expected[i]);
    }
}

QTEST_GUILESS_MAIN(ShellWordsTest)
#include "tst_shellwords.moc"
