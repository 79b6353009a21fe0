// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"
#include "model/store/store.h"
#include "tests/fakes/manualclock.h"
#include "tests/gui/accessible.h"

#include <QAbstractButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The whole program over a damaged store, up to its window and to its end.
class TestProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startingEmptyOpensTheWindow();
    void restoringOpensTheWindow();
    void afterADamagedCopyTheNextOlderOneIsOffered();
    void quittingOpensNothing();

private:
    //! A damaged store, and as many \a copies, a day apart.
    [[nodiscard]] Result<DataDirectory> damaged(int copies) const;
    //! Runs the program, which is asked to end by closing its window. Presses, in each box that
    //! comes, the button that begins with the next of \a answers. Answers with the exit code.
    int run(DataDirectory directory, const QStringList &answers);
    void answerBox(QWidget *box, const QString &answer);

    QTemporaryDir m_folder;
    QStringList m_pressed;
    bool m_wasOpen = false;
};

namespace {

bool damage(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write("This is no store.") > 0;
}

QMainWindow *visibleWindow()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<QMainWindow *>(widget); window && window->isVisible())
            return window;
    }
    return nullptr;
}

} // namespace

Result<DataDirectory> TestProgram::damaged(int copies) const
{
    auto directory =
        DataDirectory::own(m_folder.filePath(QString::fromLatin1(QTest::currentTestFunction())));
    if (!directory)
        return directory;
    ManualClock clock;
    {
        const auto store = Store::open(*directory, clock);
        if (!store)
            return Failure(store.error());
        for (int i = 0; i < copies; ++i) {
            if (const auto copied = (*store)->copyIfDue(); !copied)
                return Failure(copied.error());
            clock.advance(24h);
        }
    }
    if (!damage(directory->filePath(u"headgate.sqlite")))
        return failure(ErrorKind::Storage, u"It could not be damaged."_s);
    return directory;
}

int TestProgram::run(DataDirectory directory, const QStringList &answers)
{
    m_pressed.clear();
    m_wasOpen = false;
    Program program(std::move(directory));
    QStringList left = answers;
    QTimer look;
    connect(&look, &QTimer::timeout, this, [&] {
        if (QWidget *box = dialogTitled(u"Headgate's data is damaged"_s); box && !left.isEmpty())
            answerBox(box, left.takeFirst());
        else if (QMainWindow *window = visibleWindow()) {
            m_wasOpen = true;
            window->close();
        }
    });
    look.start(20ms);
    constexpr int TooLate = 99;
    QTimer::singleShot(60s, &look, [] { QApplication::exit(TooLate); });
    program.begin();
    return QApplication::exec();
}

void TestProgram::answerBox(QWidget *box, const QString &answer)
{
    for (QAbstractButton *button : box->findChildren<QAbstractButton *>()) {
        const QString text = QString(button->text()).remove(u'&');
        if (!text.startsWith(answer))
            continue;
        m_pressed.append(text);
        return button->click();
    }
    QFAIL(qPrintable(u"There is no button “%1”."_s.arg(answer)));
}

void TestProgram::startingEmptyOpensTheWindow()
{
    auto directory = damaged(0);
    QVERIFY(directory);
    QCOMPARE(run(std::move(*directory), {u"Start Empty"_s}), 0);
    QCOMPARE(m_pressed.size(), 1);
    QVERIFY(m_wasOpen);
}

void TestProgram::restoringOpensTheWindow()
{
    auto directory = damaged(1);
    QVERIFY(directory);
    QCOMPARE(run(std::move(*directory), {u"Restore Copy of"_s}), 0);
    QCOMPARE(m_pressed.size(), 1);
    QVERIFY(m_wasOpen);
}

void TestProgram::afterADamagedCopyTheNextOlderOneIsOffered()
{
    auto directory = damaged(2);
    QVERIFY(directory);
    const QList<StoreCopy> copies = Store::copies(*directory);
    QCOMPARE(copies.size(), 2);
    QVERIFY(damage(copies.first().path));
    QCOMPARE(run(std::move(*directory), {u"Restore Copy of"_s, u"Restore Copy of"_s}), 0);
    QCOMPARE(m_pressed.size(), 2);
    QVERIFY(m_pressed[0] != m_pressed[1]);
    QVERIFY(m_wasOpen);
}

void TestProgram::quittingOpensNothing()
{
    auto directory = damaged(1);
    QVERIFY(directory);
    QCOMPARE(run(std::move(*directory), {u"Quit"_s}), 1);
    QVERIFY(!m_wasOpen);
}

QTEST_MAIN(TestProgram)
#include "tst_program.moc"
