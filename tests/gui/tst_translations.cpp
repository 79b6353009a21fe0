// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/deploymentspage.h"
#include "views/mainwindow.h"
#include "views/navigation.h"
#include "views/sessionclusterform.h"
#include "views/translations.h"

#include <QTest>

using namespace headgate;

//! One is not two: the plurals of English are found under the names that the classes really have.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { installTranslations(*qApp); }

    void englishHasPlurals()
    {
        QCOMPARE(MainWindow::tr("Headgate – %n need attention", nullptr, 1),
                 QStringLiteral("Headgate – 1 needs attention"));
        QCOMPARE(MainWindow::tr("Headgate – %n need attention", nullptr, 2),
                 QStringLiteral("Headgate – 2 need attention"));
        QCOMPARE(Navigation::tr("%n deployments are changing.", nullptr, 1),
                 QStringLiteral("1 deployment is changing."));
        QCOMPARE(SessionClusterForm::tr("%n running jobs", nullptr, 1),
                 QStringLiteral("1 running job"));
        QCOMPARE(DeploymentsPage::tr("%n deployments are selected.", nullptr, 1),
                 QStringLiteral("1 deployment is selected."));
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
