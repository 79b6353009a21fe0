// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/items/conditionsmodel.h"
#include "model/items/desk.h"
#include "model/items/filterproxy.h"
#include "views/elidedlabel.h"
#include "views/rowgrid.h"
#include "views/statelabel.h"
#include "views/tablepane.h"

#include <QProgressBar>
#include <QPushButton>
#include <QTimer>

namespace headgate {

//! Everything about one deployment at this moment: wanted and found side by side, what it waits
//! for, what failed, what the next start would restore, and its conditions.
class OverviewTab : public QWidget {
    Q_OBJECT

public:
    explicit OverviewTab(Desk &desk, QWidget *parent = nullptr);

    //! Shows \a deploymentId from now on.
    void setDeployment(const QString &deploymentId);
    //! Brings everything up to date; what did not change is not touched.
    void refresh();
    //! The same, once, when what changed elsewhere is painted: the list comes before the details.
    void refreshSoon();
    [[nodiscard]] TablePane &conditions() { return *m_conditionsPane; }

private:
    struct Row {
        QLabel *value;
        int index;
    };
    struct PathRow {
        ElidedLabel *value;
        int index;
    };

    void build();
    [[nodiscard]] QLayout *buildStates();
    void buildFacts();
    void buildJobRow();
    Row addRow(const QString &title);
    PathRow addPath(const QString &title);
    int addRow(const QString &title, QWidget *field, QWidget *button);
    static QLabel *plain(QLabel *label);
    void setText(const Row &row, const QString &text);
    void setPath(const PathRow &row, const QString &path);

    void showStates(const DeploymentReport &report);
    void showConcerns(const DeploymentReport &report);
    void showMissing(const DeploymentReport &report);
    void showTrouble(const DeploymentReport &report, const Job *job);
    void showProgress(const DeploymentReport &report);
    void showFailure(const DeploymentReport &report, const Job *job);
    void showJob(const DeploymentReport &report, const Job *job);
    void showNextStart(const DeploymentReport &report);
    void openDetails();
    void openInFlink();
    [[nodiscard]] QString dashboardUrl(const DeploymentReport &report) const;

    Desk &m_desk;
    QString m_id;
    ConditionsModel m_conditions;
    FilterProxy m_sortedConditions;
    QTimer m_soon;

    RowGrid *m_facts;
    StateLabel *m_desired;
    StateLabel *m_status;
    StateLabel *m_seen;
    Row m_concerns;
    Row m_missing;
    Row m_jar;
    Row m_cluster;
    Row m_waiting;
    Row m_attempt;
    QProgressBar *m_upload;
    int m_uploadRow = 0;
    QLabel *m_failure;
    QPushButton *m_details;
    int m_failureRow = 0;
    QString m_failureDetail;
    QLabel *m_job;
    QPushButton *m_copy;
    QPushButton *m_open;
    int m_jobRow = 0;
    Row m_tasks;
    Row m_restored;
    PathRow m_restoredPath;
    Row m_nextStart;
    PathRow m_nextPath;
    Row m_kept;
    TablePane *m_conditionsPane;
    QLabel *m_conditionsTitle;
};

} // namespace headgate
