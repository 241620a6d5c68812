// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/ReportFields.h"

#include <QCoreApplication>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const std::pair<QLatin1StringView, Computation> kComputations[] = {
    {"time_between_failures"_L1, Computation::TimeBetweenFailures},
    {"failure_intervals"_L1, Computation::FailureIntervals},
    {"mean_cumulative_function"_L1, Computation::MeanCumulativeFunction},
    {"cumulative_failures"_L1, Computation::CumulativeFailures},
    {"life_distribution"_L1, Computation::LifeDistribution},
    {"next_failure"_L1, Computation::NextFailure},
    {"bad_actors"_L1, Computation::BadActors},
    {"reliability_growth"_L1, Computation::ReliabilityGrowth},
    {"downtime"_L1, Computation::Downtime},
    {"monthly_availability"_L1, Computation::MonthlyAvailability},
    {"mcf_comparison"_L1, Computation::McfComparison},
};

const std::pair<QLatin1StringView, ReportColumn::Words> kWords[] = {
    {"words"_L1, ReportColumn::Words::Sentences},
    {"figures"_L1, ReportColumn::Words::Figures},
    {"weekday"_L1, ReportColumn::Words::Weekdays},
};

const std::pair<QLatin1StringView, ReportNeed> kNeeds[] = {
    {"failures"_L1, ReportNeed::Failures},
    {"failure-lists"_L1, ReportNeed::FailureLists},
    {"outages"_L1, ReportNeed::Outages},
    {"measurements"_L1, ReportNeed::Measurements},
};

// By names of one of these lists.
template<typename List>
auto valueNamed(const List& list, const QString& text)
{
    const auto found = std::find_if(
        std::begin(list), std::end(list), [&](const auto& each) { return text == each.first; });
    return found == std::end(list) ? std::nullopt : std::optional(found->second);
}

template<typename List, typename Value>
QString nameOf(const List& list, Value value)
{
    const auto found = std::find_if(
        std::begin(list), std::end(list), [&](const auto& each) { return each.second == value; });
    return found == std::end(list) ? QString() : QString(found->first);
}

QStringList parts(const QString& text, QChar separator)
{
    QStringList all = text.split(separator);
    for (QString& part : all)
        part = part.trimmed();
    return all;
}

// A keyword and what follows it, such as "category code".
struct Clause
{
    QString word;
    QString rest;
};

Clause clauseOf(const QString& text)
{
    const qsizetype space = text.indexOf(u' ');
    return {text.left(space), space < 0 ? QString() : text.mid(space + 1).trimmed()};
}

// The keywords for charts.
const QHash<QString, ChartSpec::Kind>& chartKinds()
{
    static const QHash<QString, ChartSpec::Kind> kinds{
        {u"pareto"_s, ChartSpec::Kind::Pareto},   {u"trend"_s, ChartSpec::Kind::Trend},
        {u"heatmap"_s, ChartSpec::Kind::Heatmap}, {u"histogram"_s, ChartSpec::Kind::Histogram},
        {u"box"_s, ChartSpec::Kind::Box},         {u"curve"_s, ChartSpec::Kind::Curve}};
    return kinds;
}

// The keywords for links.
const QHash<QString, ReportLink::Step::Kind>& stepKinds()
{
    using Kind = ReportLink::Step::Kind;
    static const QHash<QString, Kind> kinds{
        {u"group"_s, Kind::Group},      {u"equipment"_s, Kind::Equipment},
        {u"sensor"_s, Kind::Sensor},    {u"severity"_s, Kind::Severity},
        {u"from"_s, Kind::From},        {u"to"_s, Kind::To},
        {u"instant"_s, Kind::Instant},  {u"until"_s, Kind::Until},
        {u"plant"_s, Kind::Plant},      {u"cause"_s, Kind::Cause},
        {u"mode"_s, Kind::FailureMode}, {u"set"_s, Kind::Set}};
    return kinds;
}

