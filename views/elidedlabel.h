// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace headgate {

//! A path or a list, shown in one line whatever its length: of a path the middle is left out where
//! room is short, of a list the end. All of it is in the tool tip, is what a screen reader speaks,
//! and can be copied.
class ElidedLabel : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setPath(const QString &path);
    void setList(const QStringList &entries);
    void copy() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void setWhole(const QString &text, Qt::TextElideMode mode);
    void elide();

    QString m_whole;
    Qt::TextElideMode m_mode = Qt::ElideMiddle;
};

} // namespace headgate
