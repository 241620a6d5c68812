// SPDX-License-Identifier: GPL-3.0-or-later
// Prints the figures of core/reliability for fleets on standard input, for compare.py. A line is a
// fleet: for each system "FROM TO time|failure AGE...", separated by "|". The answer to it is a
// line of JSON: an object of numbers, by name. A figure that doesn't exist isn't in it.
#include "reliability/MeanCumulativeFunction.h"
#include "reliability/Mtbf.h"
#include "reliability/PowerLaw.h"
#include "reliability/PowerLawTest.h"
#include "reliability/TrendTests.h"
#include "reliability/life/LifeFit.h"
#include "reliability/operation/BadActors.h"
#include "reliability/operation/NextFailure.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

using namespace faultline::reliability;

namespace {

struct System
{
    double from = 0;
    double to = 0;
    Truncation truncation = Truncation::Time;
    std::vector<double> ages;
    std::vector<double> agesSinceBeginning;

    ObservedSystem observed() const { return {ages, from, to}; }
    FailureHistory history() const { return {agesSinceBeginning, to - from, truncation}; }
};

class Figures
{
public:
    void add(const std::string& name, double value)
    {
        if (!std::isfinite(value))
            return;
        m_text << (m_text.tellp() > 0 ? ", " : "") << '"' << name << "\": " << value;
    }
    void add(const std::string& name, const Interval& bounds)
    {
        add(name + "_lower", bounds.lower);
        add(name + "_upper", bounds.upper);
    }
    std::string text() const { return "{" + m_text.str() + "}"; }

private:
    std::ostringstream m_text = [] {
        std::ostringstream text;
        text.precision(17);
        return text;
    }();
};

std::vector<System> fleetFrom(const std::string& line)
{
    std::vector<System> fleet;
    std::istringstream systems(line);
    for (std::string text; std::getline(systems, text, '|');) {
        std::istringstream words(text);
        System system;
        std::string end;
        words >> system.from >> system.to >> end;
        system.truncation = end == "failure" ? Truncation::Failure : Truncation::Time;
        for (double age = 0; words >> age;) {
            system.ages.push_back(age);
            system.agesSinceBeginning.push_back(age - system.from);
        }
        fleet.push_back(std::move(system));
    }
    return fleet;
}

void addTrend(Figures& figures, const FailureSums& sums)
{
    const TrendVerdict verdict = trendOf(sums);
    figures.add("trend", static_cast<double>(verdict.trend));
    if (!verdict.tests)
        return;
    figures.add("laplace", verdict.tests->laplace.statistic);
    figures.add("laplace_p", verdict.tests->laplace.p);
    figures.add("military", verdict.tests->military.statistic);
    figures.add("military_p", verdict.tests->military.p);
}

void addGrowth(Figures& figures, const FailureSums& sums, const std::vector<FailureHistory>& fleet)
{
    const Estimate<PowerLaw> fit = fitPowerLaw(sums);
    if (!fit)
        return;
    figures.add("beta", fit->likely.beta);
    figures.add("beta", fit->beta);
    figures.add("lambda", fit->likely.lambda());
    if (const Estimate<Interval> bounds = lambdaBounds(sums, *fit))
        figures.add("lambda", *bounds);
    figures.add("beta_unbiased", fit->unbiased.beta);
    figures.add("mtbf_now", fit->mtbfNow);
    figures.add("mtbf_now", fit->mtbfNowBounds);
    const FailureForecast next = forecast(sums, *fit, sums.longest / 10);
    figures.add("forecast", next.expected);
    figures.add("forecast", next.count);
    const Estimate<PowerLawTest> test = testPowerLaw(fleet, fit->unbiased.beta);
    if (test)
        figures.add("cramer_von_mises", test->statistic);
}

void addMeanCumulativeFunction(Figures& figures, const std::vector<ObservedSystem>& fleet)
{
    MeanCumulativeFunction function(fleet);
    McfPoint last;
    double means = 0;
    double variances = 0;
    while (const std::optional<McfPoint> point = function.next()) {
        last = *point;
        means += point->mean;
        variances += point->variance;
    }
    figures.add("mcf", last.mean);
    figures.add("mcf_sum", means);
    if (fleet.size() < 2)
        return; // no variance, and nothing to compare
    figures.add("mcf_variance", last.variance);
    figures.add("mcf_variance_sum", variances);
    if (last.mean > 0)
        figures.add("mcf", last.bounds());

    // Figures aren't finite where a half has only one system.
    const std::span<const ObservedSystem> all(fleet);
    const std::size_t half = fleet.size() / 2;
    McfComparison comparison(all.first(half), all.subspan(half));
    McfDifference difference;
    while (const std::optional<McfDifference> point = comparison.next())
        difference = *point;
    figures.add("mcf_difference", difference.difference);
    figures.add("mcf_difference", difference.bounds());
}

void addLife(Figures& figures, const std::vector<FailureHistory>& fleet)
{
    LifeCollector times;
    for (const FailureHistory& history : fleet)
        times.add(history);
    const LifeFits fits = fitLives(times.sample());
    const auto add = [&](const std::string& model, const Estimate<LifeFit>& fit) {
        if (!fit || !fit->covariance)
            return;
        figures.add(model + "_mu", fit->distribution.mu);
        figures.add(model + "_likelihood", fit->logLikelihood);
        figures.add(model + "_aicc", fit->aicc);
        figures.add(model + "_mean", fit->mean.value);
        figures.add(model + "_mean", *fit->mean.bounds);
        figures.add(model + "_b10", fit->b10.value);
        figures.add(model + "_b10", *fit->b10.bounds);
        if (fit->parameters > 1) {
            figures.add(model + "_sigma", fit->distribution.sigma);
            figures.add(model + "_shape", *fit->shape.bounds);
        }
    };
    add("exponential", fits.of(LifeModel::Exponential));
    add("weibull", fits.of(LifeModel::Weibull));
    add("lognormal", fits.of(LifeModel::Lognormal));
}

void addOperation(Figures& figures, const std::vector<FailureHistory>& fleet)
{
    if (const Estimate<Mtbf> rate = mtbf(fleet)) {
        figures.add("mtbf", rate->bounds);
        if (rate->hours)
            figures.add("mtbf", *rate->hours);
    }
    std::vector<FailureCount> counts;
    counts.reserve(fleet.size());
    for (const FailureHistory& history : fleet)
        counts.push_back({history.ages.size(), history.observed});
    if (const auto standings = standingsByFailures(counts)) {
        figures.add("standing_share", standings->front().share);
        // Of the others the test may have left out some before.
        double least = 1;
        for (const Standing& standing : *standings)
            least = std::min(least, standing.p);
        figures.add("standing_p", least);
    }
    const double horizon = fleet.front().observed / 10;
    if (const auto next = nextFailure(fleet.front(), std::span(&horizon, 1))) {
        figures.add("next_model", static_cast<double>(next->model));
        figures.add("next_median", next->medianHours.value);
        figures.add("next_chance", next->chances.front().probability);
    }
}

} // namespace

int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        const std::vector<System> fleet = fleetFrom(line);
        std::vector<FailureHistory> histories;
        std::vector<ObservedSystem> observed;
        FailureSums sums;
        for (const System& system : fleet) {
            histories.push_back(system.history());
            observed.push_back(system.observed());
            sums.add(histories.back());
        }
        Figures figures;
        addTrend(figures, sums);
        addGrowth(figures, sums, histories);
        addMeanCumulativeFunction(figures, observed);
        addLife(figures, histories);
        addOperation(figures, histories);
        std::cout << figures.text() << '\n';
    }
    return 0;
}
