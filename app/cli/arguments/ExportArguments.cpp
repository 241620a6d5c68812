// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments/ExportArguments.h"

#include "cli/arguments/CsvArguments.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ExportArguments)
};

UserMessage usage(const QString& what)
{
    return UserMessage::error(what).withCode(u"usage"_s);
}

QStringList formatWords()
{
    QStringList words;
    for (const ReportFormat format : reportFormats())
        words << formatWord(format);
    return words;
}

// The format of a file name's suffix, unless a folder has that name.
std::optional<ReportFormat> formatOfName(const QString& out)
{
    const QFileInfo file(out);
    return file.isDir() ? std::nullopt : formatFromWord(file.suffix().toLower());
}

Result<ReportFormat> wantedFormat(const QCommandLineParser& parser)
{
    const QString out = parser.value(u"out"_s);
    if (out == u"-"_s)
        return usage(Text::tr("Omit --out to write a report to standard output."));
    const auto named = formatOfName(out);
    if (!parser.isSet(u"format"_s))
        return named.value_or(ReportFormat::Csv);
    const QString word = parser.value(u"format"_s);
    const auto format = formatFromWord(word);
    if (!format) {
        return usage(Text::tr("There is no format “%1”. The formats are %2.")
                         .arg(word, formatWords().join(u", "_s)));
    }
    if (named && named != format) {
        return usage(Text::tr("--format %1 doesn't match the file name %2. To use it as a folder's "
                              "name, create the folder first.")
                         .arg(word, out));
    }
    return *format;
}

} // namespace

void addExportOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"out"_s,
         Text::tr(
             "Where to write the files. CSV: a folder, with one file per report, or a name ending "
             "in .csv for one report. Other formats: a file, or a folder for it. Without --out, "
             "one report goes to standard output: as a table on a terminal, otherwise as CSV."),
         u"PATH"_s});
    parser.addOption(
        {u"format"_s, Text::tr("The format: %1.").arg(formatWords().join(u", "_s)), u"FORMAT"_s});
    parser.addOption(
        {u"csv-preset"_s,
         Text::tr("machine: UTF-8, commas, decimal points (the default). excel: for opening in "
                  "this region's Excel with a double click."),
         u"PRESET"_s});
    parser.addOption(
        {u"sidecar"_s, Text::tr("Writes FILE.csv.meta.json next to each CSV file: its SQL, "
                                "filters, loads, program version and SHA-256.")});
    parser.addOption({u"title"_s, Text::tr("PDF and HTML: the title of the document."), u"TEXT"_s});
    parser.addOption(
        {u"logo"_s, Text::tr("PDF and HTML: a PNG or JPEG picture for the first page."),
         u"FILE"_s});
    parser.addOption(
        {u"appendix"_s, Text::tr("PDF and HTML: adds an appendix with the filters, columns and SQL "
                                 "of each report.")});
    addCsvOptions(parser);
}

namespace {

Result<DocumentOptions> documentOptionsOf(const QCommandLineParser& parser, ReportFormat format)
{
    DocumentOptions document;
    document.title = parser.value(u"title"_s).trimmed();
    document.hasAppendix = parser.isSet(u"appendix"_s);
    const bool isAsked =
        parser.isSet(u"title"_s) || parser.isSet(u"logo"_s) || document.hasAppendix;
    if (isAsked && format != ReportFormat::Pdf && format != ReportFormat::Html)
        return usage(Text::tr("--title, --logo and --appendix only work with PDF and HTML."));
    if (!parser.isSet(u"logo"_s))
        return document;
    auto logo = readLogo(QDir::current().absoluteFilePath(parser.value(u"logo"_s)));
    if (!logo)
        return logo.error();
    document.logo = *std::move(logo);
    return document;
}

} // namespace

Result<ExportOptions> exportOptionsOf(const QCommandLineParser& parser)
{
    ExportOptions options;
    const auto format = wantedFormat(parser);
    if (!format)
        return format.error();
    options.format = *format;
    const QString preset =
        parser.isSet(u"csv-preset"_s) ? parser.value(u"csv-preset"_s) : u"machine"_s;
    if (preset != u"machine"_s && preset != u"excel"_s)
        return usage(Text::tr("--csv-preset must be machine or excel, not “%1”.").arg(preset));
    if (preset == u"excel"_s)
        options.csv = CsvOptions::excel(QLocale::system());
    options.csv.guardFormulas = csvOptionsOf(parser).guardFormulas;
    options.sidecar = parser.isSet(u"sidecar"_s);
    const bool isCsv = options.format == ReportFormat::Csv;
    if (!isCsv && (options.sidecar || parser.isSet(u"csv-preset"_s)))
        return usage(Text::tr("--sidecar and --csv-preset only work with CSV. Other formats "
                              "include the origin of their figures."));
    if (options.sidecar && !parser.isSet(u"out"_s))
        return usage(Text::tr("--sidecar needs --out: it writes a file next to the CSV file."));
    if (!isText(options.format) && !parser.isSet(u"out"_s))
        return usage(Text::tr("This format needs --out."));
    auto document = documentOptionsOf(parser, options.format);
    if (!document)
        return document.error();
    options.document = *std::move(document);
    // A folder with this name would be taken for a file.
    const QString path = QDir::current().absoluteFilePath(parser.value(u"out"_s));
    if (isCsv && parser.positionalArguments().size() != 1
        && path.endsWith(u".csv"_s, Qt::CaseInsensitive) && !QFileInfo(path).isDir()) {
        return usage(Text::tr("A CSV file holds one report. Name the report, or give --out a "
                              "folder, for one file per report."));
    }
    return options;
}

ExportDestination exportDestinationOf(
    const QCommandLineParser& parser, ReportFormat format, const QList<ReportDefinition>& reports)
{
    const QString given = parser.value(u"out"_s);
    if (given.isEmpty())
        return {};
    const QString path = QDir::current().absoluteFilePath(given);
    const QString suffix = u'.' + formatWord(format);
    const bool isFile = !QFileInfo(path).isDir() && path.endsWith(suffix, Qt::CaseInsensitive);
    if (format == ReportFormat::Csv)
        return {path, !isFile || reports.size() != 1};
    if (isFile)
        return {path, false};
    const QString name = reports.size() == 1
                             ? QFileInfo(reports.constFirst().fileName).completeBaseName()
                             : u"faultline_reports"_s;
    return {QDir(path).filePath(name + suffix), false};
}

} // namespace faultline
