// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "model/items/desk.h"
#include "views/fieldrows.h"
#include "views/jaredit.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

namespace headgate {

//! The first page of the deployment form: what runs, and where.
class StandardPage : public QWidget {
    Q_OBJECT

public:
    StandardPage(Intentions &intentions, Desk &desk, QWidget *parent = nullptr);

    void read(const Deployment &deployment);
    //! Changes in \a deployment only what this page shows.
    void writeTo(Deployment &deployment) const;
    //! Why \a deployment cannot be started with the jar that was looked into.
    [[nodiscard]] QList<FieldError> refusalsOfStart(const Deployment &deployment) const;
    //! Why the jar that was looked into last is none.
    [[nodiscard]] QList<FieldError> errorsOfJar() const;
    [[nodiscard]] FieldRows &rows() { return m_rows; }
    //! Puts the focus where a person begins: on the name of a new one, else on the jar.
    void begin();
    void setJar(const QString &path) { m_jar->setText(path); }

private:
    void addFields();
    void connectFields();
    void showWords();
    void showSlots();
    void showJar(const JarReport &report);
    void showDoubtOfEntryClass();
    [[nodiscard]] QString doubtOfEntryClass() const;
    void forgetJar();
    void fillClusters(const QString &current);
    [[nodiscard]] QString firstAnswering() const;

    Desk &m_desk;
    FieldRows m_rows;
    QLineEdit *m_name;
    QLabel *m_nameNote; //!< Of one that is saved: why it cannot be changed.
    QComboBox *m_cluster;
    JarEdit *m_jar;
    QLabel *m_jarNote;
    QString m_jarError;
    QString m_jarWarning; //!< Where its manifest names no entry class.
    QSet<QString> m_classes; //!< Of the jar; empty: not known.
    QLineEdit *m_entryClass;
    QLineEdit *m_arguments;
    QLabel *m_words;
    QSpinBox *m_parallelism;
    QLabel *m_slots; //!< Where the session cluster has fewer.
};

} // namespace headgate
