// SPDX-License-Identifier: GPL-3.0-or-later
// Draws every kind of chart with data of many shapes, light and dark: for people who judge them,
// not a test.
//   chart_gallery DIRECTORY
#include "ChartSamples.h"
#include "Palettes.h"

#include "Formatting.h"
#include "base/Translations.h"
#include "charts/ChartPainting.h"

#include <QApplication>
#include <QDir>
#include <QFile>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

int main(int argc, char* argv[])
{
    QApplication application(argc, argv);
    QLocale::setDefault(format::displayLocale());
    installTranslations();
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 2) {
        std::fputs("chart_gallery DIRECTORY\n", stderr);
        return 2;
    }
    QApplication::setStyle(u"fusion"_s);
    const QDir directory(arguments.at(1));
    if (!directory.mkpath(u"."_s))
        qFatal("Can't make %s", qPrintable(directory.path()));
    const QList<QPair<QString, ChartTheme>> themes{
        {u"light"_s, ChartTheme::of(QApplication::palette(), QApplication::font())},
        {u"dark"_s, ChartTheme::of(darkPalette(), QApplication::font())},
    };
    const auto samples = chartSamples();
    for (const auto& [name, data] : samples) {
        for (const auto& [shade, theme] : themes) {
            for (const QSize size : {QSize(600, 400), QSize(1600, 900)}) {
                const QString file = u"%1-%2-%3.png"_s.arg(name, shade).arg(size.width());
                if (!chartImage(data, size, 1, theme).save(directory.filePath(file)))
                    qFatal("Can't save %s", qPrintable(file));
            }
        }
        QFile svg(directory.filePath(name + u".svg"_s));
        if (!svg.open(QIODevice::WriteOnly)
            || svg.write(chartSvg(data, QSize(960, 540), ChartTheme::paper())) < 0)
            qFatal("Can't save %s", qPrintable(svg.fileName()));
    }
    return 0;
}
