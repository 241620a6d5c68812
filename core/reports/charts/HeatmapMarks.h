// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/charts/ChartMarks.h"

#include <QHash>
#include <QList>

#include <utility>

namespace faultline {

/// The cells of a heatmap. Only the end shows which rows have the largest sums, so it keeps up to a
/// million cells.
class HeatmapMarks : public ChartBuilder::Marks
{
public:
    HeatmapMarks(LabelColumns category, LabelColumns row, qsizetype figure, CompleteColumn complete)
        : m_category(std::move(category))
        , m_row(std::move(row))
        , m_figure(figure)
        , m_complete(complete)
    {}

    void add(const ReportRow& row, int tableRow) override;
    void build(ChartData& data) override;

private:
    void keepLargestRows(ChartData& data, qsizetype most) const;

    const LabelColumns m_category;
    const LabelColumns m_row;
    const qsizetype m_figure;
    const CompleteColumn m_complete;
    Labels m_categories;
    Labels m_rows;
    QList<double> m_sums; ///< One for each row.
    QList<ChartData::Mark> m_cells;
    QHash<std::pair<int, int>, qsizetype> m_indexes; ///< Index in m_cells, by category and row.
    bool m_isTooLarge = false;
};

} // namespace faultline
