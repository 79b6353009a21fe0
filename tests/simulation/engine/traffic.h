// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QPointer>

#include <vector>

namespace headgate::simulation {

//! Requests of this thread that QNetworkAccessManagers have taken over and not finished yet.
class Traffic : public QObject {
    Q_OBJECT

public:
    Traffic();

    //! Those that a server has got, or will without anybody's doing.
    [[nodiscard]] int sent();
    //! The names of those that change something.
    [[nodiscard]] QStringList changes();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Request {
        QPointer<QNetworkAccessManager> network;
        QPointer<QObject> reply;
    };
    void forgetFinished();

    std::vector<Request> m_requests;
};

} // namespace headgate::simulation
