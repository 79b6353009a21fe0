// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/configuration.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

using Options = QMap<QString, QString>;

constexpr FlinkRelease RealYaml{1, 19}; // config.yaml instead of flink-conf.yaml
constexpr FlinkRelease NewCheckpointNames{1, 20};

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

//! What Flink needs to reach into on Java 16 and newer: the options of its own configuration.
QString javaOptions()
{
    QStringList options;
    for (const auto &package :
         {"java.base/sun.net.util"_L1, "java.rmi/sun.rmi.registry"_L1,
          "jdk.compiler/com.sun.tools.javac.api"_L1, "jdk.compiler/com.sun.tools.javac.file"_L1,
          "jdk.compiler/com.sun.tools.javac.parser"_L1, "jdk.compiler/com.sun.tools.javac.tree"_L1,
          "jdk.compiler/com.sun.tools.javac.util"_L1, "java.security.jgss/sun.security.krb5"_L1})
        options.append("--add-exports="_L1 + package + "=ALL-UNNAMED"_L1);
    for (const auto &package :
         {"lang"_L1, "net"_L1, "io"_L1, "nio"_L1, "lang.reflect"_L1, "text"_L1, "time"_L1,
          "util"_L1, "util.concurrent"_L1, "util.concurrent.atomic"_L1, "util.concurrent.locks"_L1})
        options.append("--add-opens=java.base/java."_L1 + package + "=ALL-UNNAMED"_L1);
    options.append(u"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"_s);
    return options.join(u' ');
}

//! Where it listens and what Headgate reads: nobody else's to say.
Options ownOptions(const ConfigurationInput &input)
{
    const QString loopback = u"127.0.0.1"_s;
    const QString restPort = QString::number(input.ports.rest);
    return {
        {u"rest.address"_s, loopback},
        {u"rest.bind-address"_s, loopback},
        {u"rest.port"_s, restPort},
        {u"rest.bind-port"_s, restPort},
        {u"jobmanager.rpc.address"_s, loopback},
        {u"jobmanager.rpc.port"_s, QString::number(input.ports.rpc)},
        {u"jobmanager.bind-host"_s, loopback},
        {u"taskmanager.host"_s, loopback},
        {u"taskmanager.bind-host"_s, loopback},
        {u"taskmanager.numberOfTaskSlots"_s, QString::number(input.spec.slotsPerTaskManager)},
        {u"web.upload.dir"_s, input.files.uploads()},
        {u"web.tmpdir"_s, input.files.temporary()},
        {u"jobmanager.archive.fs.dir"_s, "file://"_L1 + input.files.archive()},
    };
}

//! Options that would undo, or contradict, one of ours: other names for it, and TLS, which a
//! cluster that only this machine reaches is spoken to without.
QStringList refusedBesides()
{
    return {u"rest.url-prefix"_s,
            u"web.address"_s,
            u"web.port"_s,
            u"jobmanager.web.address"_s,
            u"jobmanager.web.port"_s,
            u"jobmanager.web.upload.dir"_s,
            u"jobmanager.web.tmpdir"_s,
            u"jobmanager.rpc.bind-port"_s,
            u"taskmanager.hostname"_s,
            u"security.ssl.enabled"_s,
            u"security.ssl.rest.enabled"_s,
            u"env.log.dir"_s,
            u"env.pid.dir"_s};
}

//! What makes a cluster on one machine small and quick; a person's options go before.
Options defaults(const ConfigurationInput &input)
{
    const bool hasNewNames = input.flink >= NewCheckpointNames;
    const QString savepoints = input.spec.savepointDirectory.isEmpty()
        ? "file://"_L1 + input.files.savepoints()
        : input.spec.savepointDirectory;
    return {
        {u"web.refresh-interval"_s, u"100"_s},
        {u"rest.cache.checkpoint-statistics.timeout"_s, u"100 ms"_s},
        {u"rest.cache.execution-graph.timeout"_s, u"100 ms"_s},
        {u"metrics.fetcher.update-interval"_s, u"1000"_s},
        {u"cluster.registration.error-delay"_s, u"500 ms"_s},
        {u"cluster.registration.initial-timeout"_s, u"100 ms"_s},
        {u"io.tmp.dirs"_s, input.files.temporary()},
        {hasNewNames ? u"execution.checkpointing.dir"_s : u"state.checkpoints.dir"_s,
         "file://"_L1 + input.files.checkpoints()},
        {hasNewNames ? u"execution.checkpointing.savepoint-dir"_s : u"state.savepoints.dir"_s,
         savepoints},
        {u"jobmanager.memory.process.size"_s, u"1024m"_s},
        {u"taskmanager.memory.process.size"_s, u"1536m"_s},
    };
}

