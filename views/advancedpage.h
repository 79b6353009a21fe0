// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/deployment.h"
#include "views/configurationedit.h"
#include "views/fieldrows.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QSpinBox>

namespace headgate {

//! The second page of the deployment form: strategies, attempts, options of Flink and annotations.
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
    //! What was typed, also where it is no value yet.
    [[nodiscard]] QString typedText() const;

private:
    void fillStrategies();
    void addFields();
    void keepStrategiesTogether();
    void explain();
    //! An annotation with a field of its own stands in both.
    void bindAnnotation(QLineEdit *field, QLatin1StringView annotation);
    void showAnnotations();
    [[nodiscard]] QStringList annotationErrors() const;
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
    QLineEdit *m_submissionTimeout;
    QLineEdit *m_forceCancellation;
    ConfigurationEdit *m_configuration;
    ConfigurationEdit *m_annotations;
};

} // namespace headgate
