// SPDX-License-Identifier: GPL-3.0-or-later
// Times each report with all its rows, through the classes that the window and the command line
// use: without a filter, and with one of each kind. Prints a line of tab-separated values for each:
// report, filter, rows, then the milliseconds of each turn. A slow report has fewer turns.
//   bench_reports TURNS CONNINFO [REPORT…]
#include "database/connection/SqlSession.h"
#include "database/settings/ConnectionSettings.h"
#include "reports/ReportCatalogue.h"
#include "reports/query/FilterChoices.h"
#include "reports/query/ReportQuery.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr double kEnoughMs = 2000;

struct Narrowing
{
    QString name;
    ReportFilter filter;
};

double millisecondsSince(const QElapsedTimer& clock)
{
    return static_cast<double>(clock.nsecsElapsed()) / 1e6;
}

// From the middle of the data, so that the filter matches something. The range begins and ends
// within a month, so that no monthly summary alone could answer it.
Result<QList<Narrowing>> narrowingsOf(const FilterChoices& choices)
{
    QList<Narrowing> narrowings{{u"none"_s, {}}};
    const auto addPeriod = [&narrowings](const QString& name, const QString& text) {
        const auto period = Period::fromText(text);
        if (period) {
            narrowings << Narrowing{name, {}};
            narrowings.last().filter.period = *period;
        }
        return period;
    };
    if (!choices.months.isEmpty()) {
        const QString range =
            choices.months.first() + u"-13.."_s + choices.months.last() + u"-07"_s;
        for (const auto& [name, text] :
             {std::pair{u"year"_s, choices.years.at(choices.years.size() / 2)},
              std::pair{u"month"_s, choices.months.at(choices.months.size() / 2)},
              std::pair{u"days"_s, range}}) {
            if (const auto added = addPeriod(name, text); !added)
                return added.error();
        }
    }
    if (!choices.groups.isEmpty()) {
        // Alone, and with the range of days, which comes last.
        const QString group = choices.groups.at(choices.groups.size() / 2);
        const Narrowing days = narrowings.last();
        for (const Narrowing& narrowing :
             {Narrowing{u"group"_s, {}}, Narrowing{u"group and days"_s, days.filter}}) {
            narrowings << narrowing;
            narrowings.last().filter.group = group;
        }
    }
    narrowings << Narrowing{u"bursts"_s, {}};
    narrowings.last().filter.burstMinutes = 60;
    return narrowings;
}

// The filters that the report has, and each value of its choices.
QList<Narrowing> narrowingsOf(const ReportDefinition& report, const QList<Narrowing>& general)
{
    QList<Narrowing> narrowings;
    for (const Narrowing& narrowing : general) {
        if (report.applicable(narrowing.filter) == narrowing.filter)
            narrowings << narrowing;
    }
    for (const ReportChoice& choice : report.choices) {
        for (const ReportChoice::Value& value : choice.values.mid(1)) {
            narrowings << Narrowing{value.name, {}};
            narrowings.last().filter.choices.insert(choice.name, value.name);
        }
    }
    return narrowings;
}

Result<void>
measure(SqlSession& session, const ReportDefinition& report, const Narrowing& narrowing, int turns)
{
    const auto passOver = [](const ReportRow&) { return Result<void>(); };
    QByteArray times;
    double spent = 0;
    qint64 rows = 0;
    for (int turn = 0; turn < turns && spent < kEnoughMs; ++turn) {
        QElapsedTimer clock;
        clock.start();
        const auto fetched = forEachReportRow(session, report, narrowing.filter, {}, passOver);
        if (!fetched)
            return fetched.error();
        const double milliseconds = millisecondsSince(clock);
        times += '\t' + QByteArray::number(milliseconds, 'f', 3);
        spent += milliseconds;
        rows = *fetched;
    }
    std::printf(
        "%s\t%s\t%lld%s\n", qPrintable(report.name), qPrintable(narrowing.name),
        static_cast<long long>(rows), times.constData());
    return {};
}

// The queries that fill the window's filters.
Result<FilterChoices> measureChoices(SqlSession& session, int turns)
{
    QByteArray times;
    FilterChoices choices;
    for (int turn = 0; turn < turns; ++turn) {
        QElapsedTimer clock;
        clock.start();
        auto fetched = fetchFilterChoices(session);
        if (!fetched)
            return fetched.error();
        times += '\t' + QByteArray::number(millisecondsSince(clock), 'f', 3);
        choices = *std::move(fetched);
    }
    std::printf(
        "(filter choices)\tnone\t%lld%s\n",
        static_cast<long long>(choices.groups.size() + choices.months.size()), times.constData());
    return choices;
}

Result<void> run(int turns, const QString& conninfo, const QStringList& wanted)
{
    const auto settings = ConnectionSettings::fromConninfo(conninfo, u"the command line"_s);
    if (!settings)
        return settings.error();
    const auto catalogue = ReportCatalogue::builtIn();
    if (!catalogue)
        return catalogue.error();
    auto session = SqlSession::open(*settings);
    if (!session)
        return session.error();
    const auto choices = measureChoices(*session, turns);
    if (!choices)
        return choices.error();
    const auto narrowings = narrowingsOf(*choices);
    if (!narrowings)
        return narrowings.error();
    for (const ReportDefinition& report : catalogue->reports()) {
        if (!wanted.isEmpty() && !wanted.contains(report.name))
            continue;
        for (const Narrowing& narrowing : narrowingsOf(report, *narrowings)) {
            if (const auto done = measure(*session, report, narrowing, turns); !done)
                return done;
        }
    }
    return {};
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int turns = arguments.value(1).toInt();
    if (arguments.size() < 3 || turns < 1) {
        std::fputs("usage: bench_reports TURNS CONNINFO [REPORT…]\n", stderr);
        return 2;
    }
    if (const auto result = run(turns, arguments.at(2), arguments.mid(3)); !result) {
        std::fprintf(stderr, "%s\n", qPrintable(result.error().toText()));
        return 1;
    }
    return 0;
}
