// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/translations.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace headgate {

using namespace Qt::StringLiterals;

void installTranslations(QCoreApplication &application)
{
    for (const QLocale &locale : {QLocale(QLocale::English), QLocale()}) {
        auto *translator = new QTranslator(&application);
        if (translator->load(locale, u"headgate"_s, u"_"_s, u":/i18n"_s))
            QCoreApplication::installTranslator(translator);
    }
}

} // namespace headgate
