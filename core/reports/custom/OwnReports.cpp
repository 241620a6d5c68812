// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/custom/OwnReports.h"

#include "base/CheckedRead.h"
#include "base/ReplacingFile.h"
#include "reports/custom/ReportDraft.h"
#include "reports/definition/ReportParser.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A report is a page of text; a larger file is something else.
constexpr qint64 kMaxBytes = 1024 * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(OwnReports)
};

QString filePath(const QString& folder, const QString& name)
{
    return QDir(folder).filePath(name + u".sql"_s);
}

UserMessage cannotRead(const QString& path, const QString& why)
{
    return UserMessage::error(Text::tr("One of your reports can't be read"))
        .because(why)
        .at(path)
        .withCode(u"report-file"_s);
}

Result<ReportDefinition> readOne(const QFileInfo& info)
{
    QFile file(info.filePath());
    if (info.size() > kMaxBytes)
        return cannotRead(info.filePath(), Text::tr("The file is too large for a report."));
    if (!file.open(QIODevice::ReadOnly))
        return cannotRead(info.filePath(), file.errorString());
    const auto content = readFully(file);
    if (!content)
        return cannotRead(info.filePath(), content.error().why);
    return parseReport(info.completeBaseName(), QString::fromUtf8(*content));
}

UserMessage cannotSave(const QString& why)
{
    return UserMessage::error(Text::tr("The query can't be saved as a report"))
        .because(why)
        .withCode(u"report-file"_s);
}

Result<void> checkColumns(const QList<ReportColumn>& columns)
{
    QSet<QString> seen;
    for (const ReportColumn& column : columns) {
        if (column.name.isEmpty() || column.name == "?column?"_L1 || column.name.contains(u':')) {
            return cannotSave(Text::tr("A column has no name."))
                .withRemedy(Text::tr("Write AS and a name after its expression."));
        }
        if (seen.contains(column.name)) {
            return cannotSave(Text::tr("Two columns have the name “%1”.").arg(column.name))
                .withRemedy(Text::tr("Rename one of them: write AS and another name after it."));
        }
        seen.insert(column.name);
    }
    return {};
}

} // namespace

QString ownReportsFolder()
{
    if (const QString given = qEnvironmentVariable("FAULTLINE_REPORTS_DIR"); !given.isEmpty())
        return QDir(given).absolutePath();
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
           + u"/faultline/reports"_s;
}

OwnReports readOwnReports(const QString& folder)
{
    OwnReports own;
    if (const auto names = entryNames(folder); !names)
        own.problems << names.error();
    const QFileInfoList files = QDir(folder).entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QFileInfo& info : files) {
        auto report = readOne(info);
        if (!report) {
            own.problems << report.error();
            continue;
        }
        report->section = Text::tr("My reports");
        report->stream.reset(); // its SQL may be another one
        own.reports << std::move(report).value();
    }
    return own;
}

Result<QString> ownReportText(const ReportDefinition& draft)
{
    if (const auto checked = checkColumns(draft.columns); !checked)
        return checked.error();
    ReportDefinition report = draft;
    report.section = u"My reports"_s;
    QString text = reportText(report);
    const auto read = parseReport(draft.name, text);
    if (!read) {
        UserMessage message = cannotSave(read.error().why);
        return read.error().remedy.isEmpty() ? message : message.withRemedy(read.error().remedy);
    }
    return text;
}

Result<QString> saveOwnReport(const QString& folder, const ReportDefinition& draft)
{
    const auto text = ownReportText(draft);
    if (!text)
        return text;
    const QString path = filePath(folder, draft.name);
    const auto failed = [&path](const QString& why) {
        return cannotSave(why).at(path).withRemedy(
            Text::tr("Check that you may write to that folder and that its disk has space."));
    };
    if (!QDir().mkpath(folder))
        return failed(Text::tr("The folder can't be created."));
    ReplacingFile file(path);
    if (!file.begin() || !file.writeAll(text->toUtf8()) || !file.finish() || !file.replace())
        return failed(file.errorString());
    return path;
}

Result<void> removeOwnReport(const QString& folder, const QString& name)
{
    QFile file(filePath(folder, name));
    if (file.remove() || !file.exists())
        return {};
    return UserMessage::error(Text::tr("The report can't be removed"))
        .because(file.errorString())
        .at(file.fileName())
        .withCode(u"report-file"_s);
}

QString reportNameOf(const QString& title)
{
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    QString name = title.normalized(QString::NormalizationForm_KD).toLower();
    name.replace(others, u"_"_s);
    while (name.startsWith(u'_') || (!name.isEmpty() && name.front().isDigit()))
        name.remove(0, 1);
    while (name.endsWith(u'_'))
        name.chop(1);
    return name.isEmpty() ? u"report"_s : name;
}

} // namespace faultline
