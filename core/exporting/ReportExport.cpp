// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/ReportExport.h"

#include "exporting/ExportTarget.h"
#include "reports/ReaderSession.h"

#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReportExport)
};

UserMessage cannotWrite(const QString& filePath, const QString& why)
{
    return UserMessage::error(Text::tr("The report can't be saved"))
        .because(why)
        .at(filePath)
        .toMend(Text::tr("Choose a folder that you may write to and that has room. "
                         "A file that was there before is unchanged."))
        .withCode(kWriteCode.toString());
}

Result<void> makeFolder(const QString& directory)
{
    if (QDir().mkpath(directory))
        return {};
    return UserMessage::error(Text::tr("The folder for the reports can't be made"))
        .at(directory)
        .toMend(Text::tr("Choose a folder that you may write to."))
        .withCode(kWriteCode.toString());
}

// One moment of the database for several queries. Ends however the function ends; what only reads
// needs no commit.
class Snapshot
{
public:
    explicit Snapshot(SqlSession& session)
        : m_session(session)
    {
        const auto begun =
            session.execute(u"BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"_s);
        if (!begun)
            m_problem = begun.error();
    }
    ~Snapshot()
    {
        if (!m_problem)
            static_cast<void>(m_session.execute(u"ROLLBACK"_s));
    }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    const std::optional<UserMessage>& problem() const { return m_problem; }

private:
    SqlSession& m_session;
    std::optional<UserMessage> m_problem;
};

} // namespace

Result<qint64> writeReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, QIODevice& device, const CsvOptions& options)
{
    QStringList names;
    QList<int> decimals;
    for (const ReportColumn& column : report.columns) {
        names << column.name;
        const bool isNumber = column.type == ReportColumn::Type::Integer
                              || column.type == ReportColumn::Type::Decimal;
        decimals << (isNumber ? column.decimals : -1);
    }
    CsvWriter writer(device, options);
    if (const auto header = writer.writeHeader(names); !header)
        return header.error();
    auto rows = forEachReportRow(session, report, filter, order, [&](const ReportRow& row) {
        return writer.writeRow(row, decimals);
    });
    if (!rows)
        return rows.error();
    if (const auto flushed = writer.flush(); !flushed)
        return flushed.error();
    return rows;
}

Result<qint64> exportReport(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const ReportOrder& order, const QString& filePath, const CsvOptions& options)
{
    if (const auto target = checkExportTarget(session, filePath); !target)
        return target.error();
    QSaveFile file(filePath);
    // Unbuffered: the writer has a buffer, and is told why a write fails.
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return cannotWrite(filePath, file.errorString());
    auto rows = writeReport(session, report, filter, order, file, options);
    if (!rows && rows.error().code == kWriteCode)
        return cannotWrite(filePath, rows.error().why);
    if (rows && !file.commit())
        return cannotWrite(filePath, file.errorString());
    return rows;
}

Result<QStringList> exportAllReports(
    SqlSession& session, const QList<ReportDefinition>& reports, const ReportFilter& filter,
    const QString& directory, const CsvOptions& options)
{
    if (const auto made = makeFolder(directory); !made)
        return made.error();
    // All files tell of the same moment, also while somebody loads.
    const Snapshot snapshot(session);
    if (snapshot.problem())
        return *snapshot.problem();
    QStringList paths;
    for (const ReportDefinition& report : reports) {
        paths << QDir(directory).filePath(report.fileName);
        // Of all of them, before the first is written.
        if (const auto target = checkExportTarget(session, paths.constLast()); !target)
            return target.error();
    }
    for (qsizetype i = 0; i < reports.size(); ++i) {
        const auto rows = exportReport(session, reports[i], filter, {}, paths[i], options);
        if (!rows)
            return rows.error();
    }
    return paths;
}

Result<QStringList> exportOwnReports(
    const ConnectionSettings& reader, const CancelToken& cancel,
    const QList<ReportDefinition>& reports, const ReportFilter& filter, const QString& directory,
    const CsvOptions& options)
{
    if (const auto made = makeFolder(directory); !made)
        return made.error();
    QStringList paths;
    for (const ReportDefinition& report : reports) {
        const QString path = QDir(directory).filePath(report.fileName);
        const auto rows = runAsReader<qint64>(
            reader, cancel, ReaderSession::kExportLimit, [&](SqlSession& session) {
                return exportReport(session, report, filter, {}, path, options);
            });
        if (!rows)
            return rows.error();
        paths << path;
    }
    return paths;
}

} // namespace faultline
