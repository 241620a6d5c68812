// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/reports/ReportLane.h"
#include "reports/query/ReportQuery.h"
#include "widgets/ElidedLabel.h"

namespace faultline {

class ReportTableModel;

/// The number of rows of a report, and the sums over its whole result. The sums come with the rows,
/// or from the table if it has all rows; otherwise they are queried.
class ReportFooter : public ElidedLabel
{
    Q_OBJECT

public:
    explicit ReportFooter(QueryRunner& queries, QWidget* parent = nullptr);

    /// Call it when rows have arrived; `isFirst` marks a new result, whose sums aren't known yet.
    /// Without a `reader`, the report is built in.
    void
    showRows(const ReportTableModel& model, bool isFirst, const ReaderCredentials::Finder& reader);
    void showNothing();

private:
    void showText(const QString& text);
    void showTotals(const ReportDefinition& report, const ReportTotals& totals);

    ReportLane m_lane;
    QString m_rows;
    QString m_sums;
};

} // namespace faultline
