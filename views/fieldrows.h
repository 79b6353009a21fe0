// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/result.h"
#include "views/rowgrid.h"

namespace headgate {

//! A sentence with the shape of an error before it; hidden while it is empty.
class ErrorLine : public QWidget {
    Q_OBJECT

public:
    explicit ErrorLine(QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text->text(); }

private:
    QLabel *m_icon;
    QLabel *m_text;
};

//! What a form says where errors stand at its fields.
[[nodiscard]] QString notSavedYet();

//! A small, faint label that explains a field.
[[nodiscard]] QLabel *newNote(QWidget *parent);

//! A page that scrolls where the screen is small; fields scroll into view when they get the focus.
[[nodiscard]] QWidget *scrolling(QWidget *page);

//! One field of a form: what it is called, and which paths of the document it stands for.
struct Field {
    QString label; //!< With its mnemonic; the editor's accessible name comes from it.
    QWidget *editor = nullptr;
    QStringList paths;
    QList<QWidget *> beside = {}; //!< Buttons to its right.
    QWidget *below = nullptr; //!< What explains it.
};

//! The fields of a form, each with room for its own error beneath it.
class FieldRows {
public:
    //! Lays its rows out on \a page, from the top.
    explicit FieldRows(QWidget *page);

    void add(const Field &field);
    void setVisible(const QWidget *editor, bool isVisible);
    void clearErrors();
    //! For what the editor is told while it is edited: it stays until the next call.
    void setError(const QWidget *editor, const QString &message);
    //! It does not keep anybody from saving; where there is an error too, that is shown alone.
    void setWarning(const QWidget *editor, const QString &message);
    //! Shows those of \a errors that belong to \a editor in place of what stood there, unless
    //! setError() put it there.
    void showErrorsAt(const QWidget *editor, const QList<FieldError> &errors);
    //! Shows each error at its field; answers with those that have none here.
    [[nodiscard]] QList<FieldError> showErrors(const QList<FieldError> &errors);
    //! How the form calls what stands at \a path, with what lies deeper than its field:
    //! "Flink configuration: parallelism.default"; the path itself where no field is for it.
    [[nodiscard]] QString labelOf(const QString &path) const;
    //! The editor of the first field with an error; null where none has.
    [[nodiscard]] QWidget *firstFaulty() const;

private:
    struct Row {
        QString label; //!< Without its mnemonic.
        QWidget *editor;
        QStringList paths;
        ErrorLine *error;
        QList<QWidget *> others; //!< The label, and what stands beside and below the editor.
        ErrorLine *warning;
        bool isOfEditing = false; //!< The error came by setError().
    };

    [[nodiscard]] Row *rowOf(const QWidget *editor);
    [[nodiscard]] Row *rowOf(const QString &path);
    static void append(const Row &row, const QString &message);
    static void say(const Row &row, const QString &message);
    static void showWarning(const Row &row);

    void appendToTabOrder(QWidget *widget);

    QWidget *m_page;
    RowGrid *m_grid;
    QList<Row> m_rows;
    QWidget *m_lastTabStop = nullptr;
};

} // namespace headgate
