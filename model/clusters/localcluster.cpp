// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/clusters/localcluster.h"

#include "model/clusters/clusterprocesses.h"

namespace headgate {

LocalCluster::LocalCluster(ClusterFiles files, LocalClusterSettings settings, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, std::move(files), std::move(settings)))
{
}

LocalCluster::~LocalCluster() = default;

const ClusterFiles &LocalCluster::files() const
{
    return d->files;
}

const LocalProcesses &LocalCluster::processes() const
{
    return d->processes;
}

LocalProcesses LocalCluster::adopt(const SessionClusterSpec &spec, const LocalProcesses &recorded)
{
    d->adopt(spec, recorded);
    return d->processes;
}

QFuture<Result<LocalProcesses>> LocalCluster::start(const SessionClusterSpec &spec)
{
    return d->start(spec);
}

QFuture<Result<LocalProcesses>> LocalCluster::stop()
{
    return d->stop();
}

QFuture<Result<LocalProcesses>> LocalCluster::setTaskManagers(int count)
{
    return d->setTaskManagers(count);
}

} // namespace headgate