//! Groups in which one option of a person makes our default wrong, not only superfluous: other
//! names of the same option, or sizes that must add up.
QList<QStringList> groups()
{
    return {{u"execution.checkpointing.dir"_s, u"state.checkpoints.dir"_s},
            {u"execution.checkpointing.savepoint-dir"_s, u"state.savepoints.dir"_s},
            {u"jobmanager.memory."_s, u"jobmanager.heap."_s},
            {u"taskmanager.memory."_s, u"taskmanager.heap."_s},
            {u"io.tmp.dirs"_s, u"taskmanager.tmp.dirs"_s}};
}

bool isIn(const QStringList &group, const QString &key)
{
    return std::ranges::any_of(group, [&key](const QString &member) {
        return member.endsWith(u'.') ? key.startsWith(member) : key == member;
    });
}

void dropWhere(Options &options, const Options &overruling)
{
    for (const QStringList &group : groups()) {
        const QStringList keys = overruling.keys();
        if (std::ranges::none_of(keys, [&](const QString &key) { return isIn(group, key); }))
            continue;
        for (const QString &key : options.keys()) {
            if (isIn(group, key))
                options.remove(key);
        }
    }
}

QString singleQuoted(const QString &value)
{
    return u'\'' + QString(value).replace(u'\'', "''"_L1) + u'\'';
}

QString errorIn(const QString &key, const QString &value, const FlinkRelease &flink)
{
    static const QRegularExpression name(uR"(^[A-Za-z0-9_][^\s:#'"\\]*$)"_s);
    static const QRegularExpression control(uR"([\x00-\x1f\x7f\x{2028}\x{2029}\x{85}])"_s);
    if (ownOptions({}).contains(key) || refusedBesides().contains(key)) {
        return tr("“%1” is set by Headgate, which keeps a local cluster on this machine and finds "
                  "it again by it.")
            .arg(key);
    }
    if (!name.match(key).hasMatch())
        return tr("“%1” is no name of an option of Flink.").arg(key);
    if (control.match(value).hasMatch())
        return tr("The value of “%1” must be one line.").arg(key);
    if (flink < RealYaml && value.contains(u'#'))
        return tr("Flink before 1.19 takes the rest of a value from “#” on for a comment.");
    return {};
}

} // namespace

QList<FieldError> configurationErrors(const SessionClusterSpec &spec, const FlinkRelease &flink)
{
    QList<FieldError> errors;
    const Options &options = spec.flinkConfiguration;
    for (auto option = options.cbegin(); option != options.cend(); ++option) {
        if (const QString error = errorIn(option.key(), option.value(), flink); !error.isEmpty())
            errors.append({"spec.flinkConfiguration."_L1 + option.key(), error});
    }
    return errors;
}

QMap<QString, QString> configurationOf(const ConfigurationInput &input)
{
    Options persons = input.spec.flinkConfiguration;
    persons.remove(u"env.java.home"_s); // it goes by the environment
    Options options = defaults(input);
    dropWhere(options, persons);
    options.insert(persons);
    options.insert(ownOptions(input));
    if (input.javaRelease >= 16) {
        const QString key = u"env.java.opts.all"_s;
        options[key] = QString(javaOptions() + u' ' + options.value(key)).trimmed();
    }
    return options;
}

QString configurationFileName(const FlinkRelease &flink)
{
    return flink < RealYaml ? u"flink-conf.yaml"_s : u"config.yaml"_s;
}

QByteArray configurationText(const QMap<QString, QString> &options, const FlinkRelease &flink)
{
    QString text = u"# Written by Headgate at each start of this session cluster.\n"_s;
    for (auto option = options.cbegin(); option != options.cend(); ++option) {
        const QString value = flink < RealYaml ? option.value() : singleQuoted(option.value());
        text += option.key() + ": "_L1 + value + u'\n';
    }
    return text.toUtf8();
}

QByteArray loggingText()
{
    return R"(# Written by Headgate at each start of this session cluster.
rootLogger.level = INFO
rootLogger.appenderRef.rolling.ref = Rolling
appender.rolling.name = Rolling
appender.rolling.type = RollingFile
appender.rolling.append = true
appender.rolling.fileName = ${sys:log.file}
appender.rolling.filePattern = ${sys:log.file}.%i
appender.rolling.layout.type = PatternLayout
appender.rolling.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %-60c %x - %m%n
appender.rolling.policies.type = Policies
appender.rolling.policies.size.type = SizeBasedTriggeringPolicy
appender.rolling.policies.size.size = 20MB
appender.rolling.strategy.type = DefaultRolloverStrategy
appender.rolling.strategy.max = 3
)";
}

} // namespace headgate
