// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/marks.h"

#include <QLabel>

namespace headgate {

//! A state as shape and word, with a smaller line beneath that says since when.
class StateLabel : public QWidget {
    Q_OBJECT

public:
    explicit StateLabel(const QString &title, QWidget *parent = nullptr);

    void setState(Mark mark, const QString &word, const QString &since);

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawMark();

    Mark m_mark = Mark::None;
    QLabel *m_icon;
    QLabel *m_word;
    QLabel *m_since;
};

} // namespace headgate