bool isWhole(const ChartSpec& chart)
{
    constexpr qsizetype kBoxValues = 5;
    constexpr qsizetype kBounds = 2;
    if (chart.category.isEmpty() || chart.values.isEmpty())
        return false;
    if (!chart.complete.isEmpty() && chart.kind != ChartSpec::Kind::Trend
        && chart.kind != ChartSpec::Kind::Heatmap)
        return false;
    switch (chart.kind) {
    case ChartSpec::Kind::Curve:
        return chart.values.size() == 1 && (chart.band.isEmpty() || chart.band.size() == kBounds);
    case ChartSpec::Kind::Heatmap:
        return !chart.row.isEmpty() && chart.fit.isEmpty() && chart.band.isEmpty();
    case ChartSpec::Kind::Box:
        if (chart.values.size() != kBoxValues)
            return false;
        break;
    case ChartSpec::Kind::Pareto:
    case ChartSpec::Kind::Trend:
    case ChartSpec::Kind::Histogram:
        break;
    }
    return chart.row.isEmpty() && chart.fit.isEmpty() && chart.band.isEmpty();
}

QString typeText(const ReportColumn& column)
{
    const QString sum = column.addsUp ? u" sum"_s : QString();
    switch (column.type) {
    case ReportColumn::Type::Integer:
        return u"integer"_s + sum;
    case ReportColumn::Type::Decimal:
        return u"decimal "_s + QString::number(std::min(column.decimals, 9)) + sum;
    case ReportColumn::Type::Timestamp:
        return u"timestamp"_s;
    case ReportColumn::Type::Text:
        break;
    }
    for (const auto& [word, kind] : kWords) {
        if (column.words == kind)
            return word;
    }
    return column.isForSeveralPlants ? u"text several"_s : u"text"_s;
}

} // namespace

std::optional<Computation> computationFromText(const QString& text)
{
    return valueNamed(kComputations, text);
}

QString computationText(Computation computation)
{
    return nameOf(kComputations, computation);
}

std::optional<ReportNeed> needFromText(const QString& text)
{
    return valueNamed(kNeeds, text);
}

QString needText(ReportNeed need)
{
    return nameOf(kNeeds, need);
}

std::optional<RowStream> rowStreamFromText(const QString& text)
{
    if (text == "failure_events"_L1)
        return RowStream::FailureEvents;
    return std::nullopt;
}

QString translatedReportText(const QString& text)
{
    return QCoreApplication::translate("reports", text.toUtf8().constData());
}

std::optional<ReportColumn> columnFromText(const QString& name, const QString& text)
{
    static const QRegularExpression form(
        u"\\A(.+?)\\s*\\|\\s*(text(\\s+several)?|timestamp|words|figures|weekday|"
        "(integer|decimal\\s+([0-9]))(\\s+sum)?)\\z"_s);
    const auto match = form.match(text);
    if (!match.hasMatch() || name.isEmpty())
        return std::nullopt;
    ReportColumn column{name, translatedReportText(match.captured(1))};
    const QString type = match.captured(2);
    for (const auto& [word, kind] : kWords) {
        if (type == word)
            column.words = kind;
    }
    if (type.startsWith("integer"_L1)) {
        column.type = ReportColumn::Type::Integer;
    } else if (type == "timestamp"_L1) {
        column.type = ReportColumn::Type::Timestamp;
    } else if (type.startsWith("decimal"_L1)) {
        column.type = ReportColumn::Type::Decimal;
        column.decimals = match.capturedView(5).toInt();
    }
    column.addsUp = !match.capturedView(6).isEmpty();
    column.isForSeveralPlants = !match.capturedView(3).isEmpty();
    return column;
}

