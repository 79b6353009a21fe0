// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"

#include <QLineEdit>
#include <QTimer>

class QMimeData;

namespace headgate {

//! The path of a jar: typed, browsed for, or dropped. What is in it is read once the typing rests.
class JarEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit JarEdit(Intentions &intentions, QWidget *parent = nullptr);

    //! Opens a file dialog.
    void browse();

    //! The one local file that \a data carries; empty where it carries none.
    [[nodiscard]] static QString fileIn(const QMimeData &data);

Q_SIGNALS:
    void inspected(const headgate::JarReport &report);
    void rejected(const QString &reason);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void inspect();

    Intentions &m_intentions;
    QTimer m_rest;
    int m_generation = 0;
};

} // namespace headgate
