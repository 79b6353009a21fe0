// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/question.h"

#include <QCoreApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

QMessageBox *newBox(QWidget *parent, QMessageBox::Icon icon, const QString &title,
                    const QString &text, const QString &more)
{
    auto *box = new QMessageBox(icon, title, text, QMessageBox::NoButton, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    setConsequences(*box, more);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return box;
}

} // namespace

QMessageBox *newQuestion(QWidget *parent, const QString &title, const QString &text,
                         const QString &consequences)
{
    return newBox(parent, QMessageBox::Question, title, text, consequences);
}

void setConsequences(QMessageBox &box, const QString &text)
{
    box.setInformativeText(text);
    // Below a short question it would be as narrow as that. There is none where there is no text.
    if (auto *below = box.findChild<QLabel *>(u"qt_msgbox_informativelabel"_s))
        below->setMinimumWidth(box.fontMetrics().averageCharWidth() * 56);
}

QMessageBox *ask(QWidget *parent, const Question &question, std::function<void()> proceed)
{
    QMessageBox *box = newQuestion(parent, question.title, question.text, question.consequences);
    const QPushButton *yes = box->addButton(question.proceed, QMessageBox::AcceptRole);
    QPushButton *no = box->addButton(question.keep, QMessageBox::RejectRole);
    box->setDefaultButton(no);
    box->setEscapeButton(no);
    QObject::connect(box, &QMessageBox::buttonClicked, parent,
                     [yes, proceed = std::move(proceed)](const QAbstractButton *clicked) {
                         if (clicked == yes)
                             proceed();
                     });
    box->open();
    return box;
}

void tell(QWidget *parent, const QString &title, const QString &text, const QString &more)
{
    QMessageBox *box = newBox(parent, QMessageBox::Information, title, text, more);
    box->addButton(QCoreApplication::translate("Question", "&Close"), QMessageBox::RejectRole);
    box->open();
}

} // namespace headgate
