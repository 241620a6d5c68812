// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/charts/HeatmapMarks.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace faultline {

namespace {

constexpr qsizetype kMaxHeatmapCells = 1'000'000;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

void addTo(double& sum, double figure)
{
    if (std::isnan(sum))
        sum = figure;
    else if (!std::isnan(figure))
        sum += figure;
}

} // namespace

void HeatmapMarks::add(const ReportRow& row, int tableRow)
{
    if (m_isTooLarge)
        return;
    if (m_cells.size() == kMaxHeatmapCells) {
        m_isTooLarge = true;
        m_cells = {};
        m_indexes = {};
        m_categories = {};
        m_rows = {};
        m_sums = {};
        return;
    }
    const double figure = figureOf(row.at(m_figure));
    const int rowIndex = m_rows.indexOf(m_row.labelOf(row));
    const int category = m_categories.indexOf(m_category.labelOf(row));
    const auto known = m_indexes.constFind({category, rowIndex});
    if (known == m_indexes.cend()) {
        m_indexes.insert({category, rowIndex}, m_cells.size());
        m_cells << ChartData::Mark{
            category, rowIndex, figure, tableRow, m_complete.isIncomplete(row)};
    } else {
        // Rows with the same labels: drawn over each other, one would be lost.
        addTo(m_cells[*known].value, figure);
    }
    if (rowIndex == m_sums.size())
        m_sums << 0;
    if (!std::isnan(figure))
        m_sums[rowIndex] += figure;
}

void HeatmapMarks::build(ChartData& data)
{
    const qsizetype columns = m_categories.labels().size();
    if (m_isTooLarge || columns > kMaxChartMarks) {
        data.note = Text::tr("too many cells to draw");
        return;
    }
    // Cells without a figure are hatched beside others; alone, they would be no chart.
    const bool hasFigure = std::any_of(
        m_cells.cbegin(), m_cells.cend(), [](const auto& cell) { return !std::isnan(cell.value); });
    if (!hasFigure)
        return;
    data.categories = m_categories.labels();
    data.rows = m_rows.labels();
    data.marks = std::move(m_cells);
    if (columns > 0)
        keepLargestRows(data, std::min<qsizetype>(kMaxHeatmapRows, kMaxChartMarks / columns));
}

// The rows with the largest sums, in their original order.
void HeatmapMarks::keepLargestRows(ChartData& data, qsizetype most) const
{
    if (data.rows.size() <= most)
        return;
    QList<int> order(data.rows.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(
        order.begin(), order.end(), [this](int a, int b) { return m_sums.at(a) > m_sums.at(b); });
    order.resize(most);
    std::sort(order.begin(), order.end());
    QHash<int, int> indexes;
    QStringList rows;
    for (const int row : std::as_const(order)) {
        indexes.insert(row, static_cast<int>(rows.size()));
        rows << data.rows.at(row);
    }
    data.note = Text::tr("The %1 rows with the largest sums, of %2")
                    .arg(shownNumber(rows.size()), shownNumber(data.rows.size()));
    data.rows = rows;
    data.marks.removeIf([&](const ChartData::Mark& mark) { return !indexes.contains(mark.row); });
    data.marks.squeeze();
    for (ChartData::Mark& mark : data.marks)
        mark.row = indexes.value(mark.row);
}

} // namespace faultline
