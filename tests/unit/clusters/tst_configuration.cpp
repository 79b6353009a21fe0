// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/configuration.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

namespace headgate {

class TestConfiguration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void listensOnLoopbackOnly();
    void namesOptionsAsTheVersionDoes_data();
    void namesOptionsAsTheVersionDoes();
    void personGoesBeforeDefaults();
    void oneSizeOfAPersonReplacesAllOfOurs();
    void savepointDirectoryOfTheCluster();
    void javaOptionsAreAddedWhereNeeded();
    void writesWhatTheVersionReads_data();
    void writesWhatTheVersionReads();
    void refusesWhatIsOurs_data();
    void refusesWhatIsOurs();

private:
    [[nodiscard]] static ConfigurationInput input(const QMap<QString, QString> &options = {})
    {
        ConfigurationInput input;
        input.spec.flinkConfiguration = options;
        input.spec.slotsPerTaskManager = 3;
        input.files.root = u"/data/a b"_s;
        input.ports = {.rest = 40001, .rpc = 40002};
        input.flink = {2, 3};
        return input;
    }
};

void TestConfiguration::listensOnLoopbackOnly()
{
    const QMap<QString, QString> options = configurationOf(input());
    for (const auto &key :
         {"rest.address"_L1, "rest.bind-address"_L1, "jobmanager.rpc.address"_L1,
          "jobmanager.bind-host"_L1, "taskmanager.host"_L1, "taskmanager.bind-host"_L1})
        QCOMPARE(options.value(key), u"127.0.0.1"_s);
    QCOMPARE(options.value(u"rest.port"_s), u"40001"_s);
    QCOMPARE(options.value(u"rest.bind-port"_s), u"40001"_s);
    QCOMPARE(options.value(u"jobmanager.rpc.port"_s), u"40002"_s);
    QCOMPARE(options.value(u"taskmanager.numberOfTaskSlots"_s), u"3"_s);
    QCOMPARE(options.value(u"jobmanager.archive.fs.dir"_s), u"file:///data/a b/archive"_s);
    QCOMPARE(options.value(u"web.refresh-interval"_s), u"100"_s);
}

void TestConfiguration::namesOptionsAsTheVersionDoes_data()
{
    QTest::addColumn<FlinkRelease>("flink");
    QTest::addColumn<QString>("checkpoints");
    QTest::addColumn<QString>("savepoints");
    QTest::newRow("1.19") << FlinkRelease{1, 19} << u"state.checkpoints.dir"_s
                          << u"state.savepoints.dir"_s;
    QTest::newRow("1.20") << FlinkRelease{1, 20} << u"execution.checkpointing.dir"_s
                          << u"execution.checkpointing.savepoint-dir"_s;
    QTest::newRow("2.3") << FlinkRelease{2, 3} << u"execution.checkpointing.dir"_s
                         << u"execution.checkpointing.savepoint-dir"_s;
}

void TestConfiguration::namesOptionsAsTheVersionDoes()
{
    QFETCH(FlinkRelease, flink);
    QFETCH(QString, checkpoints);
    QFETCH(QString, savepoints);
    ConfigurationInput of = input();
    of.flink = flink;
    const QMap<QString, QString> options = configurationOf(of);
    QCOMPARE(options.value(checkpoints), u"file:///data/a b/checkpoints"_s);
    QCOMPARE(options.value(savepoints), u"file:///data/a b/savepoints"_s);
}

void TestConfiguration::personGoesBeforeDefaults()
{
    const QMap<QString, QString> options =
        configurationOf(input({{u"web.refresh-interval"_s, u"3000"_s},
                               {u"state.checkpoints.dir"_s, u"s3://there"_s},
                               {u"pipeline.max-parallelism"_s, u"128"_s}}));
    QCOMPARE(options.value(u"web.refresh-interval"_s), u"3000"_s);
    QCOMPARE(options.value(u"pipeline.max-parallelism"_s), u"128"_s);
    QCOMPARE(options.value(u"state.checkpoints.dir"_s), u"s3://there"_s);
    QVERIFY(!options.contains(u"execution.checkpointing.dir"_s)); // it would win
    QVERIFY(options.contains(u"execution.checkpointing.savepoint-dir"_s));
}

void TestConfiguration::oneSizeOfAPersonReplacesAllOfOurs()
{
    const QMap<QString, QString> options =
        configurationOf(input({{u"taskmanager.memory.flink.size"_s, u"4g"_s}}));
    QVERIFY(!options.contains(u"taskmanager.memory.process.size"_s)); // the two may contradict
    QVERIFY(options.contains(u"jobmanager.memory.process.size"_s));
}

