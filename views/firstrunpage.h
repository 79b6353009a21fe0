// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/messagebar.h"

#include <QPushButton>
#include <QWidget>

namespace headgate {

//! What an empty window offers.
class FirstRunPage : public QWidget {
    Q_OBJECT

public:
    explicit FirstRunPage(QWidget *parent = nullptr);

    //! While the sample is being set up, it cannot be asked for again.
    void setStarting(bool isStarting);
    //! What the sample waits for; empty: nothing is known of that.
    void setProgress(const QString &progress);

Q_SIGNALS:
    void sampleRequested();
    void attachRequested();
    void newRequested();

private:
    QPushButton *newOffer(const QString &text, const QString &icon, const QString &explanation);

    QPushButton *m_sample;
    QLabel *m_progress;
    QPushButton *m_attach;
    QPushButton *m_new;
};

} // namespace headgate
