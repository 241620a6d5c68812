// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/DocumentSummary.h"

#include "exporting/context/FigureText.h"
#include "exporting/context/ReportContext.h"
#include "reports/definition/ReportSql.h"
#include "reports/query/ReportQuery.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSqlQuery>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DocumentSummary)
};

constexpr double kSignificantPercent = 5;
constexpr qsizetype kNamed = 5;

// The rows of a report, by the names of its columns.
struct Rows
{
    ReportDefinition report;
    QList<ReportRow> rows;

    QVariant cell(const ReportRow& row, const QString& column) const
    {
        const qsizetype at = report.columnAt(column);
        return at < 0 ? QVariant() : row.value(at);
    }
    /// NaN if there is no figure.
    double number(const ReportRow& row, const QString& column) const
    {
        bool isNumber = false;
        const double number = cell(row, column).toString().toDouble(&isNumber);
        return isNumber ? number : std::nan("");
    }
    QString shown(const ReportRow& row, const QString& column) const
    {
        const qsizetype at = report.columnAt(column);
        return at < 0 ? QString() : shownCell(report.columns.at(at), row.value(at));
    }
    double sum(const QString& column) const
    {
        double sum = 0;
        for (const ReportRow& row : rows)
            sum += std::max(0.0, number(row, column));
        return sum;
    }
};

class Summary
{
public:
    Summary(SqlSession& session, const ReportContext& context)
        : m_session(session)
        , m_context(context)
    {}

    Result<DocumentSummary> make()
    {
        for (const auto step :
             {&Summary::addPlants, &Summary::addGrowth, &Summary::addTrends,
              &Summary::addMostFailures, &Summary::addBadActors, &Summary::addObserved}) {
            if (const auto added = (this->*step)(); !added)
                return added.error();
        }
        return std::move(m_summary);
    }

private:
    const ReportSection* section(const QString& report) const
    {
        const auto found = std::find_if(
            m_context.sections.cbegin(), m_context.sections.cend(),
            [&](const ReportSection& section) { return section.report.name == report; });
        return found == m_context.sections.cend() ? nullptr : &*found;
    }

    // No rows if the document doesn't have the report.
    Result<Rows> rowsOf(const QString& name, const QString& choice = {}, const QString& value = {})
    {
        const ReportSection* found = section(name);
        if (found == nullptr)
            return Rows{};
        Rows rows{found->report, {}};
        ReportFilter filter = found->filter;
        if (!choice.isEmpty())
            filter.choices.insert(choice, value);
        const auto read = forEachReportRow(
            m_session, rows.report, filter, {}, [&rows](const ReportRow& row) -> Result<void> {
                rows.rows << row;
                return {};
            });
        if (!read)
            return read.error();
        return rows;
    }

    Result<void> addPlants()
    {
        const auto plants = rowsOf(u"plants"_s);
        if (!plants)
            return plants.error();
        if (plants->rows.isEmpty())
            return {};
        const ReportRow& first = plants->rows.constFirst();
        const QString perDay =
            plants->rows.size() == 1 ? plants->shown(first, u"events_per_day"_s) : QString();
        m_summary.figures
            << DocumentSummary::Figure{
                   Text::tr("Failure events"), whole(plants->sum(u"failure_events"_s)),
                   perDay.isEmpty() ? QString() : Text::tr("%1 a day").arg(perDay)}
            << DocumentSummary::Figure{
                   Text::tr("Failed equipment"), whole(plants->sum(u"equipment_that_failed"_s)),
                   Text::tr("of %1").arg(whole(plants->sum(u"equipment"_s)))};
        return {};
    }

    Result<void> addGrowth()
    {
        const auto growth = rowsOf(u"reliability_growth"_s, u"by"_s, u"all"_s);
        if (!growth)
            return growth.error();
        if (growth->rows.isEmpty())
            return {};
        const ReportRow& all = growth->rows.constFirst();
        QString verdict = growth->shown(all, u"trend"_s);
        if (!verdict.isEmpty())
            verdict[0] = verdict.at(0).toUpper();
        m_summary.verdict = verdict;
        m_summary.tone = toneOf(*growth, all);
        const QString p = growth->shown(all, u"trend_p_percent"_s);
        m_summary.reason =
            p.isEmpty()
                ? Text::tr("There is no verdict on the failures of all equipment together.")
                : Text::tr("Failures of all equipment together: p = %1 % in the test for a trend. "
                           "Below %2 %, they come closer together or further apart.")
                      .arg(p, whole(kSignificantPercent));
        addFigure(
            Text::tr("MTBF now, h"), *growth, all, u"mtbf_now_hours"_s, u"mtbf_now_lower"_s,
            u"mtbf_now_upper"_s);
        addFigure(
            Text::tr("Expected failures, %1").arg(chosenTitle(*growth, u"ahead"_s)), *growth, all,
            u"expected"_s, u"expected_lower"_s, u"expected_upper"_s);
        return {};
    }

    QString chosenTitle(const Rows& rows, const QString& choice) const
    {
        const ReportSection* found = section(rows.report.name);
        for (const ReportChoice& each : rows.report.choices) {
            if (each.name == choice)
                return each.chosenIn(found->filter).title;
        }
        return {};
    }

