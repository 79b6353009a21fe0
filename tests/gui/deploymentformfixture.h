// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/gui/windowfixture.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QSpinBox>

namespace headgate {

//! The deployment form over the window, and its fields by their names.
class DeploymentFormFixture {
protected:
    void begin()
    {
        failOnAnyWarning();
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->fill();
    }

    void end() { m_fixture.reset(); }

    QWidget *openNew()
    {
        m_fixture->action(u"New Deployment"_s)->trigger();
        m_form = dialogTitled(u"New Deployment"_s);
        return m_form;
    }

    QWidget *openEdit(const QString &row)
    {
        m_fixture->select(u"Deployments"_s, row);
        m_fixture->action(u"Edit"_s)->trigger();
        m_form = dialogTitled(u"Edit %1"_s.arg(row));
        return m_form;
    }

    [[nodiscard]] QLineEdit *line(const QString &name) const
    {
        return qobject_cast<QLineEdit *>(widgetNamed(m_form, QAccessible::EditableText, name));
    }

    [[nodiscard]] QSpinBox *number(const QString &name) const
    {
        return qobject_cast<QSpinBox *>(widgetNamed(m_form, QAccessible::SpinBox, name));
    }

    [[nodiscard]] QComboBox *combo(const QString &name) const
    {
        return qobject_cast<QComboBox *>(widgetNamed(m_form, QAccessible::ComboBox, name));
    }

    [[nodiscard]] QPlainTextEdit *configuration() const
    {
        return qobject_cast<QPlainTextEdit *>(
            widgetNamed(m_form, QAccessible::EditableText, u"Flink configuration"_s));
    }

    [[nodiscard]] QPlainTextEdit *annotations() const
    {
        return qobject_cast<QPlainTextEdit *>(
            widgetNamed(m_form, QAccessible::EditableText, u"Annotations"_s));
    }

    [[nodiscard]] bool says(const QString &text) const
    {
        return findAccessible(m_form, QAccessible::StaticText, text) != nullptr;
    }

    //! What stands under the field, as the field itself says it to a screen reader.
    [[nodiscard]] QString errorAt(QWidget *field) const
    {
        const QString error = field->accessibleDescription();
        return error.isEmpty() || says(error) ? error : u"only heard, not seen: "_s + error;
    }

    static void type(QWidget *field, const QString &text)
    {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
    }

    std::unique_ptr<WindowFixture> m_fixture;
    QPointer<QWidget> m_form;
};

} // namespace headgate
