// SPDX-License-Identifier: GPL-3.0-or-later Draws every kind of chart with data of many shapes,
// light and dark: for visual review, not a test.   chart_gallery DIRECTORY
#include "ChartSamples.h"
#include "Palettes.h"

#include "base/Translations.h"
#include "charts/ChartPainting.h"
#include "charts/ChartView.h"
#include "style/Formatting.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QTest>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

QString path(const QString& name)
{
    return QDir(QCoreApplication::arguments().at(1)).filePath(name);
}

void savePictures(const QString& name, const ChartData& data)
{
    const QList<QPair<QString, QPalette>> shades{
        {u"light"_s, QApplication::palette()}, {u"dark"_s, darkPalette()}};
    for (const auto& [shade, palette] : shades) {
        const ChartTheme theme = ChartTheme::of(palette, QApplication::font());
        for (const QSize size : {QSize(600, 400), QSize(1600, 900)}) {
            const QString file = path(u"%1-%2-%3.png"_s.arg(name, shade).arg(size.width()));
            if (!chartImage(data, size, 1, theme).save(file))
                qFatal("Can't save %s", qPrintable(file));
        }
        // With a selected mark and its label.
        ChartView view;
        view.setPalette(palette);
        view.resize(600, 400);
        view.showChart(data);
        view.show();
        QTest::keyClick(&view, Qt::Key_End);
        QTest::keyClick(&view, Qt::Key_Left);
        const QString file = path(u"%1-%2-chosen.png"_s.arg(name, shade));
        if (!view.grab().save(file))
            qFatal("Can't save %s", qPrintable(file));
    }
    QFile svg(path(name + u".svg"_s));
    if (!svg.open(QIODevice::WriteOnly)
        || svg.write(chartSvg(data, QSize(960, 540), ChartTheme::paper())) < 0)
        qFatal("Can't save %s", qPrintable(svg.fileName()));
}

// All charts as in documents, one per page.
void savePages(const QList<QPair<QString, ChartData>>& samples)
{
    constexpr int kDotsPerInch = 1200;
    constexpr double kUnitsPerInch = 96;
    QPdfWriter writer(path(u"all.pdf"_s));
    writer.setResolution(kDotsPerInch);
    writer.setPageSize(QPageSize(QPageSize::A5));
    writer.setPageOrientation(QPageLayout::Landscape);
    QPainter painter(&writer);
    const double scale = kDotsPerInch / kUnitsPerInch;
    painter.scale(scale, scale);
    for (const auto& [name, data] : samples) {
        paintChart(
            painter, QRectF(0, 0, writer.width() / scale, writer.height() / scale), data,
            ChartTheme::paper());
        if (name != samples.constLast().first)
            writer.newPage();
    }
}

} // namespace

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    QLocale::setDefault(format::displayLocale());
    installTranslations();
    if (QCoreApplication::arguments().size() != 2) {
        std::fputs("chart_gallery DIRECTORY\n", stderr);
        return 2;
    }
    QApplication::setStyle(u"fusion"_s);
    if (!QDir().mkpath(path(u"."_s)))
        qFatal("Can't make %s", qPrintable(path(u"."_s)));
    const auto samples = chartSamples();
    for (const auto& [name, data] : samples)
        savePictures(name, data);
    savePages(samples);
    return 0;
}
