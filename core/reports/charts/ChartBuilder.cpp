// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/charts/ChartBuilder.h"

#include "readings/ZonedTime.h"
#include "reports/charts/ChartMarks.h"
#include "reports/charts/CurveMarks.h"
#include "reports/charts/HeatmapMarks.h"
#include "reports/definition/ReportWords.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

} // namespace

double figureOf(const QVariant& value)
{
    bool ok = false;
    const double figure = value.toDouble(&ok);
    return ok && !value.isNull() ? figure : std::numeric_limits<double>::quiet_NaN();
}

QString shownNumber(qint64 count)
{
    return QLocale().toString(count);
}

QString CellText::operator()(const QVariant& value) const
{
    if (value.isNull())
        return Text::tr("(none)");
    const auto instant = instantOf(value);
    if (!instant)
        return shownText(m_column, value.toString());
    const auto time = ZonedTime::in(m_zone, *instant);
    const QString minute = time.clock().toString(u"yyyy-MM-dd HH:mm"_s);
    return time.needsOffset ? minute + time.offsetText() : minute;
}

namespace {

// A name isn't a machine word, even if it looks like one.
QString nameOf(const QVariant& value)
{
    return value.isNull() ? Text::tr("(none)") : value.toString();
}

} // namespace

QString LabelColumns::labelOf(const ReportRow& row) const
{
    if (name < 0)
        return nameOf(row.at(plant));
    const QString label = textOf(row.at(name));
    return plant < 0 ? label : label + u" · "_s + nameOf(row.at(plant));
}

bool CompleteColumn::isIncomplete(const ReportRow& row) const
{
    return m_column >= 0 && row.at(m_column).toString() == "no"_L1;
}

int Labels::indexOf(const QString& label)
{
    const auto known = m_indexes.constFind(label);
    if (known != m_indexes.cend())
        return *known;
    const int index = static_cast<int>(m_labels.size());
    m_indexes.insert(label, index);
    m_labels << label;
    return index;
}

namespace {

// Times are in one zone. The days, weeks and months of a trend are those of each plant.
QString titleOf(const ReportColumn& column, ChartSpec::Kind kind, const PlantClocks& clocks)
{
    if (column.type == ReportColumn::Type::Timestamp)
        return zoned(column.title, clocks.commonZone().name());
    return kind == ChartSpec::Kind::Trend ? clocks.heading(column.title) : column.title;
}

void addMark(
    ChartData& data, const QString& category, double value, int tableRow, bool isIncomplete = false)
{
    data.marks << ChartData::Mark{
        static_cast<int>(data.categories.size()), 0, value, tableRow, isIncomplete};
    data.categories << category;
}

class ParetoMarks : public ChartBuilder::Marks
{
public:
    ParetoMarks(LabelColumns category, qsizetype figure)
        : m_category(std::move(category))
        , m_figure(figure)
    {}

    void add(const ReportRow& row, int tableRow) override
    {
        const double figure = figureOf(row.at(m_figure));
        if (!(figure > 0))
            return;
        m_total += figure;
        ++m_count;
        // After those that are as large and came first.
        const auto position = std::upper_bound(
            m_largest.cbegin(), m_largest.cend(), figure,
            [](double value, const Bar& bar) { return value > bar.figure; });
        if (position == m_largest.cend() && m_largest.size() == kMaxChartCategories)
            return;
        m_largest.insert(position, Bar{m_category.labelOf(row), figure, tableRow});
        if (m_largest.size() > kMaxChartCategories)
            m_largest.removeLast();
    }

    void build(ChartData& data) override
    {
        data.total = m_total;
        // If there are too many, the last bar is for the others.
        const qint64 single = m_count > kMaxChartCategories ? kMaxChartCategories - 1 : m_count;
        double rest = m_total;
        for (qsizetype i = 0; i < single; ++i) {
            const Bar& bar = m_largest.at(i);
            addMark(data, bar.category, bar.figure, bar.tableRow);
            rest -= bar.figure;
        }
        if (single == m_count)
            return;
        const auto others = static_cast<int>(m_count - single);
        addMark(data, Text::tr("%Ln other(s)", nullptr, others), rest, -1);
        data.note = Text::tr("The first %1 of %2 are shown separately")
                        .arg(shownNumber(single), shownNumber(m_count));
    }

private:
    struct Bar
    {
        QString category;
        double figure = 0;
        int tableRow = 0;
    };

