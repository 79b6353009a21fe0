// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/clusters/clusterfiles.h"
#include "model/clusters/installation.h"
#include "model/resources/sessioncluster.h"

namespace headgate {

struct ClusterPorts {
    int rest = 0;
    int rpc = 0;

    bool operator==(const ClusterPorts &) const = default;
};

//! What the configuration of a `local` session cluster is made of.
struct ConfigurationInput {
    SessionClusterSpec spec;
    ClusterFiles files;
    ClusterPorts ports;
    FlinkRelease flink;
    int javaRelease = 17;
};

//! The errors of `spec.flinkConfiguration` of a `local` session cluster: options that Headgate
//! sets itself (ports, addresses, directories that it reads), and what a file cannot hold.
[[nodiscard]] QList<FieldError> configurationErrors(const SessionClusterSpec &spec,
                                                    const FlinkRelease &flink = {99, 0});

//! Everything that is written, option by option: ours, with the person's options on top.
[[nodiscard]] QMap<QString, QString> configurationOf(const ConfigurationInput &input);

//! `flink-conf.yaml` up to 1.18, `config.yaml` from 1.19 on.
[[nodiscard]] QString configurationFileName(const FlinkRelease &flink);

//! The text of that file.
[[nodiscard]] QByteArray configurationText(const QMap<QString, QString> &options,
                                           const FlinkRelease &flink);

//! Logging into one file a process, which is rolled: nothing grows without bound.
[[nodiscard]] QByteArray loggingText();

} // namespace headgate
