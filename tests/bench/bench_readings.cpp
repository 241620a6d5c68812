// SPDX-License-Identifier: GPL-3.0-or-later
// Times pages of the Readings page, for every order and a set of filters: the first page, the next
// ones, the last one, and one in the middle. Creates the necessary indexes and reports how long
// that took; with --no-index it creates none.
//   bench_readings CONNINFO [--no-index]
#include "reports/readings/ReadingCount.h"
#include "reports/readings/ReadingIndexing.h"
#include "reports/readings/ReadingQuery.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSqlQuery>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using By = ReadingOrder::By;

struct Case
{
    const char* name = nullptr;
    ReadingFilter filter;
};

struct Order
{
    const char* name = nullptr;
    ReadingOrder order;
};

const Order kOrders[] = {
    {"as loaded", {By::Loaded, false}},
    {"as loaded, desc", {By::Loaded, true}},
    {"time", {By::Time, false}},
    {"time, desc", {By::Time, true}},
    {"sensor", {By::Sensor, false}},
    {"sensor, desc", {By::Sensor, true}},
    {"temperature", {By::Temperature, false}},
    {"temperature, desc", {By::Temperature, true}},
    {"vibration", {By::Vibration, false}},
    {"vibration, desc", {By::Vibration, true}},
};

void fail(const UserMessage& error)
{
    std::fprintf(stderr, "%s\n", qPrintable(error.toText()));
    std::exit(1);
}

template<typename T>
T valueOf(Result<T> result)
{
    if (!result)
        fail(result.error());
    return *std::move(result);
}

// A page for each filter that these readings have: a sensor, a piece of equipment, a group and a
// day from their middle.
QList<Case> casesOf(SqlSession& session)
{
    auto query = valueOf(session.execute(
        u"SELECT r.occurred_at::date, n.sensor_id, e.code, e.group_name"
        " FROM (SELECT * FROM faultline.reading WHERE ctid > '(1000,0)' AND ctid < '(1001,0)'"
        "  LIMIT 1) r"
        " JOIN faultline.sensor n ON n.sensor_key = r.sensor_key"
        " JOIN faultline.equipment_sensor m ON m.sensor_key = r.sensor_key"
        " JOIN faultline.equipment e ON e.equipment_key = m.equipment_key"_s));
    if (!query.next()) {
        std::fprintf(stderr, "There are too few readings, or no equipment.\n");
        std::exit(1);
    }
    ReadingFilter day;
    day.period = {query.value(0).toDate(), query.value(0).toDate()};
    ReadingFilter month;
    month.period = {query.value(0).toDate(), query.value(0).toDate().addDays(29)};
    ReadingFilter sensor;
    sensor.sensor = query.value(1).toString();
    ReadingFilter equipment;
    equipment.equipment = query.value(2).toString();
    ReadingFilter group;
    group.group = query.value(3).toString();
    ReadingFilter groupMonth = group;
    groupMonth.period = month.period;
    ReadingFilter severity;
    severity.severity = u"WARNING"_s;
    ReadingFilter rare;
    rare.severity = u"CRITICAL"_s;
    return {
        {"no filter", {}},
        {"a day", day},
        {"30 days", month},
        {"a sensor", sensor},
        {"equipment", equipment},
        {"a group", group},
        {"group, 30 days", groupMonth},
        {"WARNING", severity},
        {"CRITICAL (none)", rare}};
}

class Timer
{
public:
    explicit Timer(SqlSession& session)
        : m_session(session)
    {}

    ReadingPage page(const ReadingPageRequest& request)
    {
        QElapsedTimer clock;
        clock.start();
        ReadingPage page = valueOf(fetchReadingPage(m_session, request));
        last = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        rows = page.rows.size();
        return page;
    }

    double last = 0;
    qsizetype rows = 0;

private:
    SqlSession& m_session;
};

void printCase(SqlSession& session, const Case& filtered, const Order& ordered)
{
    Timer timer(session);
    ReadingPageRequest request{filtered.filter, ordered.order, {}, false, 500, {}};
    ReadingPage page = timer.page(request);
    const double first = timer.last;
    const qsizetype firstRows = timer.rows;
    double next = 0;
    int pages = 0;
    for (; pages < 8 && page.next; ++pages) {
        request.from = page.next;
        page = timer.page(request);
        next = std::max(next, timer.last);
    }
    request.from.reset();
    request.backward = true;
    page = timer.page(request);
    double lastPage = timer.last;
    if (page.next) {
        request.from = page.next;
        timer.page(request);
        lastPage = std::max(lastPage, timer.last);
    }
    std::printf(
        "%-16s %-18s %7lld rows  first %8.1f ms  next (worst of %d) %8.1f ms  last %8.1f ms\n",
        filtered.name, ordered.name, static_cast<long long>(firstRows), first, pages, next,
        lastPage);
    std::fflush(stdout);
}

void makeIndexes(const ConnectionSettings& settings)
{
    for (const ReadingIndex index : kReadingIndexes) {
        QElapsedTimer clock;
        clock.start();
        if (const auto made = createReadingIndex(settings, index, CancelToken()); !made)
            fail(made.error());
        std::printf(
            "%s: %.1f s\n", readingIndexName(index).constData(),
            static_cast<double>(clock.elapsed()) / 1000);
    }
}

} // namespace

int main(int argc, char* argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2) {
        std::fputs("bench_readings CONNINFO [--no-index]\n", stderr);
        return 2;
    }
    const auto settings =
        valueOf(ConnectionSettings::fromConninfo(arguments.at(1), u"the command line"_s));
    SqlSession session = valueOf(SqlSession::open(settings));
    std::printf("%lld readings\n", static_cast<long long>(valueOf(countAllReadings(session))));
    const bool withIndexes = !arguments.contains(u"--no-index"_s);
    if (withIndexes)
        makeIndexes(settings);
    for (const Case& filtered : casesOf(session)) {
        QElapsedTimer clock;
        clock.start();
        const ReadingCount count = valueOf(countReadings(session, filtered.filter));
        std::printf(
            "%s: %s%lld readings, counted in %lld ms\n", filtered.name,
            count.isExact ? "" : "about ", static_cast<long long>(count.rows),
            static_cast<long long>(clock.elapsed()));
        for (const Order& ordered : kOrders) {
            if (withIndexes || ordered.order.by == By::Loaded)
                printCase(session, filtered, ordered);
        }
    }
    return 0;
}
