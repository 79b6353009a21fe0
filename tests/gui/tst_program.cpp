// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/program.h"
#include "model/store/store.h"
#include "tests/fakes/manualclock.h"
#include "tests/gui/accessible.h"

#include <QAbstractButton>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace headgate;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! The whole program over a damaged store, up to its window and to its end; and what lies beside
//! it.
class TestProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startingEmptyOpensTheWindow();
    void restoringOpensTheWindow();
    void afterADamagedCopyTheNextOlderOneIsOffered();
    void quittingOpensNothing();
    void whatCannotBeMendedIsExplained();
    void directoryThatCannotBeUsedIsExplained();
    void theSampleJobIsFoundBesideTheProgram_data();
    void theSampleJobIsFoundBesideTheProgram();
    void aSampleJobThatIsNamedComesFirst();

private:
    //! A damaged store, and as many \a copies, a day apart.
    [[nodiscard]] Result<DataDirectory> damaged(int copies) const;
    //! Runs the program, which is asked to end by closing its window. Presses, in each box that
    //! comes, the button that begins with the next of \a answers. Answers with the exit code.
    int run(DataDirectory directory, const QStringList &answers);
    void answerBox(QWidget *box, const QString &answer);

    QTemporaryDir m_folder;
    QStringList m_titles; //!< Of the boxes that came.
    QStringList m_pressed;
    bool m_wasOpen = false;
};

namespace {

//! A variable of the environment, for as long as this lives; empty: unset.
class Variable {
public:
    Variable(const char *name, const QString &value)
        : m_name(name)
        , m_before(qgetenv(name))
    {
        set(value.toUtf8());
    }
    ~Variable() { set(m_before); }
    Q_DISABLE_COPY_MOVE(Variable)

private:
    void set(const QByteArray &value) const
    {
        if (value.isEmpty())
            qunsetenv(m_name);
        else
            qputenv(m_name, value);
    }

    const char *m_name;
    QByteArray m_before;
};

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
    m_titles.clear();
    m_pressed.clear();
    m_wasOpen = false;
    Program program(std::move(directory));
    QStringList left = answers;
    QTimer look;
    connect(&look, &QTimer::timeout, this, [&] {
        if (QWidget *box = QApplication::activeModalWidget(); box && !left.isEmpty()) {
            m_titles.append(box->windowTitle());
            answerBox(box, left.takeFirst());
        } else if (QMainWindow *window = visibleWindow()) {
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
    QCOMPARE(m_titles, QStringList{u"Headgate's data is damaged"_s});
}

void TestProgram::whatCannotBeMendedIsExplained()
{
    auto directory = DataDirectory::own(m_folder.filePath(u"obstructed"_s));
    QVERIFY(directory);
    QVERIFY(QDir().mkpath(directory->filePath(u"headgate.sqlite")));
    QCOMPARE(run(std::move(*directory), {u"Quit"_s}), 1);
    QCOMPARE(m_titles, QStringList{u"Headgate cannot start"_s});
    QVERIFY(!m_wasOpen);
}

void TestProgram::directoryThatCannotBeUsedIsExplained()
{
    QFile file(m_folder.filePath(u"file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto directory = DataDirectory::own(file.fileName());
    QVERIFY(!directory);
    QTimer look;
    QStringList titles;
    connect(&look, &QTimer::timeout, this, [&] {
        QWidget *box = QApplication::activeModalWidget();
        if (!box || !titles.isEmpty())
            return;
        titles.append(box->windowTitle());
        QVERIFY(findAccessible(box, QAccessible::StaticText, directory.error().message));
        answerBox(box, u"Quit"_s);
    });
    look.start(20ms);
    constexpr int TooLate = 99;
    QTimer::singleShot(60s, &look, [] { QApplication::exit(TooLate); });
    explain(directory.error());
    QCOMPARE(QApplication::exec(), 1);
    QCOMPARE(titles, QStringList{u"Headgate cannot start"_s});
}

void TestProgram::theSampleJobIsFoundBesideTheProgram_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("jar");
    QTest::newRow("built") << u"build/dev/bin"_s << u"build/sample-job/headgate-sample-job.jar"_s;
    QTest::newRow("installed") << u"opt/bin"_s << u"opt/share/headgate/headgate-sample-job.jar"_s;
    QTest::newRow("in the folders of the system")
        << u"elsewhere/bin"_s << u"share/headgate/headgate-sample-job.jar"_s;
    QTest::newRow("nowhere") << u"elsewhere/bin"_s << QString();
}

void TestProgram::theSampleJobIsFoundBesideTheProgram()
{
    QFETCH(const QString, program);
    QFETCH(const QString, jar);
    const QTemporaryDir folder;
    const QDir root(QFileInfo(folder.path()).canonicalFilePath());
    const Variable named("HEADGATE_SAMPLE_JOB", {});
    const Variable own("XDG_DATA_HOME", root.filePath(u"own"_s));
    const Variable ofTheSystem("XDG_DATA_DIRS", root.filePath(u"share"_s));
    QVERIFY(root.mkpath(program));
    if (!jar.isEmpty()) {
        QVERIFY(root.mkpath(QFileInfo(jar).path()));
        QVERIFY(QFile(root.filePath(jar)).open(QIODevice::WriteOnly));
    }
    QCOMPARE(sampleJobPath(root.filePath(program)), jar.isEmpty() ? jar : root.filePath(jar));
}

void TestProgram::aSampleJobThatIsNamedComesFirst()
{
    const Variable named("HEADGATE_SAMPLE_JOB", u"/jars/mine.jar"_s);
    QCOMPARE(sampleJobPath(QApplication::applicationDirPath()), u"/jars/mine.jar"_s);
}

QTEST_MAIN(TestProgram)
#include "tst_program.moc"
