// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxChart.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr lxw_color_t kBarColour = 0x2F6DB5;
constexpr lxw_color_t kLineColour = 0xC2571A;
constexpr lxw_color_t kHighColour = 0xC2571A;
constexpr lxw_color_t kLowColour = 0xFFF7E8;
constexpr double kWide = 1.5;
constexpr lxw_row_t kRowsOfChart = 16;
constexpr double kVitalFew = 0.8;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(XlsxChart)
};

QStringList headingOf(const ChartData& data)
{
    switch (data.kind) {
    case ChartSpec::Kind::Pareto:
        return {data.categoryTitle, data.valueTitle, Text::tr("Cumulative share"), u"80 %"_s};
    case ChartSpec::Kind::Heatmap:
        return QStringList{data.rowTitle + u" / "_s + data.categoryTitle} + data.categories;
    case ChartSpec::Kind::Box:
        return {data.categoryTitle, Text::tr("Lower quartile"), Text::tr("Minimum"),
                Text::tr("Median"), Text::tr("Maximum"),        Text::tr("Upper quartile")};
    case ChartSpec::Kind::Trend:
    case ChartSpec::Kind::Histogram:
        break;
    }
    return {data.categoryTitle, data.valueTitle};
}

} // namespace

XlsxChart::XlsxChart(
    lxw_workbook* workbook, XlsxSheet& sheet, const XlsxFormats& formats, const ChartData& data,
    lxw_col_t firstColumn)
    : m_workbook(workbook)
    , m_sheet(sheet)
    , m_formats(formats)
    , m_data(data)
    , m_firstColumn(firstColumn)
    , m_rowCount(
          1
          + static_cast<lxw_row_t>(
              data.kind == ChartSpec::Kind::Heatmap ? data.rows.size() : data.marks.size()))
    , m_columnCount(static_cast<int>(headingOf(data).size()))
{}

QByteArray XlsxChart::cell(int column, lxw_row_t row) const
{
    char text[LXW_MAX_CELL_NAME_LENGTH] = {};
    ::lxw_rowcol_to_cell_abs(text, row, this->column(column), 1, 1);
    return text;
}

void XlsxChart::writeRow(lxw_row_t row)
{
    if (row >= m_rowCount)
        return;
    if (row == 0) {
        writeHeading();
        return;
    }
    if (m_data.kind == ChartSpec::Kind::Heatmap) {
        writeHeatmapRow(row);
        return;
    }
    const ChartData::Mark& mark = m_data.marks.at(row - 1);
    writeCategory(row, mark);
    if (m_data.kind == ChartSpec::Kind::Box) {
        const ChartData::Box& box = m_data.boxes.at(row - 1);
        int column = 1;
        for (const double value :
             {box.lowerQuartile, box.minimum, box.median, box.maximum, box.upperQuartile})
            writeFigure(row, column++, value);
        return;
    }
    writeFigure(row, 1, mark.value);
    if (m_data.kind != ChartSpec::Kind::Pareto)
        return;
    m_sum += mark.value;
    const QByteArray first = cell(1, 1);
    const QByteArray share = "=SUM(" + first + ":" + cell(1, row) + ")/SUM(" + first + ":"
                             + cell(1, m_rowCount - 1) + ")";
    m_sheet.formula(
        row, column(2), share, m_data.total > 0 ? m_sum / m_data.total : 0, m_formats.share);
    m_sheet.number(row, column(3), kVitalFew, m_formats.share);
}

void XlsxChart::writeHeading()
{
    int at = 0;
    for (const QString& title : headingOf(m_data))
        m_sheet.text(0, column(at++), title, m_formats.header);
}

void XlsxChart::writeCategory(lxw_row_t row, const ChartData::Mark& mark)
{
    m_sheet.text(row, column(0), m_data.categories.at(mark.category));
}

void XlsxChart::writeFigure(lxw_row_t row, int column, double value)
{
    if (std::isfinite(value))
        m_sheet.number(row, this->column(column), value, m_formats.figure(m_data.decimals));
}

void XlsxChart::writeHeatmapRow(lxw_row_t row)
{
    m_sheet.text(row, column(0), m_data.rows.at(row - 1));
    QList<double> values(m_data.categories.size(), std::nan(""));
    for (const ChartData::Mark& mark : m_data.marks) {
        if (mark.row == static_cast<int>(row) - 1)
            values[mark.category] = mark.value;
    }
    for (int i = 0; i < values.size(); ++i)
        writeFigure(row, i + 1, values.at(i));
}

void XlsxChart::insert()
{
    constexpr double kMinWidth = 10;
    constexpr double kMargin = 2;
    int at = 0;
    for (const QString& title : headingOf(m_data)) {
        const double width = std::max(kMinWidth, static_cast<double>(title.size()) + kMargin);
        ::worksheet_set_column(m_sheet.worksheet(), column(at), column(at), width, nullptr);
        ++at;
    }
    if (m_rowCount < 2)
        return;
    switch (m_data.kind) {
    case ChartSpec::Kind::Heatmap:
        colourHeatmap();
        return;
    case ChartSpec::Kind::Pareto:
        insertPareto();
        return;
    case ChartSpec::Kind::Box:
        insertBox();
        return;
    case ChartSpec::Kind::Trend:
    case ChartSpec::Kind::Histogram:
        break;
    }
    const bool isTrend = m_data.kind == ChartSpec::Kind::Trend;
    lxw_chart* chart =
        newChart(isTrend ? LXW_CHART_LINE : LXW_CHART_COLUMN, m_data.title, m_data.valueTitle);
    beginAtZero(chart);
    lxw_chart_series* series = addSeries(chart, 1);
    if (isTrend) {
        lxw_chart_line line{};
        line.color = kBarColour;
        line.width = 2;
        ::chart_series_set_line(series, &line);
    } else {
        ::chart_set_series_gap(chart, 0);
    }
    insertChart(chart, 1);
}

