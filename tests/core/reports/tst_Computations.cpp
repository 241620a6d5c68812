// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/Computation.h"

#include <QMap>
#include <QTest>

#include <cmath>
#include <numeric>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

namespace {

using Hours = std::vector<double>;
using Cells = QMap<QString, ComputedValue>;

constexpr double kMicrosecondsPerHour = 3'600'000'000.0;
constexpr qint64 kStart = 1'577'836'800'000'000; // 2020-01-01

Instant at(double hours)
{
    return {kStart + std::llround(hours * kMicrosecondsPerHour)};
}

RepairableSystem systemOf(const char* code, const char* group, double observed)
{
    RepairableSystem system;
    system.plant = u"P"_s;
    system.code = QString::fromLatin1(code);
    system.group = QString::fromLatin1(group);
    system.from = at(0);
    system.to = at(observed);
    return system;
}

void add(RowComputation& computation, const RepairableSystem& system, const Hours& ages)
{
    std::vector<Instant> failures;
    for (const double age : ages)
        failures.push_back(at(age));
    computation.add(system, failures);
}

QList<Cells> rowsOf(RowComputation& computation)
{
    QList<Cells> rows;
    const auto columns = computation.columns();
    for (const ComputedRow& row : computation.rows()) {
        Cells& cells = rows.emplace_back();
        for (qsizetype i = 0; i < columns.size(); ++i)
            cells.insert(columns.at(i), row.at(static_cast<std::size_t>(i)));
    }
    return rows;
}

std::unique_ptr<RowComputation> computation(Computation kind, const char* by = "equipment")
{
    ReportFilter filter;
    filter.choices = {{u"by"_s, QString::fromLatin1(by)}, {u"models"_s, u"every"_s}};
    return makeComputation(kind, filter);
}

double number(const Cells& row, const char* column)
{
    const ComputedValue value = row.value(QString::fromLatin1(column));
    if (const auto* whole = std::get_if<qint64>(&value))
        return static_cast<double>(*whole);
    const auto* decimal = std::get_if<double>(&value);
    return decimal != nullptr ? *decimal : std::nan("");
}

QString text(const Cells& row, const char* column)
{
    const ComputedValue value = row.value(QString::fromLatin1(column));
    const auto* found = std::get_if<QString>(&value);
    return found != nullptr ? *found : QString();
}

bool isNear(double figure, double expected, double tolerance)
{
    return std::abs(figure - expected) <= tolerance;
}

} // namespace

/// What computations make of systems: that figures of the models are in their columns, of the right
/// fleets. tests/core/reliability has the models themselves.
class tst_Computations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void growthOfTheOnlySystem();
    void fleetsAreThoseOfTheScope_data();
    void fleetsAreThoseOfTheScope();
    void curvesEndWhereTheFiguresDo();
    void livesOfAConstantRate();
    void nextFailureOfAConstantRate();
    void badActorStandsOut();
    void badActorStandsOutByDowntime();
    void groupsAreCompared();
    void saysWhyThereAreNoFigures();
};

// The example of tst_PowerLaw and tst_TrendTests, whose failures are all that was observed: the
// first interval begins with a failure, and the last failure ends the observation.
void tst_Computations::growthOfTheOnlySystem()
{
    Hours ages{104, 131, 1597, 59, 4,   503, 157, 6,  118, 173, 114, 62, 101, 216, 106,
               140, 1,   102,  3,  393, 96,  232, 89, 61,  37,  293, 7,  165, 87,  99};
    std::partial_sum(ages.begin(), ages.end(), ages.begin());
    RepairableSystem system = systemOf("A", "G", ages.back());
    system.isAlone = system.beginsWithRecord = system.endsWithRecord = true;
    ages.insert(ages.begin(), 0);
    const auto growth = computation(Computation::ReliabilityGrowth);
    add(*growth, system, ages);
    const QList<Cells> rows = rowsOf(*growth);
    QCOMPARE(rows.size(), 1);
    QCOMPARE(number(rows[0], "failure_events"), 31.0);
    QVERIFY(isNear(number(rows[0], "laplace"), 2.409, 5e-4));
    QVERIFY(isNear(number(rows[0], "beta"), 1.588, 5e-4));
    QCOMPARE(text(rows[0], "lambda"), u"3.703e-05"_s);
    QCOMPARE(text(rows[0], "trend"), u"getting-worse"_s);
    QVERIFY(number(rows[0], "trend_p_percent") < 5);
    QVERIFY(number(rows[0], "expected_lower") <= number(rows[0], "expected"));
    QVERIFY(number(rows[0], "expected") <= number(rows[0], "expected_upper"));
}

