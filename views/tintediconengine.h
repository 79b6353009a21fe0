// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIconEngine>

namespace headgate {

//! Paints one shape in the palette's own colour at the moment of painting, so that icons follow
//! light, dark and high contrast, and the selection.
class TintedIconEngine : public QIconEngine {
public:
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override;

protected:
    //! The colour of its own that it has where it is neither selected nor disabled; invalid: the
    //! colour of text.
    [[nodiscard]] virtual QColor hue(bool isDark) const;
    //! Paints the shape into \a rect, which is square, in \a color.
    virtual void paintShape(QPainter &painter, const QRectF &rect, const QColor &color) = 0;
};

} // namespace headgate