void XlsxChart::insertPareto()
{
    lxw_chart* bars = newChart(LXW_CHART_COLUMN, m_data.title, m_data.valueTitle);
    beginAtZero(bars);
    lxw_chart_series* series = addSeries(bars, 1);
    lxw_chart_fill fill{};
    fill.color = kBarColour;
    ::chart_series_set_fill(series, &fill);
    constexpr uint16_t kGapPercent = 30;
    ::chart_set_series_gap(bars, kGapPercent);
    insertChart(bars, 1);

    const QString share = Text::tr("Cumulative share of %1").arg(m_data.valueTitle);
    lxw_chart* curve = newChart(LXW_CHART_LINE, share, {});
    lxw_chart_line line{};
    line.color = kLineColour;
    line.width = 2;
    ::chart_series_set_line(addSeries(curve, 2), &line);
    lxw_chart_line mark{};
    mark.color = LXW_COLOR_GRAY;
    mark.width = 1;
    mark.dash_type = LXW_CHART_LINE_DASH_DASH;
    ::chart_series_set_line(addSeries(curve, 3), &mark);
    ::chart_axis_set_min(curve->y_axis, 0);
    ::chart_axis_set_max(curve->y_axis, 1);
    ::chart_axis_set_num_format(curve->y_axis, "0%");
    insertChart(curve, 1 + kRowsOfChart + 1);
}

// Lengths are compared, and a spreadsheet would cut off their common part.
void XlsxChart::beginAtZero(lxw_chart* chart) const
{
    const bool hasNegative =
        std::any_of(m_data.marks.cbegin(), m_data.marks.cend(), [](const ChartData::Mark& mark) {
            return mark.value < 0;
        });
    if (!hasNegative)
        ::chart_axis_set_min(chart->y_axis, 0);
}

// Excel draws a bar from a point's first series to its last, and a line from the lowest to the
// highest.
void XlsxChart::insertBox()
{
    lxw_chart* chart = newChart(LXW_CHART_LINE, m_data.title, m_data.valueTitle);
    for (int column = 1; column < m_columnCount; ++column) {
        lxw_chart_series* series = addSeries(chart, column);
        lxw_chart_line none{};
        none.none = 1;
        ::chart_series_set_line(series, &none);
        // Programs other than Excel may omit the bars; then the markers show the values.
        const bool isMedian = column == 3;
        const bool isEnd = column == 2 || column == 4;
        ::chart_series_set_marker_type(
            series, isMedian ? LXW_CHART_MARKER_LONG_DASH
                    : isEnd  ? LXW_CHART_MARKER_SHORT_DASH
                             : LXW_CHART_MARKER_SQUARE);
        lxw_chart_line outline{};
        outline.color = kBarColour;
        lxw_chart_fill inside{};
        inside.color = isMedian ? kLineColour : kBarColour;
        ::chart_series_set_marker_line(series, &outline);
        ::chart_series_set_marker_fill(series, &inside);
    }
    ::chart_set_high_low_lines(chart, nullptr);
    lxw_chart_line border{};
    border.color = kBarColour;
    lxw_chart_fill fill{};
    fill.color = kLowColour;
    ::chart_set_up_down_bars_format(chart, &border, &fill, &border, &fill);
    insertChart(chart, 1);
}

void XlsxChart::colourHeatmap()
{
    lxw_conditional_format scale{};
    scale.type = LXW_CONDITIONAL_2_COLOR_SCALE;
    scale.min_color = kLowColour;
    scale.max_color = kHighColour;
    ::worksheet_conditional_format_range(
        m_sheet.worksheet(), 1, column(1), m_rowCount - 1, column(m_columnCount - 1), &scale);
}

lxw_chart* XlsxChart::newChart(uint8_t type, const QString& title, const QString& valueTitle)
{
    lxw_chart* chart = ::workbook_add_chart(m_workbook, type);
    ::chart_title_set_name(chart, xlsxTitle(title).constData());
    ::chart_axis_set_name(chart->x_axis, xlsxTitle(m_data.categoryTitle).constData());
    if (!valueTitle.isEmpty())
        ::chart_axis_set_name(chart->y_axis, xlsxTitle(valueTitle).constData());
    ::chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    // Otherwise rows hidden by the table's filter would also be missing from the chart.
    ::chart_show_hidden_data(chart);
    return chart;
}

lxw_chart_series* XlsxChart::addSeries(lxw_chart* chart, int column)
{
    lxw_chart_series* series = ::chart_add_series(chart, nullptr, nullptr);
    const char* sheet = m_sheet.name().constData();
    const lxw_row_t last = m_rowCount - 1;
    ::chart_series_set_categories(series, sheet, 1, this->column(0), last, this->column(0));
    ::chart_series_set_values(series, sheet, 1, this->column(column), last, this->column(column));
    ::chart_series_set_name_range(series, sheet, 0, this->column(column));
    return series;
}

void XlsxChart::insertChart(lxw_chart* chart, lxw_row_t row)
{
    lxw_chart_options options{};
    options.x_scale = kWide;
    options.y_scale = 1;
    ::worksheet_insert_chart_opt(
        m_sheet.worksheet(), row, column(m_columnCount + 1), chart, &options);
}

} // namespace faultline