void tst_Computations::fleetsAreThoseOfTheScope_data()
{
    QTest::addColumn<QByteArray>("by");
    QTest::addColumn<QStringList>("fleets"); // group, code, pieces, failures; most failures first
    QTest::newRow("equipment") << QByteArray(
        "equipment") << QStringList{u"G C 1 4"_s, u"G A 1 3"_s, u" D 1 2"_s, u"G B 0 0"_s};
    QTest::newRow("group") << QByteArray("group") << QStringList{u"G  2 7"_s, u"  1 2"_s};
    QTest::newRow("plant") << QByteArray("plant") << QStringList{u"  3 9"_s};
    QTest::newRow("all") << QByteArray("all") << QStringList{u"  3 9"_s};
}

void tst_Computations::fleetsAreThoseOfTheScope()
{
    QFETCH(QByteArray, by);
    QFETCH(QStringList, fleets);
    const auto growth = computation(Computation::ReliabilityGrowth, by.constData());
    RepairableSystem unobserved = systemOf("B", "G", 100);
    unobserved.from.reset();
    unobserved.to.reset();
    add(*growth, systemOf("A", "G", 100), {10, 20, 30});
    add(*growth, unobserved, {});
    add(*growth, systemOf("C", "G", 100), {10, 40, 50, 60});
    add(*growth, systemOf("D", "", 100), {70, 90});
    QStringList found;
    for (const Cells& row : rowsOf(*growth)) {
        found << u"%1 %2 %3 %4"_s.arg(text(row, "group_name"), text(row, "code"))
                     .arg(number(row, "equipment"))
                     .arg(number(row, "failure_events"));
        QCOMPARE(text(row, "plant").isEmpty(), by == "all");
    }
    QCOMPARE(found, fleets);
}

// The most likely power law expects as many failures as there were; the mean is that of systems.
void tst_Computations::curvesEndWhereTheFiguresDo()
{
    const Hours first{24, 30, 200, 500, 900};
    const Hours second{100, 300, 950};
    const auto curve = computation(Computation::CumulativeFailures, "all");
    const auto mean = computation(Computation::MeanCumulativeFunction, "all");
    for (RowComputation* const each : {curve.get(), mean.get()}) {
        add(*each, systemOf("A", "G", 1000), first);
        add(*each, systemOf("B", "G", 1000), second);
    }
    const QList<Cells> points = rowsOf(*curve);
    QCOMPARE(points.size(), 10); // with the beginning and the end
    QCOMPARE(number(points[0], "failure_events"), 0.0);
    QCOMPARE(number(points[1], "age_days"), 1.0);
    QCOMPARE(number(points[9], "age_days"), 1000.0 / 24);
    QCOMPARE(number(points[9], "failure_events"), 8.0);
    QVERIFY(isNear(number(points[9], "expected"), 8, 1e-9));
    QCOMPARE(text(points[9], "fleet"), u"all-equipment"_s);

    const QList<Cells> means = rowsOf(*mean);
    QCOMPARE(means.size(), 9);
    QCOMPARE(number(means[1], "mean"), 0.5);
    QCOMPARE(number(means[8], "mean"), 4.0);
    QCOMPARE(number(means[8], "at_risk"), 2.0);
    QVERIFY(number(means[8], "lower") < 4 && number(means[8], "upper") > 4);
}

