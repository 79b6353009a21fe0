// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/fieldrows.h"

#include <QPointer>
#include <QTimer>

#include <functional>

namespace headgate {

//! Says at a field of a form what is wrong with it as soon as the field is left.
class FieldChecks : public QObject {
    Q_OBJECT

public:
    //! \a errors answers with all that is wrong in \a form now; \a rows must outlive this.
    FieldChecks(QWidget *form, QList<FieldRows *> rows, std::function<QList<FieldError>()> errors);

Q_SIGNALS:
    //! A field was left, and none has an error.
    void mended();

private:
    void leave(QWidget *editor);
    void check();
    [[nodiscard]] bool isAnyFaulty() const;

    QWidget *m_form;
    const QList<FieldRows *> m_rows;
    const std::function<QList<FieldError>()> m_errors;
    QPointer<QWidget> m_left;
    QTimer m_rest;
};

} // namespace headgate