    const LabelColumns m_category;
    const qsizetype m_figure;
    QList<Bar> m_largest;
    double m_total = 0;
    qint64 m_count = 0;
};

// For trends and histograms.
class SequenceMarks : public ChartBuilder::Marks
{
public:
    SequenceMarks(LabelColumns category, qsizetype figure, CompleteColumn complete)
        : m_category(std::move(category))
        , m_figure(figure)
        , m_complete(complete)
    {}

    void add(const ReportRow& row, int tableRow) override
    {
        if (++m_count <= kMaxChartMarks)
            addMark(
                m_first, m_category.labelOf(row), figureOf(row.at(m_figure)), tableRow,
                m_complete.isIncomplete(row));
    }

    void build(ChartData& data) override
    {
        data.categories = std::move(m_first.categories);
        data.marks = std::move(m_first.marks);
        if (m_count > data.marks.size()) {
            data.note = Text::tr("The first %1 of %2 are shown")
                            .arg(shownNumber(data.marks.size()), shownNumber(m_count));
        }
        // Some reports list the newest first, because that is what people want to read first.
        const bool isBackwards = data.kind == ChartSpec::Kind::Trend && data.marks.size() > 1
                                 && data.categories.constFirst() > data.categories.constLast();
        if (!isBackwards)
            return;
        std::reverse(data.categories.begin(), data.categories.end());
        std::reverse(data.marks.begin(), data.marks.end());
        for (int i = 0; i < data.marks.size(); ++i)
            data.marks[i].category = i;
    }

private:
    const LabelColumns m_category;
    const qsizetype m_figure;
    const CompleteColumn m_complete;
    ChartData m_first;
    qint64 m_count = 0;
};

class BoxMarks : public ChartBuilder::Marks
{
public:
    BoxMarks(LabelColumns category, const QList<qsizetype>& figures)
        : m_category(std::move(category))
        , m_figures(figures)
    {}

    void add(const ReportRow& row, int tableRow) override
    {
        QList<double> figures;
        for (const qsizetype column : m_figures)
            figures << figureOf(row.at(column));
        const bool isWhole = std::none_of(
            figures.cbegin(), figures.cend(), [](double each) { return std::isnan(each); });
        if (!isWhole || ++m_count > kMaxChartCategories)
            return;
        addMark(m_first, m_category.labelOf(row), figures.at(2), tableRow);
        m_first.boxes << ChartData::Box{
            figures.at(0), figures.at(1), figures.at(2), figures.at(3), figures.at(4)};
    }

