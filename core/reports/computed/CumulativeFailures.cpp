// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/computed/CumulativeFailures.h"

#include "reliability/CurveThinning.h"
#include "reliability/MergedAges.h"
#include "reliability/PowerLaw.h"

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kHoursPerDay = 24;
// More than a screen shows.
constexpr std::size_t kMaxPoints = 400;

struct Point
{
    double age = 0; ///< hours
    qint64 failures = 0;
};

// The failures up to an age of all systems together, each of which counts as long as it is
// observed.
class ExpectedFailures
{
public:
    ExpectedFailures(const reliability::PowerLawCurve& curve, std::vector<double> observed)
        : m_curve(curve)
        , m_ends(std::move(observed))
        , m_endedBefore(m_ends.size() + 1)
    {
        std::sort(m_ends.begin(), m_ends.end());
        std::transform_inclusive_scan(
            m_ends.cbegin(), m_ends.cend(), m_endedBefore.begin() + 1, std::plus<>(),
            [this](double end) { return m_curve.failures(end); });
    }

    double operator()(double age) const
    {
        const auto running = std::upper_bound(m_ends.cbegin(), m_ends.cend(), age);
        const auto ended = static_cast<std::size_t>(running - m_ends.cbegin());
        return m_endedBefore[ended]
               + static_cast<double>(m_ends.size() - ended) * m_curve.failures(age);
    }

private:
    reliability::PowerLawCurve m_curve;
    std::vector<double> m_ends; ///< Hours, ascending.
    std::vector<double> m_endedBefore;
};

std::vector<Point> pointsOf(const Fleet& fleet)
{
    reliability::MergedAges ages;
    double end = 0;
    for (const SystemHistory& system : fleet.systems) {
        const reliability::FailureHistory history = system.history();
        ages.add(history.ages);
        end = std::max(end, history.observed);
    }
    reliability::CurveThinning<Point> points(kMaxPoints);
    Point point;
    points.add(point);
    while (!ages.empty()) {
        point.age = ages.front().age;
        ages.removeFront();
        ++point.failures;
        points.add(point);
    }
    std::vector<Point> all = std::move(points).take();
    if (end > point.age)
        all.push_back({end, point.failures});
    return all;
}

} // namespace

CumulativeFailures::CumulativeFailures(const ReportFilter& filter)
    : FleetComputation(fleetScopeOf(filter))
{}

QList<QLatin1StringView> CumulativeFailures::columns() const
{
    return {"plant"_L1, "fleet"_L1, "age_days"_L1, "failure_events"_L1, "expected"_L1};
}

std::vector<ComputedRow> CumulativeFailures::rowsOf(const Fleet& fleet) const
{
    const reliability::FailureSums sums = fleet.sums();
    if (sums.observed.empty())
        return {};
    const auto fit = reliability::fitPowerLaw(sums);
    std::optional<ExpectedFailures> expected;
    if (fit && !fleet.isTooShort() && !fleet.isMostlyUnread)
        expected.emplace(fit->likely, sums.observed);
    std::vector<ComputedRow> rows;
    for (const Point& point : pointsOf(fleet)) {
        rows.push_back(
            {textOrNone(fleet.key.plant), fleet.name, point.age / kHoursPerDay, point.failures,
             expected ? finiteOrNone((*expected)(point.age)) : ComputedValue()});
    }
    return rows;
}

} // namespace faultline
