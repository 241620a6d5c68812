// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/ChartPainting.h"

#include "base/Utf8.h"
#include "charts/ChartDrawing.h"
#include "charts/CustomPlot.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QPicture>
#include <QSvgGenerator>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Chart)
};

constexpr int kUnitsPerInch = 96;

void paint(
    QPaintDevice& device, const ChartData& data, const QSize& size, const ChartTheme& theme,
    QCPPainter::PainterModes modes, qreal scale = 1)
{
    QCPPainter painter(&device);
    painter.setModes(modes);
    painter.scale(scale, scale);
    if (data.isEmpty()) {
        painter.fillRect(QRect(QPoint(), size), theme.background);
        painter.setFont(theme.font);
        painter.setPen(theme.quietText);
        painter.drawText(QRect(QPoint(), size), Qt::AlignCenter, Text::tr("Nothing to draw"));
        return;
    }
    const auto drawing = ChartDrawing::make(data, theme);
    drawing->resize(size);
    drawing->paint(painter);
}

} // namespace

void paintChart(
    QPainter& painter, const QRectF& area, const ChartData& data, const ChartTheme& theme)
{
    QPicture picture;
    paint(
        picture, data, area.size().toSize(), theme,
        QCPPainter::pmVectorized | QCPPainter::pmNoCaching);
    painter.save();
    painter.translate(area.topLeft());
    // QPicture scales with the device's resolution; undo that, because the caller defines the
    // units.
    painter.scale(
        static_cast<qreal>(picture.logicalDpiX()) / painter.device()->logicalDpiX(),
        static_cast<qreal>(picture.logicalDpiY()) / painter.device()->logicalDpiY());
    painter.drawPicture(0, 0, picture);
    painter.restore();
}

QByteArray chartSvg(const ChartData& data, const QSize& size, const ChartTheme& theme)
{
    QByteArray svg;
    QBuffer buffer(&svg);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setResolution(kUnitsPerInch);
    generator.setTitle(data.title);
    paint(generator, data, size, theme, QCPPainter::pmVectorized | QCPPainter::pmNoCaching);
    // Labels may contain characters that are invalid in XML and would make the file unreadable.
    return visibleText(QString::fromUtf8(svg)).toUtf8();
}

QImage chartImage(const ChartData& data, const QSize& size, qreal scale, const ChartTheme& theme)
{
    QImage image(size * scale, QImage::Format_RGB32);
    image.fill(theme.background);
    paint(image, data, size, theme, QCPPainter::pmNoCaching, scale);
    return image;
}

} // namespace faultline