    void build(ChartData& data) override
    {
        data.categories = std::move(m_first.categories);
        data.marks = std::move(m_first.marks);
        data.boxes = std::move(m_first.boxes);
        if (m_count > data.marks.size()) {
            data.note = Text::tr("The first %1 of %2 are shown")
                            .arg(shownNumber(data.marks.size()), shownNumber(m_count));
        }
    }

private:
    const LabelColumns m_category;
    const QList<qsizetype> m_figures;
    ChartData m_first;
    qint64 m_count = 0;
};

std::unique_ptr<ChartBuilder::Marks>
marksOf(const ReportDefinition& report, qsizetype category, qsizetype figure, const LocalTime& zone)
{
    const ChartSpec& spec = *report.chart;
    const qsizetype plant = report.plantColumn();
    const auto columnAt = [&report](const QString& name) {
        return name.isEmpty() ? -1 : report.columnAt(name);
    };
    const CompleteColumn complete(columnAt(spec.complete));
    const CellText text(zone, report.columns.at(category));
    const qsizetype rowColumn = columnAt(spec.row);
    const CellText rowText(zone, rowColumn < 0 ? ReportColumn() : report.columns.at(rowColumn));
    switch (spec.kind) {
    case ChartSpec::Kind::Pareto:
        return std::make_unique<ParetoMarks>(LabelColumns{text, category, plant}, figure);
    case ChartSpec::Kind::Heatmap:
        return std::make_unique<HeatmapMarks>(
            LabelColumns{text, category}, LabelColumns{rowText, rowColumn, plant}, figure,
            complete);
    case ChartSpec::Kind::Box: {
        QList<qsizetype> figures;
        for (const QString& name : spec.values)
            figures << report.columnAt(name);
        return std::make_unique<BoxMarks>(LabelColumns{text, category, plant}, figures);
    }
    case ChartSpec::Kind::Curve:
        return std::make_unique<CurveMarks>(
            CurveMarks::Columns{
                category, figure, columnAt(spec.fit), columnAt(spec.band.value(0)),
                columnAt(spec.band.value(1))},
            LabelColumns{rowText, rowColumn, plant}, text);
    case ChartSpec::Kind::Trend:
    case ChartSpec::Kind::Histogram:
        break;
    }
    return std::make_unique<SequenceMarks>(LabelColumns{text, category}, figure, complete);
}

void describeCurve(ChartData& data, const ReportDefinition& report, const PlantClocks& clocks)
{
    const ChartSpec& spec = *report.chart;
    const auto titleOf = [&report](const QString& name) {
        return name.isEmpty() ? QString() : report.columns.at(report.columnAt(name)).title;
    };
    const ReportColumn& category = report.columns.at(report.columnAt(spec.category));
    data.categoryDecimals = category.decimals;
    if (category.type == ReportColumn::Type::Timestamp)
        data.timeZone = clocks.commonZone().name();
    if (spec.row.isEmpty() && report.plantColumn() >= 0)
        data.rowTitle = report.columns.at(report.plantColumn()).title;
    for (const QString& name : spec.band + QStringList{spec.fit}) {
        if (!name.isEmpty())
            data.fitDecimals =
                std::max(data.fitDecimals, report.columns.at(report.columnAt(name)).decimals);
    }
    data.fitTitle = titleOf(spec.fit);
    data.lowerTitle = titleOf(spec.band.value(0));
    data.upperTitle = titleOf(spec.band.value(1));
    data.scale = spec.scale;
}

} // namespace

ChartBuilder::ChartBuilder(const ReportDefinition& report, int value, const PlantClocks& clocks)
{
    const ChartSpec& spec = *report.chart;
    // A box has the name of its median column.
    const bool isBox = spec.kind == ChartSpec::Kind::Box;
    const qsizetype category = report.columnAt(spec.category);
    const qsizetype figure = report.columnAt(spec.values.at(isBox ? 2 : value));
    m_data.kind = spec.kind;
    m_data.title = report.title;
    m_data.categoryTitle = titleOf(report.columns.at(category), spec.kind, clocks);
    m_data.valueTitle = report.columns.at(figure).title;
    m_data.decimals = report.columns.at(figure).decimals;
    if (!spec.row.isEmpty())
        m_data.rowTitle = titleOf(report.columns.at(report.columnAt(spec.row)), spec.kind, clocks);
    if (spec.kind == ChartSpec::Kind::Curve)
        describeCurve(m_data, report, clocks);
    m_marks = marksOf(report, category, figure, clocks.commonZone());
}

ChartBuilder::ChartBuilder(ChartBuilder&& other) noexcept = default;

ChartBuilder::~ChartBuilder() = default;

void ChartBuilder::add(const ReportRow& row)
{
    m_marks->add(row, m_rows++);
}

ChartData ChartBuilder::build()
{
    m_marks->build(m_data);
    return std::move(m_data);
}

ChartData chartData(
    const ReportDefinition& report, const QList<ReportRow>& rows, int value,
    const PlantClocks& clocks)
{
    ChartBuilder builder(report, value, clocks);
    for (const ReportRow& row : rows)
        builder.add(row);
    return builder.build();
}

} // namespace faultline
