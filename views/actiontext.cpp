// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/actiontext.h"

#include "views/icons.h"

#include <QCoreApplication>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {
constexpr auto TipProperty = "headgateTip";

QString withoutMnemonic(QString text)
{
    return text.remove(u'&');
}
} // namespace

QAction *newAction(const ActionText &text, const char *context, QObject *parent)
{
    const auto translated = [&](const char *source) {
        return QCoreApplication::translate(context, source);
    };
    auto *action = new QAction(translated(text.text), parent);
    if (text.shortText)
        action->setIconText(translated(text.shortText));
    if (text.icon)
        action->setIcon(themedIcon(QString::fromLatin1(text.icon)));
    if (text.keys)
        action->setShortcuts(QKeySequence::listFromString(QString::fromLatin1(text.keys)));
    action->setProperty(TipProperty, translated(text.tip));
    setPossible(*action, {});
    return action;
}

void setPossible(QAction &action, const QString &refusal)
{
    const QString name = plainName(action);
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    const QString title = keys.isEmpty() ? name : u"%1 (%2)"_s.arg(name, keys);
    const QString tip = refusal.isEmpty() ? action.property(TipProperty).toString() : refusal;
    action.setEnabled(refusal.isEmpty());
    action.setToolTip(title + u'\n' + tip);
    action.setStatusTip(tip);
}

QString plainName(const QAction &action)
{
    return withoutMnemonic(action.text());
}

} // namespace headgate
