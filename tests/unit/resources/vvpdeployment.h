// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace headgate {

//! A Deployment as Ververica Platform exports it, with much that Headgate does not use.
inline QByteArray vvpDeployment()
{
    return R"json({
  "kind": "Deployment",
  "apiVersion": "v1",
  "metadata": {
    "id": "57f9a4b8-9e8a-4c0d-8e2b-7d0d4f0f5d10",
    "name": "top-speed",
    "displayName": null,
    "createdAt": "2024-05-01T09:30:00.123456789Z",
    "modifiedAt": "2024-05-02T09:30:00Z",
    "namespace": "default",
    "labels": {"team": "fleet", "env": "prod"},
    "annotations": {
      "com.dataartisans.appmanager.controller.deployment.spec.version": "7",
      "license/testing": "false"
    },
    "resourceVersion": 12
  },
  "spec": {
    "state": "running",
    "upgradeStrategy": {"kind": "STATEFUL"},
    "restoreStrategy": {"kind": "LATEST_STATE", "allowNonRestoredState": false},
    "deploymentTargetName": "vvp-jobs",
    "sessionClusterName": null,
    "maxSavepointCreationAttempts": 4,
    "maxJobCreationAttempts": 4,
    "jobFailureExpirationTime": "PT10M",
    "template": {
      "metadata": {
        "annotations": {"flink.queryable-state.enabled": "false", "flink.security.ssl.enabled": "false"},
        "labels": {"a": 1}
      },
      "spec": {
        "artifact": {
          "kind": "JAR",
          "jarUri": "s3://jars/TopSpeedWindowing.jar",
          "mainArgs": "--windowSize 10 --name 'top speed'",
          "entryClass": "org.apache.flink.streaming.examples.windowing.TopSpeedWindowing",
          "flinkVersion": "1.18",
          "flinkImageRegistry": "registry.example.org/v2.12",
          "flinkImageRepository": "flink",
          "flinkImageTag": "1.18.1-stream2-scala_2.12-java11",
          "additionalDependencies": ["s3://jars/udf.jar"]
        },
        "parallelism": 2,
        "numberOfTaskManagers": null,
        "resources": {
          "jobmanager": {"cpu": 1.0, "memory": "1G"},
          "taskmanager": {"cpu": 0.50, "memory": "2.5G"}
        },
        "flinkConfiguration": {
          "taskmanager.numberOfTaskSlots": 4,
          "state.backend": "rocksdb",
          "execution.checkpointing.interval": "10s",
          "state.backend.incremental": true,
          "unset": null,
          "kubernetes.hadoop": "1.50"
        },
        "logging": {
          "loggingProfile": "default",
          "log4jLoggers": {"": "INFO", "com.company": "DEBUG"},
          "log4j2ConfigurationTemplate": "<xml>\n\t\u00e4</xml>\n"
        },
        "kubernetes": {
          "pods": {
            "affinity": {"nodeAffinity": {"weight": 1E2, "big": 12345678901234567890}},
            "envVars": [{"name": "A", "value": "b"}, {"name": "A", "value": "c"}],
            "tolerations": []
          },
          "jobManagerPodTemplate": {}
        },
        "latestCheckpointFetchInterval": 60
      }
    }
  },
  "status": {
    "state": "RUNNING",
    "running": {
      "jobId": "ab", "transitionTime": 1714555800000, "conditions": [{"type": "Ready"}]
    }
  }
})json";
}

} // namespace headgate
