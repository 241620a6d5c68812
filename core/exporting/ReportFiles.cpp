// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportFiles.h"

#include "base/ReplacingFile.h"
#include "database/connection/Snapshot.h"
#include "exporting/output/DigestDevice.h"
#include "exporting/output/ExportFile.h"
#include "exporting/output/ExportTarget.h"
#include "exporting/text/CsvReportWriter.h"
#include "exporting/text/HtmlReportWriter.h"
#include "exporting/text/JsonReportWriter.h"
#include "exporting/text/NotebookWriter.h"
#include "exporting/workbook/XlsxReportWriter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportFiles)
};

std::unique_ptr<ReportWriter> makeWriter(const ExportOptions& options, QIODevice& device)
{
    switch (options.format) {
    case ReportFormat::Xlsx:
        return std::make_unique<XlsxReportWriter>(
            device, options.temporaryFolder.isEmpty() ? QDir::tempPath() : options.temporaryFolder);
    case ReportFormat::Pdf:
        return options.makePdf ? options.makePdf(device, options.document) : nullptr;
    case ReportFormat::Html:
        return std::make_unique<HtmlReportWriter>(device, options.drawChart, options.document);
    case ReportFormat::Notebook:
        return std::make_unique<NotebookWriter>(device, options.drawChart, options.connection);
    case ReportFormat::Json:
        return std::make_unique<JsonReportWriter>(device);
    case ReportFormat::Csv:
        break;
    }
    return std::make_unique<CsvReportWriter>(device, options.csv);
}

QString sidecarPath(const QString& csvPath)
{
    return csvPath + u".meta.json"_s;
}

// The content of a CSV file's sidecar.
struct CsvFacts
{
    qint64 rows = 0;
    QByteArray sha256;
};

QByteArray sidecarText(
    const ReportContext& context, const ReportSection& section, const CsvOptions& csv,
    const QString& csvPath, const CsvFacts& facts)
{
    QJsonObject json = section.toJson();
    json.insert(
        u"file"_s, QJsonObject{
                       {u"name"_s, QFileInfo(csvPath).fileName()},
                       {u"rows"_s, facts.rows},
                       {u"sha256"_s, QString::fromLatin1(facts.sha256)},
                       {u"preset"_s, csv.forExcel ? u"excel"_s : u"machine"_s},
                       {u"delimiter"_s, QString(QLatin1Char(csv.delimiter))},
                       {u"decimal_mark"_s, QString(QLatin1Char(csv.decimalMark))},
                       {u"formula_guard"_s, csv.guardFormulas}});
    return context.jsonStart(QJsonDocument::Indented) + ',' + QJsonDocument(json).toJson().mid(1);
}

// CSV files of one snapshot: all are written before the first one replaces its target.
class CsvFiles
{
public:
    CsvFiles(SqlSession& session, const ReportJob& job, const ExportOptions& options)
        : m_session(session)
        , m_job(job)
        , m_options(options)
    {}

    Result<ExportedFiles> write(const QStringList& paths)
    {
        const Snapshot snapshot(m_session);
        if (snapshot.problem())
            return *snapshot.problem();
        ReportContext context;
        auto sections = reportSections(m_session, m_job);
        if (!sections)
            return sections.error();
        context.sections = *std::move(sections);
        // Checks all of them before writing the first.
        for (qsizetype i = 0; i < paths.size(); ++i) {
            if (const auto target = checkTargets(paths[i], context.sections[i]); !target)
                return target.error();
        }
        if (m_options.sidecar) {
            auto complete = reportContext(m_session, m_job);
            if (!complete)
                return complete.error();
            context = *complete;
        }
        for (qsizetype i = 0; i < paths.size(); ++i) {
            if (const auto written = writeOne(context, context.sections[i], paths[i]); !written)
                return written.error();
        }
        if (m_job.cancel.isCancelled())
            return UserMessage::cancelled();
        if (const auto committed = commit(); !committed)
            return committed.error();
        return m_exported;
    }

private:
    QByteArray headOf(const ReportSection& section) const
    {
        return csvHead(csvNames(section.report.columns, m_options.csv), m_options.csv);
    }

