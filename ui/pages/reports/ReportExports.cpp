// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportExports.h"

#include "charts/ChartPainting.h"
#include "database/connection/StatementWatchdog.h"
#include "dialogs/DialogService.h"
#include "documents/MainThreadDrawing.h"
#include "exporting/output/ExportFile.h"
#include "exporting/output/OutputBuffer.h"
#include "pages/export/DocumentDialog.h"
#include "reports/custom/ReaderSession.h"
#include "session/BackgroundTask.h"
#include "session/Workbench.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QPointer>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

Result<QString> writePicture(SqlSession& session, const QString& path, const QByteArray& bytes)
{
    const auto written = writeExportFile(session, path, [&](QIODevice& device) -> Result<qint64> {
        OutputBuffer output(device);
        output << QByteArrayView(bytes);
        if (const auto flushed = output.flush(); !flushed)
            return flushed.error();
        return bytes.size();
    });
    if (!written)
        return written.error();
    return ReportExports::tr("Saved the chart as %1").arg(path);
}

using Writer = std::function<Result<QString>(SqlSession&)>;

// Uses its own session, so that a long export doesn't delay the reports on screen.
std::function<Result<QString>()> asOwner(const ConnectionSettings& settings, const Writer& write)
{
    return [settings, write]() -> Result<QString> {
        auto session = SqlSession::open(settings);
        return session ? write(*session) : Result<QString>(session.error());
    };
}

std::function<Result<QString>()>
asReader(const ReaderCredentials::Finder& finder, const CancelToken& cancel, const Writer& write)
{
    return [finder, cancel, write]() -> Result<QString> {
        const auto reader = finder();
        return reader ? runAsReader<QString>(*reader, cancel, ReaderSession::kExportLimit, write)
                      : Result<QString>(reader.error());
    };
}

Result<DocumentOptions> documentOptions(const Preferences& preferences)
{
    DocumentOptions document;
    document.title = preferences.documentTitle();
    document.hasAppendix = preferences.documentHasAppendix();
    if (preferences.documentLogo().isEmpty())
        return document;
    auto logo = readLogo(preferences.documentLogo());
    if (!logo)
        return logo.error();
    document.logo = *std::move(logo);
    return document;
}

QByteArray pngOf(const ChartData& chart, const QSize& size)
{
    constexpr qreal kScale = 2; // for print and dense screens
    QByteArray bytes;
    QBuffer buffer(&bytes);
    chartImage(chart, size, kScale, ChartTheme::paper()).save(&buffer, "PNG");
    return bytes;
}

} // namespace

ReportExports::ReportExports(Workbench& workbench, QWidget* page)
    : QObject(page)
    , m_workbench(workbench)
    , m_page(page)
{}

// The program waits for running exports when it ends.
ReportExports::~ReportExports()
{
    cancel();
}

QString ReportExports::folder() const
{
    return m_folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                              : m_folder;
}

struct ReportExports::Target
{
    QString path;
    bool isFolder = false; ///< For CSV files.
};

struct ReportExports::Work
{
    ReportJob job;
    ExportOptions options;
    Target target;
    QString leftOut; ///< Which reports were left out, and why.
};

void ReportExports::exportReports(
    const ExportRequest& request, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order)
{
    if (!m_workbench.catalogue.ok() || !m_workbench.database.access())
        return;
    Work work;
    work.job.filter = filter;
    work.job.reports = {report};
    work.job.order = order;
    if (request.all) {
        const auto all = reportBatch(m_workbench.catalogue->reports(), filter);
        if (!all) {
            Q_EMIT failed(all.error());
            return;
        }
        work.job.reports = all->reports;
        work.leftOut = all->leftOutText(&ReportDefinition::title);
    }
    work.options.format = request.format;
    if (request.forExcel)
        work.options.csv = CsvOptions::excel(QLocale::system());
    work.options.csv.guardFormulas = request.guardFormulas;
    work.options.sidecar = request.sidecar;
    if (request.format == ReportFormat::Pdf || request.format == ReportFormat::Html) {
        const auto document = documentOptions(m_workbench.preferences);
        if (!document) {
            Q_EMIT failed(document.error());
            return;
        }
        work.options.document = *document;
    }
    const bool isFolder = request.all && request.format == ReportFormat::Csv;
    const auto write = [this, work, isFolder](const QString& path) {
        Work targeted = work;
        targeted.target = {path, isFolder};
        writeReports(targeted);
    };
    if (isFolder) {
        m_workbench.dialogs.chooseFolder(
            m_page, tr("Export all reports to a folder"), folder(), write);
        return;
    }
    const QString suffix = formatWord(request.format);
    const QString name =
        request.all ? u"faultline_reports"_s : QFileInfo(report.fileName).completeBaseName();
    m_workbench.dialogs.chooseSaveFile(
        m_page, tr("Export %1").arg(request.all ? tr("all reports") : report.title),
        QDir(folder()).filePath(name + u'.' + suffix),
        u"%1 (*.%2)"_s.arg(formatTitle(request.format), suffix), write);
}

