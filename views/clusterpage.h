// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/engine/intentions.h"
#include "views/fieldrows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

namespace headgate {

class ConfigurationEdit;

//! The first page of the session cluster form: which Flink it is, or how one is started here.
class ClusterPage : public QWidget {
    Q_OBJECT

public:
    explicit ClusterPage(Intentions &intentions, QWidget *parent = nullptr);
    ~ClusterPage() override;

    void read(const SessionCluster &cluster);
    //! Changes in \a cluster only what this page shows.
    void writeTo(SessionCluster &cluster) const;
    //! Lines of the Flink configuration that are none.
    [[nodiscard]] QList<FieldError> errors() const;
    [[nodiscard]] SessionClusterKind kind() const;
    [[nodiscard]] QString url() const;
    //! As it was typed, faults included.
    [[nodiscard]] QString configurationText() const;
    [[nodiscard]] FieldRows &rows() { return m_rows; }
    //! Puts the focus where a person begins: on the name of a new one, else on the URL.
    void begin();
    //! Shown until the next call, or until the URL is completed; empty: none.
    void setUrlError(const QString &message);
    //! Its scheme, in the field, where the person sees what will be asked.
    void completeUrl();

Q_SIGNALS:
    void urlChanged(const QString &url);
    void kindChanged();
    void testRequested();
    //! The field holds \a home now, which no person has typed.
    void homeProposed(const QString &home);

private:
    void addFields();
    void connectFields();
    void showKind();
    void offerInstallations();
    void addInstallations(const QList<FlinkInstallation> &found);

    Intentions &m_intentions;
    FieldRows m_rows;
    bool m_isNew = true;
    QLineEdit *m_name;
    QLabel *m_nameNote; //!< Of one that is saved: why it cannot be changed.
    QComboBox *m_kind;
    QLineEdit *m_url;
    QPushButton *m_test;
    QLineEdit *m_flinkHome;
    QToolButton *m_found;
    QSpinBox *m_taskManagers;
    QSpinBox *m_slots;
    QLineEdit *m_savepointDirectory;
    ConfigurationEdit *m_configuration;
    QCheckBox *m_isStarted; //!< Only of a new local one.
};

} // namespace headgate