    Result<void> checkTargets(const QString& path, const ReportSection& section)
    {
        const auto target = checkExportTarget(m_session, path, headOf(section));
        if (!target)
            return target;
        return m_options.sidecar ? checkExportTarget(m_session, sidecarPath(path)) : Result<void>();
    }

    ExportFile& addFile(const QString& path)
    {
        m_files.push_back(std::make_unique<ExportFile>(path));
        return *m_files.back();
    }

    Result<void> writeOne(const ReportContext& context, ReportSection& section, const QString& path)
    {
        CsvFacts facts;
        const auto writing = [&](QIODevice& device) {
            DigestDevice digest(device);
            CsvReportWriter writer(digest, m_options.csv);
            auto written = writeSection(m_session, m_job, section, m_exported.rows, writer);
            facts.sha256 = digest.sha256();
            return written;
        };
        const auto rows = addFile(path).write(m_session, writing, headOf(section));
        if (!rows)
            return rows.error();
        facts.rows = *rows;
        m_exported.rows += *rows;
        if (!m_options.sidecar)
            return {};
        const QByteArray text = sidecarText(context, section, m_options.csv, path, facts);
        const auto written = addFile(sidecarPath(path))
                                 .write(m_session, [&text](QIODevice& device) -> Result<qint64> {
                                     OutputBuffer output(device);
                                     output << QByteArrayView(text);
                                     const auto flushed = output.flush();
                                     return flushed ? Result<qint64>(1) : flushed.error();
                                 });
        return written ? Result<void>() : written.error();
    }

    Result<void> commit()
    {
        for (const auto& file : m_files) {
            if (auto committed = file->commit(); !committed) {
                if (file->isInPlace())
                    m_exported.paths << file->path();
                if (m_exported.paths.isEmpty())
                    return committed;
                return UserMessage(committed.error())
                    .withRemedy(
                        Text::tr(
                            "These files are new, the others are unchanged: %1. Export them again.")
                            .arg(m_exported.paths.join(u", "_s)));
            }
            m_exported.paths << file->path();
        }
        return {};
    }

    SqlSession& m_session;
    const ReportJob& m_job;
    const ExportOptions& m_options;
    std::vector<std::unique_ptr<ExportFile>> m_files;
    ExportedFiles m_exported;
};

Result<ExportedFiles> writeCsvFiles(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QStringList& paths)
{
    auto written = CsvFiles(session, job, options).write(paths);
    if (!written && job.cancel.isCancelled())
        return UserMessage::cancelled();
    return written;
}

} // namespace

Result<ExportedFiles> exportCsvFiles(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QString& directory)
{
    if (const auto made = makeExportFolder(directory); !made)
        return made.error();
    QStringList paths;
    for (const ReportDefinition& report : job.reports)
        paths << QDir(directory).filePath(report.fileName);
    return writeCsvFiles(session, job, options, paths);
}

Result<ExportedFiles> exportDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options,
    const QString& filePath)
{
    if (options.format == ReportFormat::Csv)
        return writeCsvFiles(session, job, options, {filePath});
    // Temporary files go to the same disk as the document.
    ExportOptions placed = options;
    placed.temporaryFolder = QFileInfo(resolvedLinks(filePath)).absolutePath();
    const auto rows = writeExportFile(session, filePath, [&](QIODevice& device) {
        return writeDocument(session, job, placed, device);
    });
    if (!rows)
        return rows.error();
    return ExportedFiles{{filePath}, *rows};
}

Result<qint64> writeDocument(
    SqlSession& session, const ReportJob& job, const ExportOptions& options, QIODevice& device)
{
    const auto writer = makeWriter(options, device);
    if (writer)
        return writeReports(session, job, *writer);
    return UserMessage::error(Text::tr("This program can't make PDF documents"))
        .withRemedy(Text::tr("Use HTML, which a browser can print."))
        .withCode(u"no-pdf"_s);
}

} // namespace faultline
