// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/core/clock.h"
#include "model/engine/enginehost.h"
#include "model/items/desk.h"
#include "model/store/datadirectory.h"
#include "model/store/singleinstance.h"
#include "model/store/store.h"
#include "views/mainwindow.h"

#include <QFuture>
#include <QSettings>

#include <memory>

namespace headgate {

//! All parts of the running program, brought together on one data directory.
class Program : public QObject {
    Q_OBJECT

public:
    //! Begins to read the store, beside what follows.
    explicit Program(DataDirectory directory);

    //! Shows the window when the store is read; a store that cannot be used is explained, and the
    //! person chooses.
    void begin();

private:
    void showWhenOpen(const QFuture<Result<Done>> &opening);
    void show();
    void offerCopy(const Error &error);
    void restore(const StoreCopy &copy);
    void reopen(const Result<void> &prepared);
    [[nodiscard]] std::optional<StoreCopy> newestUntriedCopy() const;
    void raise();

    const SystemClock m_clock;
    const DataDirectory m_directory;
    SingleInstance m_instance;
    QSettings m_settings;
    Desk m_desk;
    QStringList m_triedCopies; //!< Paths; a copy that did not help is not offered again.
    bool m_isOpen = false; //!< The store, and so the window.
    EngineHost m_host;
    QFuture<Result<Done>> m_opening;
    std::unique_ptr<MainWindow> m_window; // before the host: it asks it until the end
};

//! Says in the terminal and in a box why the program cannot start; the end of the box is its end.
void explain(const Error &error);

//! The jar of the sample job: HEADGATE_SAMPLE_JOB, beside the build of the program in
//! \a programDirectory, or installed with it; empty: none.
[[nodiscard]] QString sampleJobPath(const QString &programDirectory);

} // namespace headgate
