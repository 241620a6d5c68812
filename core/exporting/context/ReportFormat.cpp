// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/ReportFormat.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportFormat)
};

} // namespace

QList<ReportFormat> reportFormats()
{
    using enum ReportFormat;
    return {Csv, Xlsx, Pdf, Html, Notebook, Json};
}

QString formatWord(ReportFormat format)
{
    switch (format) {
    case ReportFormat::Xlsx:
        return u"xlsx"_s;
    case ReportFormat::Pdf:
        return u"pdf"_s;
    case ReportFormat::Html:
        return u"html"_s;
    case ReportFormat::Notebook:
        return u"ipynb"_s;
    case ReportFormat::Json:
        return u"json"_s;
    case ReportFormat::Csv:
        break;
    }
    return u"csv"_s;
}

std::optional<ReportFormat> formatFromWord(const QString& word)
{
    for (const ReportFormat format : reportFormats()) {
        if (formatWord(format) == word)
            return format;
    }
    return std::nullopt;
}

QString formatTitle(ReportFormat format)
{
    switch (format) {
    case ReportFormat::Xlsx:
        return Text::tr("Excel workbook");
    case ReportFormat::Pdf:
        return Text::tr("PDF document");
    case ReportFormat::Html:
        return Text::tr("HTML document");
    case ReportFormat::Notebook:
        return Text::tr("Jupyter notebook");
    case ReportFormat::Json:
        return Text::tr("JSON");
    case ReportFormat::Csv:
        break;
    }
    return Text::tr("CSV");
}

bool needsDrawing(ReportFormat format)
{
    return format == ReportFormat::Pdf || format == ReportFormat::Html
           || format == ReportFormat::Notebook;
}

bool isText(ReportFormat format)
{
    return format != ReportFormat::Pdf && format != ReportFormat::Xlsx;
}

} // namespace faultline
