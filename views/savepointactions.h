// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"

#include <QAction>
#include <QWidget>

namespace headgate {

//! The actions on savepoints, and how they are carried out.
class SavepointActions : public QObject {
    Q_OBJECT

public:
    //! Questions open over \a window.
    SavepointActions(Intentions &intentions, Desk &desk, QWidget &window);

    [[nodiscard]] QList<QAction *> all() const { return {m_delete, m_forget}; }

    //! The savepoints that the actions are about.
    void setSubjects(const QStringList &ids);

Q_SIGNALS:
    void begun(const QString &sentence);
    void failed(const QString &sentence, const headgate::Error &error);

private:
    void refresh();
    [[nodiscard]] QString refusal() const;
    void askToDelete();
    void askToForget();
    //! What they are, a line each.
    [[nodiscard]] QString locations() const;
    void carryOut(const QAction &action, bool areFilesKept);

    Intentions &m_intentions;
    Desk &m_desk;
    QWidget &m_window;
    QAction *m_delete;
    QAction *m_forget;
    QStringList m_subjects;
};

} // namespace headgate
