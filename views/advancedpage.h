// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"
#include "views/configurationedit.h"
#include "views/fieldrows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSpinBox>

namespace headgate {

//! The second page of the deployment form: strategies, attempts and options of Flink.
class AdvancedPage : public QWidget {
    Q_OBJECT

public:
    explicit AdvancedPage(QWidget *parent = nullptr);

    void read(const Deployment &deployment);
    //! Changes in \a deployment only what this page shows.
    void writeTo(Deployment &deployment) const;
    //! What cannot even be written into a Deployment.
    [[nodiscard]] QList<FieldError> errors() const;
    [[nodiscard]] FieldRows &rows() { return m_rows; }
    [[nodiscard]] QString configurationText() const { return m_configuration->toPlainText(); }

private:
    void fillStrategies();
    void addFields();
    void keepStrategiesTogether();
    void explain();
    [[nodiscard]] UpgradeStrategy upgradeStrategy() const;
    [[nodiscard]] RestoreStrategy restoreStrategy() const;

    FieldRows m_rows;
    QComboBox *m_upgrade;
    QLabel *m_upgradeNote;
    QComboBox *m_restore;
    QLabel *m_restoreNote;
    QCheckBox *m_isNonRestoredAllowed;
    QSpinBox *m_jobAttempts;
    QSpinBox *m_savepointAttempts;
    QSpinBox *m_failureExpiration;
    QSpinBox *m_submissionTimeout;
    ConfigurationEdit *m_configuration;
};

} // namespace headgate