std::optional<ReportChoice> choiceFromText(const QString& name, const QString& text)
{
    static const QRegularExpression word(u"\\A[a-z][a-z0-9_]*\\z"_s);
    const QStringList halves = parts(text, u'|');
    if (!word.match(name).hasMatch() || halves.size() != 2 || halves.constFirst().isEmpty())
        return std::nullopt;
    ReportChoice choice{name, translatedReportText(halves.constFirst()), {}};
    for (const QString& item : parts(halves.constLast(), u',')) {
        const QStringList pair = parts(item, u'=');
        const bool isPair =
            pair.size() == 2 && word.match(pair.constFirst()).hasMatch() && !pair.at(1).isEmpty();
        const bool isKnown =
            std::any_of(choice.values.cbegin(), choice.values.cend(), [&](const auto& value) {
                return value.name == pair.constFirst();
            });
        if (!isPair || isKnown)
            return std::nullopt;
        choice.values << ReportChoice::Value{pair.constFirst(), translatedReportText(pair.at(1))};
    }
    return choice.values.size() > 1 ? std::optional(choice) : std::nullopt;
}

std::optional<ChartSpec> chartFromText(const QString& text)
{
    const QHash<QString, ChartSpec::Kind>& kinds = chartKinds();
    const QStringList clauses = parts(text, u'|');
    const auto kind = kinds.constFind(clauses.constFirst());
    if (kind == kinds.cend())
        return std::nullopt;
    ChartSpec chart;
    chart.kind = *kind;
    for (const QString& part : clauses.mid(1)) {
        const Clause clause = clauseOf(part);
        if (clause.rest.isEmpty())
            return std::nullopt;
        if (clause.word == "category"_L1)
            chart.category = clause.rest;
        else if (clause.word == "row"_L1)
            chart.row = clause.rest;
        else if (clause.word == "value"_L1)
            chart.values = parts(clause.rest, u',');
        else if (clause.word == "fit"_L1)
            chart.fit = clause.rest;
        else if (clause.word == "band"_L1)
            chart.band = parts(clause.rest, u',');
        else if (clause.word == "complete"_L1)
            chart.complete = clause.rest;
        else
            return std::nullopt;
    }
    return isWhole(chart) ? std::optional(chart) : std::nullopt;
}

std::optional<ReportLink> linkFromText(const QString& text)
{
    const QHash<QString, ReportLink::Step::Kind>& kinds = stepKinds();
    const QStringList clauses = parts(text, u'|');
    ReportLink link{clauses.constFirst(), {}};
    for (const QString& part : clauses.mid(1)) {
        const Clause clause = clauseOf(part);
        const auto kind = kinds.constFind(clause.word);
        if (kind == kinds.cend() || clause.rest.isEmpty())
            return std::nullopt;
        if (*kind == ReportLink::Step::Kind::Set && !clause.rest.contains(u'='))
            return std::nullopt;
        link.steps << ReportLink::Step{*kind, clause.rest};
    }
    // A link to all readings doesn't explain a figure.
    const bool isReadings = link.target == "readings"_L1;
    const bool isLink = !link.target.isEmpty() && !(isReadings && link.steps.isEmpty());
    return isLink ? std::optional(link) : std::nullopt;
}

QString columnText(const ReportColumn& column)
{
    // The type follows the bar, and a field is one line.
    QString title = column.title.simplified();
    return title.replace(u'|', u'/') + u" | "_s + typeText(column);
}

QString choiceText(const ReportChoice& choice)
{
    QStringList values;
    for (const ReportChoice::Value& value : choice.values)
        values << value.name + u'=' + value.title;
    return choice.title + u" | "_s + values.join(u", "_s);
}

QString chartText(const ChartSpec& chart)
{
    QStringList clauses{chartKinds().key(chart.kind), u"category "_s + chart.category};
    if (!chart.row.isEmpty())
        clauses << u"row "_s + chart.row;
    clauses << u"value "_s + chart.values.join(u", "_s);
    if (!chart.fit.isEmpty())
        clauses << u"fit "_s + chart.fit;
    if (!chart.band.isEmpty())
        clauses << u"band "_s + chart.band.join(u", "_s);
    if (!chart.complete.isEmpty())
        clauses << u"complete "_s + chart.complete;
    return clauses.join(u" | "_s);
}

QString linkText(const ReportLink& link)
{
    QStringList clauses{link.target};
    for (const ReportLink::Step& step : link.steps)
        clauses << stepKinds().key(step.kind) + u' ' + step.column;
    return clauses.join(u" | "_s);
}

} // namespace faultline