void TestConfiguration::savepointDirectoryOfTheCluster()
{
    ConfigurationInput of = input();
    of.spec.savepointDirectory = u"file:///elsewhere"_s;
    QCOMPARE(configurationOf(of).value(u"execution.checkpointing.savepoint-dir"_s),
             u"file:///elsewhere"_s);
}

void TestConfiguration::javaOptionsAreAddedWhereNeeded()
{
    const QString key = u"env.java.opts.all"_s;
    ConfigurationInput of = input({{key, u"-Dx=y"_s}, {u"env.java.home"_s, u"/java"_s}});
    QVERIFY(configurationOf(of).value(key).startsWith(u"--add-exports="_s));
    QVERIFY(configurationOf(of).value(key).endsWith(u" -Dx=y"_s));
    QVERIFY(!configurationOf(of).contains(u"env.java.home"_s)); // scripts misread it in quotes
    of.javaRelease = 11;
    QCOMPARE(configurationOf(of).value(key), u"-Dx=y"_s);
    of.spec.flinkConfiguration.clear();
    QVERIFY(!configurationOf(of).contains(key));
}

void TestConfiguration::writesWhatTheVersionReads_data()
{
    QTest::addColumn<FlinkRelease>("flink");
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QByteArray>("lines");
    const QByteArray plain = "a.b: it's: [x] #1\nc: \n";
    const QByteArray quoted = "a.b: 'it''s: [x] #1'\nc: ''\n";
    QTest::newRow("1.17") << FlinkRelease{1, 17} << u"flink-conf.yaml"_s << plain;
    QTest::newRow("1.18") << FlinkRelease{1, 18} << u"flink-conf.yaml"_s << plain;
    QTest::newRow("1.19") << FlinkRelease{1, 19} << u"config.yaml"_s << quoted;
    QTest::newRow("1.20") << FlinkRelease{1, 20} << u"config.yaml"_s << quoted;
    QTest::newRow("2.0") << FlinkRelease{2, 0} << u"config.yaml"_s << quoted;
    QTest::newRow("2.3") << FlinkRelease{2, 3} << u"config.yaml"_s << quoted;
}

void TestConfiguration::writesWhatTheVersionReads()
{
    QFETCH(FlinkRelease, flink);
    QFETCH(QString, fileName);
    QFETCH(QByteArray, lines);
    QCOMPARE(configurationFileName(flink), fileName);
    const QByteArray text =
        configurationText({{u"a.b"_s, u"it's: [x] #1"_s}, {u"c"_s, QString()}}, flink);
    QVERIFY(text.startsWith("# "));
    QCOMPARE(text.mid(text.indexOf('\n') + 1), lines);
}

void TestConfiguration::refusesWhatIsOurs_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isRefused");
    const auto row = [](const char *key, const QString &value, bool isRefused) {
        QTest::newRow(key) << QString::fromLatin1(key) << value << isRefused;
    };
    row("rest.bind-address", u"0.0.0.0"_s, true);
    row("rest.port", u"8081"_s, true);
    row("jobmanager.bind-host", u"0.0.0.0"_s, true);
    row("taskmanager.bind-host", u"0.0.0.0"_s, true);
    row("taskmanager.host", u"example.org"_s, true);
    row("jobmanager.rpc.bind-port", u"6123"_s, true);
    row("security.ssl.rest.enabled", u"true"_s, true);
    row("web.upload.dir", u"/tmp"_s, true);
    row("", u"x"_s, true);
    row("two words", u"x"_s, true);
    row("a: b", u"x"_s, true);
    row("pipeline.name", u"two\nlines"_s, true);
    row("pipeline.max-parallelism", u"128"_s, false);
    row("metrics.scope.jm", u"<host>.#1 '\"{}[]"_s, false);
    row("containerized.master.env.A_B", u""_s, false);
}

void TestConfiguration::refusesWhatIsOurs()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(bool, isRefused);
    SessionClusterSpec spec;
    spec.flinkConfiguration = {{key, value}};
    const QList<FieldError> errors = configurationErrors(spec);
    QCOMPARE(!errors.isEmpty(), isRefused);
    if (isRefused)
        QCOMPARE(errors.constFirst().path, QString("spec.flinkConfiguration."_L1 + key));
    if (value.contains(u'#')) // a comment for the old reader
        QVERIFY(!configurationErrors(spec, {1, 18}).isEmpty());
}

} // namespace headgate

QTEST_GUILESS_MAIN(headgate::TestConfiguration)
#include "tst_configuration.moc"