void ReportExports::writeReports(const Work& asked)
{
    if (!m_workbench.database.access())
        return;
    const ConnectionSettings& settings = m_workbench.database.access()->settings();
    Work work = asked;
    const Target& target = work.target;
    m_folder = target.isFolder ? target.path : QFileInfo(target.path).path();
    m_reports = std::make_shared<const CancelToken>();
    work.job.cancel = *m_reports;
    work.job.database = settings.displayName();
    // Called on the writing thread; forwarded to the window's thread.
    work.job.progress = [page = QPointer<ReportExports>(this)](qint64 rows) {
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [page, rows] {
                if (page)
                    Q_EMIT page->rowsWritten(rows);
            },
            Qt::QueuedConnection);
    };
    drawOnMainThread(work.options, *m_reports);
    work.options.connection = settings.keywords;
    const Writer write = [work](SqlSession& session) -> Result<QString> {
        const StatementWatchdog watchdog(session.canceller(), work.job.cancel);
        const QString& path = work.target.path;
        const auto exported = work.target.isFolder
                                  ? exportCsvFiles(session, work.job, work.options, path)
                                  : exportDocument(session, work.job, work.options, path);
        if (!exported)
            return exported.error();
        const auto count = static_cast<int>(work.job.reports.size());
        const QString done =
            count == 1 ? tr("Exported “%1” to %2").arg(work.job.reports.constFirst().title, path)
                       : tr("Exported %n report(s) to %1", nullptr, count).arg(path);
        return work.leftOut.isEmpty() ? done : tr("%1. %2").arg(done, work.leftOut);
    };
    // The user's own reports never run as the owner. Both roles can run the built-in ones.
    const bool anyIsOwn =
        m_workbench.catalogue.ok() && m_workbench.catalogue->anyIsOwn(work.job.reports);
    run(target, m_reports,
        anyIsOwn ? asReader(m_workbench.reader.finder(), *m_reports, write)
                 : asOwner(settings, write));
}

void ReportExports::chooseDocument()
{
    auto* dialog = new DocumentDialog(m_workbench.preferences, m_workbench.dialogs, m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void ReportExports::cancel()
{
    if (m_reports)
        m_reports->cancel();
}

void ReportExports::saveChart(
    const ChartData& chart, const ReportDefinition& report, const QSize& size, ChartFormat format)
{
    if (!m_workbench.database.access() || chart.isEmpty())
        return;
    const bool isPng = format == ChartFormat::Png;
    const QString name =
        QFileInfo(report.fileName).completeBaseName() + (isPng ? u".png"_s : u".svg"_s);
    m_workbench.dialogs.chooseSaveFile(
        m_page, tr("Save the chart of %1").arg(chart.title), QDir(folder()).filePath(name),
        isPng ? tr("PNG images (*.png)") : tr("SVG images (*.svg)"),
        [=, this](const QString& path) {
            m_folder = QFileInfo(path).path();
            // Drawn here, because charts need the main thread.
            const QByteArray bytes =
                isPng ? pngOf(chart, size) : chartSvg(chart, size, ChartTheme::paper());
            if (!m_workbench.database.access())
                return;
            run({path, false}, nullptr,
                asOwner(
                    m_workbench.database.access()->settings(), [path, bytes](SqlSession& session) {
                        return writePicture(session, path, bytes);
                    }));
        });
}

void ReportExports::run(
    const Target& target, const std::shared_ptr<const CancelToken>& reports,
    std::function<Result<QString>()> work)
{
    ++m_running;
    Q_EMIT busyChanged(true);
    runInBackground(this, std::move(work), [this, target, reports](const Result<QString>& done) {
        --m_running;
        if (reports == m_reports)
            m_reports.reset();
        Q_EMIT busyChanged(isBusy());
        if (done.ok())
            Q_EMIT succeeded(*done, target.path, target.isFolder);
        else if (done.error().code != kCancelledCode)
            Q_EMIT failed(done.error());
    });
}

} // namespace faultline
