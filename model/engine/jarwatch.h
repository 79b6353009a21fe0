// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/artifacts/artifactstore.h"
#include "model/engine/holdings.h"

#include <QTimer>

#include <atomic>
#include <memory>

namespace headgate {

//! Looks now and then whether the jars of Deployments have changed where they came from. A changed
//! one restarts nothing by itself (lifecycle.md §1).
class JarWatch : public QObject {
    Q_OBJECT

public:
    JarWatch(Holdings &holdings, ArtifactStore &artifacts, QObject *parent = nullptr);
    ~JarWatch() override;

    void begin();
    //! Gives up a look that is under way.
    void end();

Q_SIGNALS:
    void changed(const QString &deploymentId);

private:
    struct Question {
        QString deploymentId;
        QString path;
        QString sha256; //!< That it had when it was taken.
    };

    struct Answer {
        Question question;
        bool isChanged = false;
    };

    void look();
    void take(const QList<Answer> &answers);
    [[nodiscard]] QList<Question> questions() const;

    Holdings &m_holdings;
    ArtifactStore &m_artifacts;
    QTimer m_timer;
    bool m_isLooking = false;
    std::shared_ptr<std::atomic_bool> m_isOver = std::make_shared<std::atomic_bool>(false);
};

} // namespace headgate
