// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/icons.h"

#include "views/tintediconengine.h"

#include <QFile>
#include <QImage>
#include <QPainter>
#include <QPainterPath>
#include <QSvgRenderer>

#include <memory>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

class SvgIconEngine : public TintedIconEngine {
public:
    explicit SvgIconEngine(const QString &name)
        : m_path(u":/icons/%1.svg"_s.arg(name))
    {
        Q_ASSERT(QFile::exists(m_path));
    }

    [[nodiscard]] QIconEngine *clone() const override { return new SvgIconEngine(*this); }
    [[nodiscard]] QString key() const override { return u"headgate-svg"_s; }

protected:
    void paintShape(QPainter &painter, const QRectF &rect, const QColor &color) override
    {
        if (!m_renderer) // most icons are in menus and on pages that are not open
            m_renderer = std::make_shared<QSvgRenderer>(m_path);
        Q_ASSERT(m_renderer->isValid());
        const QSize size = (rect.size() * painter.device()->devicePixelRatioF()).toSize();
        if (m_image.size() != size || m_color != color)
            render(size, color);
        painter.drawImage(rect, m_image);
    }

private:
    void render(const QSize &size, const QColor &color)
    {
        m_color = color;
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
        m_image.fill(Qt::transparent);
        QPainter painter(&m_image);
        m_renderer->render(&painter);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(m_image.rect(), color);
    }

    QString m_path;
    std::shared_ptr<QSvgRenderer> m_renderer;
    QImage m_image; //!< As it was painted last.
    QColor m_color;
};

//! Contrast of at least 4.5 : 1 on the usual light and dark backgrounds.
QColor hueOf(Mark mark, bool isDark)
{
    switch (mark) {
    case Mark::Running:
    case Mark::Finished:
        return isDark ? QColor(0x57, 0xc8, 0x78) : QColor(0x1a, 0x7f, 0x37);
    case Mark::Changing:
        return isDark ? QColor(0x6c, 0xb6, 0xff) : QColor(0x0b, 0x61, 0xc4);
    case Mark::Failed:
        return isDark ? QColor(0xff, 0x8a, 0x80) : QColor(0xc6, 0x28, 0x28);
    case Mark::Warning:
        return isDark ? QColor(0xe3, 0xb3, 0x41) : QColor(0x8a, 0x5a, 0x00);
    case Mark::None:
    case Mark::Suspended:
    case Mark::Stopped:
    case Mark::Unknown:
        return {};
    }
    return {};
}

//! Each state has an outline of its own, so that it is told without any colour.
class MarkIconEngine : public TintedIconEngine {
public:
    explicit MarkIconEngine(Mark mark)
        : m_mark(mark)
    {
    }

    [[nodiscard]] QIconEngine *clone() const override { return new MarkIconEngine(*this); }
    [[nodiscard]] QString key() const override { return u"headgate-mark"_s; }

protected:
    [[nodiscard]] QColor hue(bool isDark) const override { return hueOf(m_mark, isDark); }

    void paintShape(QPainter &painter, const QRectF &rect, const QColor &color) override
    {
        painter.translate(rect.topLeft());
        painter.scale(rect.width() / 16, rect.height() / 16);
        painter.setPen(QPen(color, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.setBrush(Qt::NoBrush);
        draw(painter, color);
    }

private:
    void draw(QPainter &painter, const QColor &color) const
    {
        const QPointF center(8, 8);
        switch (m_mark) {
        case Mark::None:
            break;
        case Mark::Running:
            painter.setBrush(color);
            painter.drawEllipse(center, 4.5, 4.5);
            break;
        case Mark::Changing:
            drawHalfDisc(painter, color);
            break;
        case Mark::Suspended:
            painter.fillRect(QRectF(3.5, 3, 3, 10), color);
            painter.fillRect(QRectF(9.5, 3, 3, 10), color);
            break;
        case Mark::Stopped:
            painter.drawRect(QRectF(3.5, 3.5, 9, 9));
            break;
        case Mark::Finished:
            painter.drawPolyline(QPolygonF({{3, 8.5}, {6.5, 12}, {13, 4.5}}));
            break;
        case Mark::Failed:
            drawCross(painter, color);
            break;
        case Mark::Warning:
            drawWarning(painter, color);
            break;
        case Mark::Unknown:
            painter.drawEllipse(center, 4.5, 4.5);
            break;
        }
    }

    static void drawHalfDisc(QPainter &painter, const QColor &color)
    {
        const QRectF disc(3.5, 3.5, 9, 9);
        painter.drawEllipse(disc);
        painter.setBrush(color);
        painter.drawPie(disc, 90 * 16, 180 * 16);
    }

    static void drawCross(QPainter &painter, const QColor &color)
    {
        painter.setPen(QPen(color, 3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(4, 4), QPointF(12, 12));
        painter.drawLine(QPointF(12, 4), QPointF(4, 12));
    }

    static void drawWarning(QPainter &painter, const QColor &color)
    {
        QPainterPath path;
        path.setFillRule(Qt::OddEvenFill);
        path.addPolygon(QPolygonF({{8, 1.5}, {15, 14}, {1, 14}, {8, 1.5}}));
        path.addRect(QRectF(7, 5.5, 2, 4.5));
        path.addRect(QRectF(7, 11, 2, 1.8));
        painter.fillPath(path, color);
    }

    Mark m_mark;
};

} // namespace

QIcon themedIcon(const QString &name)
{
    return QIcon(new SvgIconEngine(name));
}

QIcon markIcon(Mark mark)
{
    return mark == Mark::None ? QIcon() : QIcon(new MarkIconEngine(mark));
}

} // namespace headgate
