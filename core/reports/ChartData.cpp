// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/ChartData.h"

#include "reports/Instant.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ChartData)
};

double figureOf(const QVariant& value)
{
    bool ok = false;
    const double figure = value.toDouble(&ok);
    return ok && !value.isNull() ? figure : std::numeric_limits<double>::quiet_NaN();
}

QString labelOf(const QVariant& value)
{
    if (value.isNull())
        return Text::tr("(none)");
    if (const auto instant = instantOf(value))
        return instant->toDateTime().toString(u"yyyy-MM-dd HH:mm"_s);
    return value.toString();
}

// Gives each label its place, in the order of first sight.
class Labels
{
public:
    int placeOf(const QString& label)
    {
        const auto known = m_places.constFind(label);
        if (known != m_places.cend())
            return *known;
        const int place = static_cast<int>(m_labels.size());
        m_places.insert(label, place);
        m_labels << label;
        return place;
    }
    const QStringList& labels() const { return m_labels; }

private:
    QHash<QString, int> m_places;
    QStringList m_labels;
};

class ChartBuilder
{
public:
    ChartBuilder(const ReportDefinition& report, const QList<ReportRow>& rows, int value)
        : m_report(report)
        , m_rows(rows)
        , m_spec(*report.chart)
        , m_category(column(m_spec.category))
        , m_figure(column(m_spec.values.at(m_spec.kind == ChartSpec::Kind::Box ? 2 : value)))
    {
        m_data.kind = m_spec.kind;
        m_data.title = report.title;
        m_data.categoryTitle = report.columns.at(m_category).title;
        m_data.valueTitle = report.columns.at(m_figure).title;
        m_data.decimals = report.columns.at(m_figure).decimals;
    }

    ChartData build()
    {
        switch (m_spec.kind) {
        case ChartSpec::Kind::Pareto:
            buildPareto();
            break;
        case ChartSpec::Kind::Heatmap:
            buildHeatmap();
            break;
        case ChartSpec::Kind::Box:
            buildBoxes();
            break;
        case ChartSpec::Kind::Trend:
        case ChartSpec::Kind::Histogram:
            buildSequence();
            break;
        }
        return std::move(m_data);
    }

private:
    qsizetype column(const QString& name) const { return m_report.columnAt(name); }
    double figure(qsizetype row) const { return figureOf(m_rows.at(row).at(m_figure)); }
    QString category(qsizetype row) const { return labelOf(m_rows.at(row).at(m_category)); }

    void buildPareto()
    {
        QList<int> order;
        for (int row = 0; row < m_rows.size(); ++row) {
            if (figure(row) > 0) {
                order << row;
                m_data.total += figure(row);
            }
        }
        std::stable_sort(
            order.begin(), order.end(), [this](int a, int b) { return figure(a) > figure(b); });
        // With one too many, the last place is that of the others.
        const qsizetype shown =
            order.size() > kMostChartCategories ? kMostChartCategories - 1 : order.size();
        double rest = m_data.total;
        for (qsizetype i = 0; i < shown; ++i) {
            const int row = order.at(i);
            add(category(row), figure(row), row);
            rest -= figure(row);
        }
        if (shown < order.size()) {
            const auto others = static_cast<int>(order.size() - shown);
            add(Text::tr("%Ln other(s)", nullptr, others), rest, -1);
            m_data.note = Text::tr("The first %1 of %2 are shown one by one")
                              .arg(QLocale().toString(shown), QLocale().toString(order.size()));
        }
    }

    void buildSequence()
    {
        for (int row = 0; row < m_rows.size(); ++row)
            add(category(row), figure(row), row);
        // Reports give the newest first where that is what one wants to read first.
        const bool isBackwards = m_data.kind == ChartSpec::Kind::Trend && m_data.marks.size() > 1
                                 && m_data.categories.constFirst() > m_data.categories.constLast();
        if (!isBackwards)
            return;
        std::reverse(m_data.categories.begin(), m_data.categories.end());
        std::reverse(m_data.marks.begin(), m_data.marks.end());
        for (int i = 0; i < m_data.marks.size(); ++i)
            m_data.marks[i].category = i;
    }

