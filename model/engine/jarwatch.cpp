// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/engine/jarwatch.h"

#include "model/core/whendone.h"

#include <QtConcurrentRun>

namespace headgate {

namespace {
constexpr std::chrono::seconds LookPause{5};
} // namespace

JarWatch::JarWatch(Holdings &holdings, ArtifactStore &artifacts, QObject *parent)
    : QObject(parent)
    , m_holdings(holdings)
    , m_artifacts(artifacts)
{
    connect(&m_timer, &QTimer::timeout, this, &JarWatch::look);
}

JarWatch::~JarWatch()
{
    end();
}

void JarWatch::begin()
{
    m_timer.start(LookPause);
}

void JarWatch::end()
{
    m_timer.stop();
    *m_isOver = true;
}

QList<JarWatch::Question> JarWatch::questions() const
{
    QList<Question> questions;
    for (const auto &[id, held] : m_holdings.all()) {
        const Artifact &artifact = held.stored.deployment.spec.jobTemplate.artifact;
        const QString sha256 = held.stored.record.artifactSha256;
        const QString path = localJarPath(artifact.jarUri);
        if (!path.isEmpty() && !sha256.isEmpty())
            questions.append({.deploymentId = id, .path = path, .sha256 = sha256});
    }
    return questions;
}

//! A file is read once after each change; else its size and times suffice.
void JarWatch::look()
{
    if (m_isLooking)
        return;
    m_isLooking = true;
    auto answers = QtConcurrent::run([&artifacts = m_artifacts, all = questions(),
                                      isOver = m_isOver]() -> Result<QList<Answer>> {
        QList<Answer> found;
        for (const Question &question : all) {
            if (*isOver)
                break;
            const auto isChanged = artifacts.isChanged(question.path, question.sha256);
            found.append({.question = question, .isChanged = isChanged.value_or(false)});
        }
        return found;
    });
    whenDone(this, answers, [this](const Result<QList<Answer>> &found) {
        m_isLooking = false;
        if (found)
            take(*found);
    });
}

void JarWatch::take(const QList<Answer> &answers)
{
    for (const Answer &answer : answers) {
        HeldDeployment *held = m_holdings.find(answer.question.deploymentId);
        const bool isAboutIt = held && held->stored.record.artifactSha256 == answer.question.sha256;
        if (!isAboutIt || held->isJarChanged == answer.isChanged)
            continue;
        held->isJarChanged = answer.isChanged;
        Q_EMIT changed(held->id());
    }
}

} // namespace headgate
