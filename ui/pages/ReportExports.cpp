// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/ReportExports.h"

#include "Aside.h"
#include "charts/ChartPainting.h"
#include "dialogs/DialogService.h"
#include "exporting/ExportTarget.h"
#include "exporting/ReportExport.h"
#include "session/Workbench.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportExports)
};

Result<QString> writePicture(SqlSession& session, const QString& path, const QByteArray& bytes)
{
    if (const auto target = checkExportTarget(session, path); !target)
        return target.error();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return UserMessage::error(Text::tr("The chart can't be saved"))
            .because(file.errorString())
            .at(path)
            .toMend(Text::tr("Choose a folder that you may write to and that has room. "
                             "A file that was there before is unchanged."))
            .withCode(kWriteCode.toString());
    }
    return Text::tr("Saved the chart as %1").arg(path);
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

QString ReportExports::folder() const
{
    return m_folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
                              : m_folder;
}

void ReportExports::exportOne(
    const ReportDefinition& report, const ReportFilter& filter, const ReportOrder& order,
    const CsvOptions& csv)
{
    if (!m_workbench.database.access())
        return;
    m_workbench.dialogs.chooseSaveFile(
        m_page, tr("Export %1").arg(report.title), QDir(folder()).filePath(report.fileName),
        tr("CSV files (*.csv)"), [=, this](const QString& path) {
            m_folder = QFileInfo(path).path();
            run(m_folder, [=](SqlSession& session) -> Result<QString> {
                const auto rows = exportReport(session, report, filter, order, path, csv);
                if (!rows)
                    return rows.error();
                return tr("Exported %n row(s) to %1", nullptr, static_cast<int>(*rows)).arg(path);
            });
        });
}

void ReportExports::exportAll(const ReportFilter& filter, const CsvOptions& csv)
{
    if (!m_workbench.catalogue.ok() || !m_workbench.database.access())
        return;
    m_workbench.dialogs.chooseFolder(
        m_page, tr("Export all reports to a folder"), folder(), [=, this](const QString& chosen) {
            m_folder = chosen;
            const auto reports = m_workbench.catalogue->reports();
            run(chosen, [=](SqlSession& session) -> Result<QString> {
                const auto paths = exportAllReports(session, reports, filter, chosen, csv);
                if (!paths)
                    return paths.error();
                return tr("Exported %n report(s) to %1", nullptr, static_cast<int>(paths->size()))
                    .arg(chosen);
            });
        });
}

void ReportExports::saveChart(const ChartData& chart, const QSize& size, ChartFormat format)
{
    if (!m_workbench.database.access() || chart.isEmpty())
        return;
    const bool isPng = format == ChartFormat::Png;
    const QString name = chart.title + (isPng ? u".png"_s : u".svg"_s);
    m_workbench.dialogs.chooseSaveFile(
        m_page, tr("Save the chart of %1").arg(chart.title), QDir(folder()).filePath(name),
        isPng ? tr("PNG pictures (*.png)") : tr("SVG drawings (*.svg)"),
        [=, this](const QString& path) {
            m_folder = QFileInfo(path).path();
            // Here, as charts are drawn on the thread of the widgets.
            const QByteArray bytes =
                isPng ? pngOf(chart, size) : chartSvg(chart, size, ChartTheme::paper());
            run(m_folder,
                [path, bytes](SqlSession& session) { return writePicture(session, path, bytes); });
        });
}

void ReportExports::run(
    const QString& folderToShow, std::function<Result<QString>(SqlSession&)> work)
{
    ++m_running;
    Q_EMIT busyChanged(true);
    runAside(
        this,
        [settings = m_workbench.database.access()->settings(),
         work = std::move(work)]() -> Result<QString> {
            // A session of its own: a long export doesn't hold up what is on screen.
            auto session = SqlSession::open(settings);
            return session ? work(*session) : Result<QString>(session.error());
        },
        [this, folderToShow](const Result<QString>& done) {
            --m_running;
            Q_EMIT busyChanged(isBusy());
            if (done.ok())
                Q_EMIT succeeded(*done, folderToShow);
            else
                Q_EMIT failed(done.error());
        });
}

} // namespace faultline
