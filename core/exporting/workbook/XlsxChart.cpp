// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/workbook/XlsxChart.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
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

// Which curve it is comes last, so that the figures have the same columns with and without it.
QStringList curveHeading(const ChartData& data)
{
    QStringList titles{data.categoryTitle, data.valueTitle};
    if (!data.fitTitle.isEmpty())
        titles << data.fitTitle;
    if (!data.upperTitle.isEmpty())
        titles << data.lowerTitle << data.upperTitle;
    if (!data.rows.isEmpty())
        titles << data.rowTitle;
    return titles;
}

// Categories that weren't observed in full get an asterisk.
ChartData withAsterisks(ChartData data)
{
    const QList<bool> incomplete = data.incompleteCategories();
    for (qsizetype i = 0; i < incomplete.size(); ++i) {
        if (incomplete.at(i))
            data.categories[i] += u" *"_s;
    }
    return data;
}

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
    case ChartSpec::Kind::Curve:
        return curveHeading(data);
    case ChartSpec::Kind::Trend:
    case ChartSpec::Kind::Histogram:
        break;
    }
    return {data.categoryTitle, data.valueTitle};
}

} // namespace

XlsxChart::XlsxChart(
    lxw_workbook* workbook, XlsxSheet& sheet, XlsxFormats& formats, const ChartData& data,
    lxw_col_t firstColumn)
    : m_workbook(workbook)
    , m_sheet(sheet)
    , m_formats(formats)
    , m_data(withAsterisks(data))
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
    if (m_data.kind == ChartSpec::Kind::Curve) {
        writeCurveRow(row);
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
    if (m_data.hasIncomplete())
        m_sheet.text(0, column(at + 1), Text::tr("* not observed in full"));
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

void XlsxChart::writeCurveRow(lxw_row_t row)
{
    const ChartData::Mark& mark = m_data.marks.at(row - 1);
    const ChartData::CurvePoint& point = m_data.curve.at(row - 1);
    // Excel warns of figures that have no place on a logarithmic axis.
    const auto write = [&](int column, double figure, int decimals) {
        if (std::isfinite(figure) && (!m_data.isLogLog() || figure > 0))
            m_sheet.number(row, this->column(column), figure, m_formats.figure(decimals));
    };
    if (const auto zone = LocalTime::fromName(m_data.timeZone);
        !m_data.timeZone.isEmpty() && zone) {
        const Instant at{static_cast<qint64>(std::round(point.x * 1e6))};
        m_sheet.time(row, column(0), ZonedTime::in(*zone, at), m_formats);
    } else if (!m_data.isLogLog() || point.x > 0) {
        m_sheet.number(row, column(0), point.x, m_formats.figure(m_data.categoryDecimals));
    }
    int at = 1;
    write(at++, mark.value, m_data.decimals);
    if (!m_data.fitTitle.isEmpty())
        write(at++, point.fit, m_data.fitDecimals);
    if (!m_data.upperTitle.isEmpty()) {
        write(at++, point.lower, m_data.fitDecimals);
        write(at++, point.upper, m_data.fitDecimals);
    }
    if (!m_data.rows.isEmpty())
        m_sheet.text(row, column(at), m_data.rows.at(mark.row));
}

void XlsxChart::insert()
{
    constexpr double kMinWidth = 10;
    constexpr double kMargin = 2;
    constexpr double kTimeWidth = 26;
    int at = 0;
    for (const QString& title : headingOf(m_data)) {
        const double least = at == 0 && !m_data.timeZone.isEmpty() ? kTimeWidth : kMinWidth;
        const double width = std::max(least, static_cast<double>(title.size()) + kMargin);
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
    case ChartSpec::Kind::Curve:
        insertCurves();
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

lxw_chart_series* XlsxChart::addCurve(lxw_chart* chart, int column, lxw_row_t first, lxw_row_t last)
{
    lxw_chart_series* series = ::chart_add_series(chart, nullptr, nullptr);
    const char* sheet = m_sheet.name().constData();
    ::chart_series_set_categories(series, sheet, first, this->column(0), last, this->column(0));
    ::chart_series_set_values(
        series, sheet, first, this->column(column), last, this->column(column));
    if (m_data.rows.isEmpty())
        ::chart_series_set_name_range(series, sheet, 0, this->column(column));
    else
        ::chart_series_set_name_range(series, sheet, first, this->column(m_columnCount - 1));
    return series;
}

// Each curve's rows follow one another.
void XlsxChart::insertCurves()
{
    constexpr std::array<lxw_color_t, kMaxCurves> kColours{0x2F6DB5, 0xC2571A, 0x2A8A45,
                                                           0x8A4CC0, 0xB83355, 0x7A6C19};
    constexpr lxw_row_t kFew = 100;
    lxw_chart* chart =
        newChart(LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS, m_data.title, m_data.valueTitle);
    ::chart_show_blanks_as(chart, LXW_CHART_BLANKS_AS_CONNECTED);
    const int figures = m_columnCount - (m_data.rows.isEmpty() ? 0 : 1);
    const bool areSeveral = m_data.rows.size() > 1;
    const bool hasFit = !m_data.fitTitle.isEmpty();
    QList<int16_t> unnamed; // in the legend: a name for each curve is enough
    int16_t count = 0;
    for (lxw_row_t first = 1; first < m_rowCount;) {
        const int curve = m_data.marks.at(first - 1).row;
        lxw_row_t last = first;
        while (last + 1 < m_rowCount && m_data.marks.at(last).row == curve)
            ++last;
        for (int column = 1; column < figures; ++column) {
            lxw_chart_series* series = addCurve(chart, column, first, last);
            lxw_chart_line line{};
            line.color =
                kColours.at(static_cast<std::size_t>(!areSeveral && column > 1 ? 1 : curve));
            const bool isBound = column > (hasFit ? 2 : 1);
            line.width = column == 1 ? 2 : 1;
            if (isBound)
                line.dash_type = LXW_CHART_LINE_DASH_DASH;
            ::chart_series_set_line(series, &line);
            const bool hasMarkers = column == 1 && m_rowCount <= kFew;
            ::chart_series_set_marker_type(
                series, hasMarkers ? LXW_CHART_MARKER_CIRCLE : LXW_CHART_MARKER_NONE);
            if (column == 2 && hasFit)
                ::chart_series_set_smooth(series, LXW_TRUE);
            if (areSeveral && column > 1)
                unnamed << count;
            ++count;
        }
        first = last + 1;
    }
    if (count > 1)
        ::chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    if (!unnamed.isEmpty()) {
        unnamed << -1;
        ::chart_legend_delete_series(chart, unnamed.data());
    }
    if (!m_data.timeZone.isEmpty())
        ::chart_axis_set_num_format(chart->x_axis, "yyyy\\-mm\\-dd");
    if (m_data.isLogLog()) {
        constexpr uint16_t kBase = 10;
        ::chart_axis_set_log_base(chart->x_axis, kBase);
        ::chart_axis_set_log_base(chart->y_axis, kBase);
    } else {
        beginAtZero(chart);
    }
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
