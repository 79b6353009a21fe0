// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/items/fieldchanges.h"

#include "model/resources/archive.h"

#include <QMap>

#include <algorithm>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

void collect(const Json &json, const QString &path, QMap<QString, QString> &texts)
{
    if (json.isObject()) {
        for (const auto &[name, value] : json.members())
            collect(value, path + u'.' + name, texts);
    } else if (!json.isNull()) {
        texts.insert(path, json.isString() ? json.toString() : QString::fromUtf8(json.toCompact()));
    }
}

QMap<QString, QString> textsOf(const Json &document)
{
    QMap<QString, QString> texts;
    collect(document[u"spec"], u"spec"_s, texts);
    for (const QString &name : {u"displayName"_s, u"labels"_s, u"annotations"_s})
        collect(document[u"metadata"][name], u"metadata."_s + name, texts);
    return texts;
}

Json mergedJson(const Json &base, const Json &preferred, const Json &other)
{
    if (preferred == base)
        return other;
    if (!preferred.isObject() || !other.isObject())
        return preferred;
    Json result = other;
    for (const auto &[name, value] : preferred.members()) {
        if (const Json *before = base.find(name); !before || *before != value)
            result.set(name, mergedJson(base[name], value, other[name]));
    }
    for (const auto &[name, value] : base.members()) {
        if (!preferred.find(name))
            result.remove(name);
    }
    return result;
}

QList<FieldChange> changesOf(const Json &before, const Json &after)
{
    const QMap<QString, QString> old = textsOf(before);
    const QMap<QString, QString> now = textsOf(after);
    QMap<QString, QString> all = old;
    all.insert(now);
    QList<FieldChange> changes;
    for (const QString &path : all.keys()) {
        if (old.value(path) != now.value(path))
            changes.append({path, old.value(path), now.value(path)});
    }
    return changes;
}

//! With the version, which is nobody's value, of \a other.
template <typename Document>
Document mergedDocument(const Document &base, const Document &preferred, const Document &other)
{
    const Json result = mergedJson(toFullJson(base), toFullJson(preferred), toFullJson(other));
    Document document = fromJson<Document>(result).value_or(preferred);
    document.metadata.resourceVersion = other.metadata.resourceVersion;
    document.status = other.status;
    return document;
}

} // namespace

QList<FieldChange> changesBetween(const Deployment &before, const Deployment &after)
{
    return changesOf(toFullJson(before), toFullJson(after));
}

QList<FieldChange> changesBetween(const SessionCluster &before, const SessionCluster &after)
{
    return changesOf(toFullJson(before), toFullJson(after));
}

QList<FieldChange> changesOfTemplate(const Deployment &before, const Deployment &after)
{
    QList<FieldChange> changes = changesBetween(before, after);
    changes.removeIf([](const FieldChange &change) {
        return !change.path.startsWith("spec.template."_L1)
            && change.path != "spec.sessionClusterName"_L1;
    });
    return changes;
}

Deployment merged(const Deployment &base, const Deployment &preferred, const Deployment &other)
{
    return mergedDocument(base, preferred, other);
}

SessionCluster merged(const SessionCluster &base, const SessionCluster &preferred,
                      const SessionCluster &other)
{
    SessionCluster cluster = mergedDocument(base, preferred, other);
    cluster.local = other.local;
    cluster.incarnation = other.incarnation;
    cluster.knownDirectories = other.knownDirectories;
    return cluster;
}

QString changeText(const FieldChange &change, const FieldLabels &labelOf)
{
    const auto shown = [](const QString &value) { return value.isEmpty() ? u"–"_s : value; };
    return u"%1: %2 → %3"_s.arg(labelOf(change.path), shown(change.before), shown(change.after));
}

} // namespace headgate