// Times of 100 h four times and 200 h once, and 100 h without a failure: the exponential mean is
// all of that by five failures.
void tst_Computations::livesOfAConstantRate()
{
    const auto lives = computation(Computation::LifeDistribution);
    add(*lives, systemOf("A", "G", 750), {50, 150, 250, 350, 450, 650});
    bool isThere = false;
    for (const Cells& row : rowsOf(*lives)) {
        QCOMPARE(number(row, "intervals"), 5.0);
        QCOMPARE(number(row, "suspensions"), 1.0);
        if (text(row, "model") != "exponential"_L1)
            continue;
        isThere = true;
        QVERIFY(isNear(number(row, "mean_hours"), 140, 1e-6));
        QVERIFY(isNear(number(row, "b10_hours"), -140 * std::log(0.9), 1e-6));
        QVERIFY(number(row, "mean_lower") < 140 && number(row, "mean_upper") > 140);
    }
    QVERIFY(isThere);
}

// 3 failures in 300 h: an MTBF of 100 h.
void tst_Computations::nextFailureOfAConstantRate()
{
    const auto next = computation(Computation::NextFailure);
    add(*next, systemOf("A", "G", 300), {60, 160, 230});
    const QList<Cells> rows = rowsOf(*next);
    QCOMPARE(text(rows[0], "model"), u"constant-rate"_s);
    QVERIFY(isNear(number(rows[0], "median_hours"), 100 * std::log(2.0), 1e-6));
    QVERIFY(isNear(number(rows[0], "week_percent"), 100 * (1 - std::exp(-1.68)), 1e-6));
    QVERIFY(isNear(number(rows[0], "quarter_percent"), 100, 1e-6));

    const auto never = computation(Computation::NextFailure);
    add(*never, systemOf("A", "G", 300), {});
    QCOMPARE(text(rowsOf(*never)[0], "model"), u"needs-a-failure"_s);
}

void tst_Computations::badActorStandsOut()
{
    const auto actors = computation(Computation::BadActors);
    const auto evenly = [](int count) {
        Hours ages;
        for (int i = 1; i <= count; ++i)
            ages.push_back(1000.0 * i / (count + 1));
        return ages;
    };
    add(*actors, systemOf("A", "G", 1000), evenly(10));
    add(*actors, systemOf("B", "G", 1000), evenly(60));
    add(*actors, systemOf("C", "G", 1000), evenly(10));
    add(*actors, systemOf("D", "H", 1000), evenly(60)); // alone in its group
    const QList<Cells> rows = rowsOf(*actors);
    QCOMPARE(rows.size(), 4);
    QCOMPARE(text(rows[0], "code"), u"B"_s);
    QCOMPARE(text(rows[0], "verdict"), u"stands-out"_s);
    QCOMPARE(number(rows[0], "share_percent"), 75.0);
    QCOMPARE(number(rows[0], "ratio"), 6.0);
    QVERIFY(number(rows[0], "p_percent") < 0.01);
    for (const Cells& row : rows.mid(1)) {
        QCOMPARE(
            text(row, "verdict"),
            text(row, "code") == "D"_L1 ? u"needs-equipment:2:1"_s : u"like-the-others"_s);
    }
}

