// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/flink/errortext.h"

#include "model/core/json.h"

#include <QList>
#include <QRegularExpression>

namespace headgate::flink {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestReason = 2000;

struct Cause {
    QString type; //!< Qualified name of the class; may be empty.
    QString message; //!< Its first line; may be empty.
};

//! Wrappers print the exception that they wrap as their message: the inner one is what counts.
Cause causeFrom(const QString &line)
{
    static const QRegularExpression named(
        u"^((?:[\\w$]+\\.)+[\\w$]*(?:Exception|Error|Throwable|Failure)[\\w$]*)(?:: ?(.*))?$"_s);
    Cause cause{.message = line.trimmed()};
    for (auto match = named.match(cause.message); match.hasMatch();
         match = named.match(cause.message)) {
        cause = {.type = match.captured(1), .message = match.captured(2).trimmed()};
    }
    return cause;
}

//! The exceptions of a Java stack trace, outermost first.
QList<Cause> causesIn(const QString &text)
{
    QList<Cause> causes;
    const auto lines = QStringView(text).split(u'\n');
    bool isFirst = true;
    for (const QStringView line : lines) {
        if (line.startsWith(u"Caused by: "_s)) {
            causes.append(causeFrom(line.sliced(11).toString()));
        } else if (isFirst && !line.trimmed().isEmpty()) {
            causes.append(causeFrom(line.toString()));
            isFirst = false;
        } else if (line.startsWith(u"<Exception on server side:"_s)) {
            isFirst = true;
        }
    }
    return causes;
}

QString shortName(const Cause &cause)
{
    return cause.type.sliced(cause.type.lastIndexOf(u'.') + 1);
}

//! Says where in the code it went wrong rather than what: the cause around it says more.
bool isDetail(const Cause &cause)
{
    return cause.message.isEmpty() || cause.type == "java.lang.NumberFormatException"_L1
        || cause.type == "java.lang.ClassNotFoundException"_L1;
}

//! A single word, a path or a class name is no sentence without the name of the exception.
QString sentenceOf(const Cause &cause)
{
    if (cause.type.isEmpty() || cause.message.contains(u' '))
        return cause.message.left(LongestReason);
    if (cause.message.isEmpty())
        return shortName(cause);
    return u"%1: %2"_s.arg(shortName(cause), cause.message.left(LongestReason));
}

//! The texts of an object that ends in the middle of one of them.
std::optional<Json> repaired(const QByteArray &body)
{
    constexpr int longestEscape = 12; // of a character beyond the basic plane
    for (int cut = 0; cut <= longestEscape && cut < body.size(); ++cut) {
        if (const Result<Json> json = Json::parse(body.chopped(cut) + "\"]}"))
            return *json;
    }
    return std::nullopt;
}

} // namespace

std::optional<QString> errorTextFrom(const QByteArray &body)
{
    const Result<Json> parsed = Json::parse(body);
    const bool isCut = !parsed && body.startsWith("{\"errors\":[\"");
    const std::optional<Json> json = isCut ? repaired(body)
        : parsed                           ? std::optional(*parsed)
                                           : std::nullopt;
    if (!json || (*json)[u"errors"].elements().empty())
        return std::nullopt;
    QStringList texts;
    for (const Json &text : (*json)[u"errors"].elements()) {
        if (!text.isString())
            return std::nullopt;
        texts.append(text.toString());
    }
    return texts.join(u'\n');
}

QString innermostCause(const QString &text)
{
    const QList<Cause> causes = causesIn(text);
    if (causes.isEmpty())
        return {};
    qsizetype at = causes.size() - 1;
    while (at > 0 && isDetail(causes.at(at)))
        --at;
    const QString sentence = sentenceOf(causes.at(at));
    if (!causes.last().message.isEmpty() || causes.last().type.isEmpty() || causes.size() == 1)
        return sentence;
    return u"%1 (%2)"_s.arg(sentence, shortName(causes.last()));
}

QString rescuedSavepoint(const QString &text)
{
    static const QRegularExpression sentence(
        u"A savepoint has been created at: (.+?), but the corresponding job"_s);
    return sentence.match(text).captured(1);
}

bool namesDuplicate(const QString &text)
{
    return text.contains("DuplicateJobSubmissionException"_L1)
        || text.contains("DuplicateApplicationSubmissionException"_L1);
}

bool namesMissingJar(const QString &text)
{
    static const QRegularExpression running(
        u"RestHandlerException: Jar file [^\\n]+ does not exist"_s);
    static const QRegularExpression deleting(
        u"^[\\w.]*RestHandlerException: File [^\\n]+ does not exist in "_s);
    return running.match(text).hasMatch() || deleting.match(text).hasMatch();
}

bool namesInnerTimeout(const QString &text)
{
    return text.contains("AskTimeoutException"_L1)
        || text.contains("TimeoutException: Invocation of ["_L1);
}

bool isOfHistoryServer(const QString &text)
{
    return text.trimmed() == "File not found."_L1;
}

} // namespace headgate::flink