    void addFigure(
        const QString& title, const Rows& rows, const ReportRow& row, const QString& value,
        const QString& lower, const QString& upper)
    {
        const QString shown = rows.shown(row, value);
        if (shown.isEmpty())
            return;
        const QString low = rows.shown(row, lower);
        const QString high = rows.shown(row, upper);
        const bool isBounded = !low.isEmpty() && !high.isEmpty();
        m_summary.figures << DocumentSummary::Figure{
            title, shown, isBounded ? Text::tr("95 %: %1 to %2").arg(low, high) : QString()};
    }

    // Which equipment gets worse.
    Result<void> addTrends()
    {
        const auto growth = rowsOf(u"reliability_growth"_s, u"by"_s, u"equipment"_s);
        if (!growth)
            return growth.error();
        QStringList worse;
        for (const ReportRow& row : growth->rows) {
            if (toneOf(*growth, row) == DocumentSummary::Tone::Bad)
                worse << growth->shown(row, u"code"_s);
        }
        if (!growth->rows.isEmpty())
            m_summary.findings << DocumentSummary::Finding{Text::tr("Getting worse"), named(worse)};
        return {};
    }

    Result<void> addMostFailures()
    {
        const auto equipment = rowsOf(u"failures_by_equipment"_s);
        if (!equipment)
            return equipment.error();
        const double all = equipment->sum(u"failure_events"_s);
        const auto most = std::max_element(
            equipment->rows.cbegin(), equipment->rows.cend(),
            [&](const ReportRow& a, const ReportRow& b) {
                return equipment->number(a, u"failure_events"_s)
                       < equipment->number(b, u"failure_events"_s);
            });
        if (all <= 0)
            return {};
        const double events = equipment->number(*most, u"failure_events"_s);
        m_summary.findings << DocumentSummary::Finding{
            Text::tr("Most failures"),
            Text::tr("%1, %2 of %3 (%4 %)")
                .arg(
                    equipment->shown(*most, u"code"_s), whole(events), whole(all),
                    QLocale().toString(100 * events / all, 'f', 1))};
        return {};
    }

    Result<void> addBadActors()
    {
        const auto actors = rowsOf(u"bad_actors"_s);
        if (!actors)
            return actors.error();
        QStringList codes;
        for (const ReportRow& row : actors->rows) {
            if (actors->number(row, u"p_percent"_s) < kSignificantPercent)
                codes << actors->shown(row, u"code"_s);
        }
        if (!actors->rows.isEmpty()) {
            m_summary.findings << DocumentSummary::Finding{
                Text::tr("Stands out from its group"), named(codes)};
        }
        return {};
    }

    Result<void> addObserved()
    {
        const auto dated = std::find_if(
            m_context.sections.cbegin(), m_context.sections.cend(),
            [](const ReportSection& section) {
                return section.report.filters.contains(FilterKind::Period)
                       && section.report.filters.contains(FilterKind::Plant);
            });
        if (dated == m_context.sections.cend())
            return {};
        const QVariantMap all = reportPlaceholderValues(dated->report, dated->filter);
        QVariantMap values;
        for (const QString& name : {u"from"_s, u"to"_s, u"plants"_s})
            values.insert(name, all.value(name));
        auto query = m_session.execute(
            u"SELECT started_at, ended_at"
            " FROM faultline.observed(:from::date, :to::date, :plants::text[])"_s,
            values);
        if (!query)
            return query.error();
        if (!query->next() || query->value(0).isNull())
            return {};
        const auto shown = [&](int column) {
            return dated->clocks.at(Instant::of(query->value(column).toDateTime())).shown();
        };
        const QString zone = dated->clocks.zoneName();
        m_summary.observed = zone.isEmpty()
                                 ? Text::tr("%1 to %2, in UTC").arg(shown(0), shown(1))
                                 : Text::tr("%1 to %2, in %3").arg(shown(0), shown(1), zone);
        return {};
    }

    // By figures rather than by words, which are translated. β is missing where the data says
    // nothing.
    static DocumentSummary::Tone toneOf(const Rows& growth, const ReportRow& row)
    {
        const double beta = growth.number(row, u"beta"_s);
        if (!(growth.number(row, u"trend_p_percent"_s) < kSignificantPercent) || std::isnan(beta))
            return DocumentSummary::Tone::Neutral;
        return beta > 1 ? DocumentSummary::Tone::Bad : DocumentSummary::Tone::Good;
    }

    static QString whole(double number) { return shownCount(std::llround(number)); }

    static QString named(const QStringList& codes)
    {
        if (codes.isEmpty())
            return Text::tr("none");
        const QString first = codes.mid(0, kNamed).join(u", "_s);
        return codes.size() <= kNamed
                   ? first
                   : Text::tr("%1 and %2 more").arg(first, shownCount(codes.size() - kNamed));
    }

    SqlSession& m_session;
    const ReportContext& m_context;
    DocumentSummary m_summary;
};

} // namespace

Result<DocumentSummary> fetchDocumentSummary(SqlSession& session, const ReportContext& context)
{
    return Summary(session, context).make();
}

} // namespace faultline