    void buildHeatmap()
    {
        const qsizetype rowColumn = column(m_spec.row);
        m_data.rowTitle = m_report.columns.at(rowColumn).title;
        Labels categories;
        Labels rows;
        QHash<int, double> sums;
        QHash<std::pair<int, int>, qsizetype> cells;
        for (int row = 0; row < m_rows.size(); ++row) {
            const int place = rows.placeOf(labelOf(m_rows.at(row).at(rowColumn)));
            const int at = categories.placeOf(category(row));
            const auto known = cells.constFind({at, place});
            if (known == cells.cend()) {
                cells.insert({at, place}, m_data.marks.size());
                m_data.marks << ChartData::Mark{at, place, figure(row), row};
            } else {
                // Rows that a report doesn't tell apart: drawn over each other, one would be lost.
                addTo(m_data.marks[*known].value, figure(row));
            }
            if (!std::isnan(figure(row)))
                sums[place] += figure(row);
        }
        m_data.categories = categories.labels();
        m_data.rows = rows.labels();
        keepLargestRows(sums);
    }

    static void addTo(double& sum, double figure)
    {
        if (std::isnan(sum))
            sum = figure;
        else if (!std::isnan(figure))
            sum += figure;
    }

    // The rows with the largest sums, in the order in which they were.
    void keepLargestRows(const QHash<int, double>& sums)
    {
        if (m_data.rows.size() <= kMostHeatmapRows)
            return;
        QList<int> order(m_data.rows.size());
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
            return sums.value(a) > sums.value(b);
        });
        order.resize(kMostHeatmapRows);
        std::sort(order.begin(), order.end());
        QHash<int, int> places;
        QStringList rows;
        for (const int row : std::as_const(order)) {
            places.insert(row, static_cast<int>(rows.size()));
            rows << m_data.rows.at(row);
        }
        m_data.note =
            Text::tr("The %1 rows with the most, of %2")
                .arg(QLocale().toString(rows.size()), QLocale().toString(m_data.rows.size()));
        m_data.rows = rows;
        m_data.marks.removeIf(
            [&](const ChartData::Mark& mark) { return !places.contains(mark.row); });
        for (ChartData::Mark& mark : m_data.marks)
            mark.row = places.value(mark.row);
    }

    void buildBoxes()
    {
        for (int row = 0; row < m_rows.size(); ++row) {
            QList<double> figures;
            for (const QString& name : m_spec.values)
                figures << figureOf(m_rows.at(row).at(column(name)));
            const bool isWhole = std::none_of(
                figures.cbegin(), figures.cend(), [](double each) { return std::isnan(each); });
            if (!isWhole)
                continue;
            if (m_data.marks.size() == kMostChartCategories) {
                m_data.note = Text::tr("The first %1 are shown")
                                  .arg(QLocale().toString(kMostChartCategories));
                return;
            }
            add(category(row), figures.at(2), row);
            m_data.boxes << ChartData::Box{
                figures.at(0), figures.at(1), figures.at(2), figures.at(3), figures.at(4)};
        }
    }

    void add(const QString& category, double value, int tableRow)
    {
        m_data.marks << ChartData::Mark{
            static_cast<int>(m_data.categories.size()), 0, value, tableRow};
        m_data.categories << category;
    }

    const ReportDefinition& m_report;
    const QList<ReportRow>& m_rows;
    const ChartSpec& m_spec;
    const qsizetype m_category;
    const qsizetype m_figure;
    ChartData m_data;
};

} // namespace

ChartData chartData(const ReportDefinition& report, const QList<ReportRow>& rows, int value)
{
    return ChartBuilder(report, rows, value).build();
}

} // namespace faultline
