// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

namespace headgate::flink {

//! A body that leaves once. QNetworkAccessManager repeats a request by itself, up to four times,
//! when the server closes before answering; but not if it cannot rewind the body.
class OnceOnlyBytes : public QIODevice {
    Q_OBJECT

public:
    explicit OnceOnlyBytes(QByteArray bytes);

    [[nodiscard]] bool isUsedUp() const; //!< All of it was handed to the network.

    [[nodiscard]] qint64 size() const override;
    bool seek(qint64 position) override;
    bool reset() override;

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 maxSize) override;

private:
    QByteArray m_bytes;
};

//! The same for a file.
class OnceOnlyFile : public QFile {
    Q_OBJECT

public:
    explicit OnceOnlyFile(const QString &name);

    //! False with errorString() where it cannot be read.
    [[nodiscard]] bool open();
    [[nodiscard]] bool isUsedUp() const;

    bool seek(qint64 position) override;
    bool reset() override;

private:
    using QFile::open;
};

} // namespace headgate::flink
