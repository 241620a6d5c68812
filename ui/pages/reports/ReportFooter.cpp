// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportFooter.h"

#include "pages/reports/ReportTableModel.h"
#include "reports/query/ReportSums.h"
#include "style/Formatting.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportFooter::ReportFooter(QueryRunner& queries, QWidget* parent)
    : ElidedLabel(parent)
    , m_lane(queries)
{
    setObjectName(u"reportFooter"_s);
}

void ReportFooter::showRows(
    const ReportTableModel& model, bool isFirst, const ReaderCredentials::Finder& reader)
{
    const ReportDefinition& report = model.report();
    if (isFirst)
        m_sums.clear();
    m_rows = model.isComplete()
                 ? tr("%n row(s)", nullptr, model.rowCount())
                 : tr("The first %1 rows; scroll for more").arg(format::count(model.rowCount()));
    showText(m_rows + m_sums);
    if (model.totals()) {
        m_lane.forget();
        showTotals(report, *model.totals());
    } else if (model.isComplete()) {
        m_lane.forget();
        QList<ReportRow> rows;
        for (int row = 0; row < model.rowCount(); ++row)
            rows << model.rowAt(row);
        showTotals(report, reportTotals(report, rows));
    } else if (isFirst) {
        m_lane.ask<ReportTotals>(
            reader,
            [report, filter = model.filter()](SqlSession& session) {
                return fetchReportTotals(session, report, filter);
            },
            [this, report](const Result<ReportTotals>& totals) {
                if (totals) // the rows show any error
                    showTotals(report, *totals);
            });
    }
}

void ReportFooter::showTotals(const ReportDefinition& report, const ReportTotals& totals)
{
    if (totals.sums.isEmpty())
        return;
    QStringList sums;
    for (const auto& [index, sum] : totals.sums) {
        const ReportColumn& column = report.columns.at(index);
        sums << column.title + u' ' + format::reportValue(sum, column);
    }
    m_sums = u" · "_s + totalWords(format::count(totals.rows)) + u": "_s + sums.join(u" · "_s);
    showText(m_rows + m_sums);
}

void ReportFooter::showText(const QString& text)
{
    setText(text);
    setToolTip(format::toolTip(text));
}

void ReportFooter::showNothing()
{
    m_lane.forget();
    showText({});
}

} // namespace faultline
