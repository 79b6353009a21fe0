// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>

namespace headgate {

//! A whole number that may be typed wrong: what is out of range is an error at the field, and
//! never changed in silence.
class NumberBox : public QSpinBox {
    Q_OBJECT

public:
    explicit NumberBox(QWidget *parent = nullptr);

protected:
    //! Scrolling a form changes no number by the way.
    void wheelEvent(QWheelEvent *event) override;
};

} // namespace headgate
