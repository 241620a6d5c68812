// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ReportCatalogue.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <algorithm>
#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

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
        auto report =
            ReportDefinition::fromText(info.baseName(), QString::fromUtf8(file.readAll()));
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

QList<ReportDefinition> ReportCatalogue::writtenTogether() const
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

} // namespace faultline
