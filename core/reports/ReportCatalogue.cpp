// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportCatalogue.h"

#include "reports/custom/OwnReports.h"
#include "reports/definition/ReportParser.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// The file name for exports of `report`: its own, unless another report has it.
QString freeFileName(const ReportDefinition& report, const QList<ReportDefinition>& others)
{
    const auto isFree = [&others](const QString& fileName) {
        return std::none_of(others.cbegin(), others.cend(), [&](const ReportDefinition& other) {
            return other.fileName.compare(fileName, Qt::CaseInsensitive) == 0;
        });
    };
    QString fileName = report.fileName;
    for (int number = 1; !isFree(fileName); ++number) {
        fileName =
            number == 1 ? report.name + u".csv"_s : u"%1_%2.csv"_s.arg(report.name).arg(number);
    }
    return fileName;
}

} // namespace

Result<ReportCatalogue> ReportCatalogue::builtIn()
{
    ReportCatalogue catalogue;
    const QDir folder(u":/faultline/reports"_s);
    for (const QFileInfo& info : folder.entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        QFile file(info.filePath());
        if (!file.open(QIODevice::ReadOnly)) {
            return UserMessage::error(QCoreApplication::translate(
                                          "ReportCatalogue", "A report file can't be read"))
                .because(file.errorString())
                .at(info.filePath());
        }
        auto report = parseReport(info.baseName(), QString::fromUtf8(file.readAll()));
        if (!report)
            return report.error();
        catalogue.m_reports << std::move(report).value();
    }
    std::sort(
        catalogue.m_reports.begin(), catalogue.m_reports.end(),
        [](const ReportDefinition& a, const ReportDefinition& b) {
            return std::tie(a.order, a.name) < std::tie(b.order, b.name);
        });
    return catalogue;
}

Result<ReportCatalogue> ReportCatalogue::withOwn(const QString& folder)
{
    auto catalogue = builtIn();
    if (!catalogue)
        return catalogue;
    OwnReports own = readOwnReports(folder);
    catalogue->m_problems = own.problems;
    for (ReportDefinition& report : own.reports) {
        // On the command line, the name means the report that docs/reports.md describes.
        if (catalogue->find(report.name) != nullptr) {
            catalogue->m_problems
                << UserMessage::error(QCoreApplication::translate(
                                          "ReportCatalogue", "One of your reports isn't shown"))
                       .because(QCoreApplication::translate(
                                    "ReportCatalogue",
                                    "The program has a report with the same name, “%1”.")
                                    .arg(report.name))
                       .at(QDir(folder).filePath(report.name + u".sql"_s))
                       .withRemedy(
                           QCoreApplication::translate("ReportCatalogue", "Rename its file."))
                       .withCode(u"report-file"_s);
            continue;
        }
        report.fileName = freeFileName(report, catalogue->m_reports);
        catalogue->m_own.insert(report.name);
        catalogue->m_reports << std::move(report);
    }
    return catalogue;
}

bool ReportCatalogue::anyIsOwn(const QList<ReportDefinition>& reports) const
{
    return std::any_of(reports.cbegin(), reports.cend(), [this](const ReportDefinition& report) {
        return isOwn(report.name);
    });
}

QList<ReportDefinition> ReportCatalogue::defaultReports() const
{
    QList<ReportDefinition> reports = m_reports;
    reports.removeIf([](const ReportDefinition& report) { return !report.withAll; });
    return reports;
}

const ReportDefinition* ReportCatalogue::find(const QString& name) const
{
    const auto it = std::find_if(m_reports.cbegin(), m_reports.cend(), [&](const auto& report) {
        return report.name == name;
    });
    return it == m_reports.cend() ? nullptr : &*it;
}

QString ReportCatalogue::ownNameFor(const QString& title) const
{
    const auto it = std::find_if(m_reports.cbegin(), m_reports.cend(), [&](const auto& report) {
        return isOwn(report.name) && report.title == title;
    });
    if (it != m_reports.cend())
        return it->name;
    const QString plain = reportNameOf(title);
    QString name = plain;
    for (int number = 2; find(name) != nullptr && !isOwn(name); ++number)
        name = plain + u'_' + QString::number(number);
    return name;
}

} // namespace faultline