// All fail as often, and one is down ten times as long each time.
void tst_Computations::badActorStandsOutByDowntime()
{
    ReportFilter filter;
    filter.choices = {{u"by"_s, u"downtime"_s}};
    const auto actors = makeComputation(Computation::BadActors, filter);
    QVERIFY(actors->isOfOutages());
    for (const auto& [code, hours] :
         {std::pair("A", 1.0), std::pair("B", 10.0), std::pair("C", 1.0)}) {
        SystemOutages outages;
        for (int i = 0; i < 12; ++i)
            outages.outages.push_back({i * 50.0, i * 50.0 + hours});
        outages.outages.push_back({590, 700, true}); // planned
        actors->addOutages(systemOf(code, "G", 1000), outages);
    }
    const QList<Cells> rows = rowsOf(*actors);
    QCOMPARE(text(rows[0], "code"), u"B"_s);
    QCOMPARE(number(rows[0], "downtime_hours"), 120.0);
    QVERIFY(isNear(number(rows[0], "share_percent"), 100 * 120.0 / 144, 1e-9));
    QCOMPARE(text(rows[0], "verdict"), u"stands-out"_s);
    QCOMPARE(text(rows[1], "verdict"), u"like-the-others"_s);
}

void tst_Computations::groupsAreCompared()
{
    const auto fill = [](RowComputation& comparison) {
        add(comparison, systemOf("A", "G", 100), {24, 48});
        add(comparison, systemOf("B", "G", 100), {72});
        add(comparison, systemOf("C", "H", 100), {48});
        add(comparison, systemOf("D", "H", 100), {});
    };
    const auto two = makeComputation(Computation::McfComparison, {});
    fill(*two);
    const QList<Cells> rows = rowsOf(*two);
    QCOMPARE(rows.size(), 4); // with the beginning
    QCOMPARE(text(rows[3], "comparison"), u"group-and-others:G"_s);
    QCOMPARE(number(rows[3], "age_days"), 3.0);
    QCOMPARE(number(rows[3], "mean"), 1.5);
    QCOMPARE(number(rows[3], "mean_of_others"), 0.5);
    QCOMPARE(number(rows[3], "difference"), 1.0);
    // s² is 0.125 for each: (±0.5 / 2)² of each of two systems.
    QVERIFY(isNear(number(rows[3], "lower"), 1 - 1.959964 * 0.5, 1e-5));
    QVERIFY(isNear(number(rows[3], "upper"), 1 + 1.959964 * 0.5, 1e-5));
    QCOMPARE(text(rows[3], "verdict"), u"more-failures"_s);
    QCOMPARE(text(rows[1], "verdict"), u"no-difference-proved"_s);

    // The others are all others, and one is too few.
    ReportFilter filter;
    filter.group = u"K"_s;
    for (const auto& chosen : {ReportFilter(), filter}) {
        const auto three = makeComputation(Computation::McfComparison, chosen);
        fill(*three);
        add(*three, systemOf("E", "K", 100), {10});
        QStringList texts;
        for (const Cells& row : rowsOf(*three))
            texts << text(row, "comparison") + u": "_s + text(row, "verdict");
        QCOMPARE(texts.constLast(), u"group-and-others:K: needs-equipment:2:1"_s);
        QCOMPARE(texts.size() == 1, !chosen.group.isEmpty());
    }
}

void tst_Computations::saysWhyThereAreNoFigures()
{
    const auto growth = computation(Computation::ReliabilityGrowth);
    RepairableSystem unread = systemOf("C", "G", 1000);
    unread.isMostlyUnread = true;
    add(*growth, systemOf("A", "G", 1000), {100, 400});
    add(*growth, systemOf("B", "G", 20), {1, 2, 3, 4, 5, 6});
    add(*growth, unread, {100, 200, 300, 400, 500});
    QStringList words;
    for (const Cells& row : rowsOf(*growth)) {
        words << text(row, "code") + u": "_s + text(row, "trend");
        QCOMPARE(std::isnan(number(row, "beta")), text(row, "code") != "A"_L1);
        QVERIFY(std::isnan(number(row, "trend_p_percent")));
    }
    QCOMPARE(
        words,
        QStringList({u"B: too-short"_s, u"C: too-few-readings"_s, u"A: needs-failures:4:2"_s}));
}

QTEST_APPLESS_MAIN(tst_Computations)
#include "tst_Computations.moc"
