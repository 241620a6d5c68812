// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/reports/ReportLane.h"
#include "reports/query/ReportQuery.h"
#include "widgets/ElidedLabel.h"

namespace faultline {

class ReportTableModel;

/// How many rows a report has, and the sums over its whole result: those that came
/// with the rows, or of the rows in the table when these are all; else asked for.
class ReportFooter : public ElidedLabel
{
    Q_OBJECT

public:
    explicit ReportFooter(QueryRunner& queries, QWidget* parent = nullptr);

    /// The model has rows, and with its first page an answer whose sums aren't known. Without a
    /// `reader` the report is one of the program's.
    void
    showRows(const ReportTableModel& model, bool isFirst, const ReaderCredentials::Finder& reader);
    void showNothing();

private:
    void say(const QString& text);
    void showTotals(const ReportDefinition& report, const ReportTotals& totals);

    ReportLane m_lane;
    QString m_rows;
    QString m_sums;
};

} // namespace faultline
