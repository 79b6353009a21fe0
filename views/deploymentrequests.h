// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"
#include "views/question.h"

#include <QWidget>

#include <functional>

namespace headgate {

//! Carries an action out: asks what has to be asked, checks each row, tells the engine, and says
//! what the engine refused. Asks nothing where nothing is lost.
class DeploymentRequests : public QObject {
    Q_OBJECT

public:
    //! Questions open over \a window.
    DeploymentRequests(Intentions &intentions, Desk &desk, QWidget &window);

    void request(DeploymentAction action, const QStringList &ids);

Q_SIGNALS:
    void editRequested(const QString &id);
    //! Something was asked of the engine, as a sentence.
    void begun(const QString &sentence);
    //! What \a sentence had told of has come about.
    void ended(const QString &sentence);
    void failed(const QString &sentence, const headgate::Error &error);

private:
    using Ask = std::function<QFuture<Result<Done>>(const QString &id)>;

    void requestStart(DeploymentAction action, const QStringList &ids);
    void chooseState(DeploymentAction action, const QStringList &ids);
    void requestSuspend(const QStringList &ids);
    void requestDrain(const QStringList &ids);
    void requestUpgradeToChangedJar(const QStringList &ids);
    void requestUpgradeFromCheckpoint(const QStringList &ids);
    void requestAdopt(const QStringList &ids);
    void requestCancel(const QStringList &ids);
    void requestForceCancel(const QStringList &ids);
    void requestDelete(const QStringList &ids);

    void askWithLosses(Question question, const std::function<QString()> &losses,
                       const std::function<void()> &proceed);
    void start(DeploymentAction action, const QString &id, const StartOrder &order);
    void startAllFromNewest(DeploymentAction action, const QStringList &ids);
    void run(DeploymentAction action, const QStringList &ids, const Ask &ask);
    void remove(const QString &id);
    void begin(const QString &id, const QString &sentence);
    void endWhatCameAbout();
    void report(DeploymentAction action, const QString &name, const Error &error);

    [[nodiscard]] QStringList possible(DeploymentAction action, const QStringList &ids);
    [[nodiscard]] bool hasStateToChoose(const QString &id) const;

    //! The sentence, and the state that the deployment was in.
    struct Begun {
        QString sentence;
        DeploymentState before;
    };

    Intentions &m_intentions;
    Desk &m_desk;
    QWidget &m_window;
    QHash<QString, Begun> m_begun; //!< The last of each deployment, by its id.
};

} // namespace headgate
