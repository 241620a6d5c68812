// SPDX-License-Identifier: GPL-3.0-or-later
#include "reliability/life/LifeSample.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace faultline::reliability {

namespace {

constexpr std::size_t kExactTimes = 4'096;
// The classes are those of the sign, the exponent and the first 9 bits of the fraction of a
// double: equally wide on a logarithmic scale, within a factor of 2, and found without a logarithm.
constexpr int kFractionBits = 52;
constexpr int kClassBits = 9;

std::uint64_t classOf(double hours)
{
    return std::bit_cast<std::uint64_t>(hours) >> (kFractionBits - kClassBits);
}

} // namespace

void LifeCollector::Times::add(double hours)
{
    ++m_count;
    if (m_classes.empty() && m_exact.size() < kExactTimes) {
        m_exact.push_back(hours);
        return;
    }
    if (m_classes.empty()) {
        for (const double exact : m_exact)
            addToClass(exact);
        m_exact = {};
    }
    addToClass(hours);
}

void LifeCollector::Times::addToClass(double hours)
{
    const std::uint64_t index = classOf(hours);
    if (m_classes.empty()) {
        m_firstClass = index;
        m_classes.resize(1);
    } else if (index < m_firstClass) {
        m_classes.insert(m_classes.begin(), m_firstClass - index, Class());
        m_firstClass = index;
    } else if (index - m_firstClass >= m_classes.size()) {
        m_classes.resize(index - m_firstClass + 1);
    }
    Class& found = m_classes[index - m_firstClass];
    ++found.count;
    found.sum += hours;
}

std::vector<LifeSample::Group> LifeCollector::Times::groups() const
{
    std::vector<LifeSample::Group> groups;
    if (!m_classes.empty()) {
        for (const Class& each : m_classes)
            if (each.count > 0) {
                const double mean = each.sum / static_cast<double>(each.count);
                groups.push_back({mean, std::log(mean), each.count});
            }
        return groups;
    }
    std::vector<double> sorted = m_exact;
    std::sort(sorted.begin(), sorted.end());
    groups.reserve(sorted.size());
    for (const double hours : sorted) {
        if (!groups.empty() && groups.back().hours == hours)
            ++groups.back().count;
        else
            groups.push_back({hours, std::log(hours), 1});
    }
    return groups;
}

LifeCollector::LifeCollector(double resolution)
    : m_resolution(resolution)
{
    assert(resolution > 0);
}

void LifeCollector::addFailure(double hours)
{
    assert(hours >= 0);
    if (hours < m_resolution)
        ++m_unresolved;
    else
        m_failures.add(hours);
}

void LifeCollector::addSuspension(double hours)
{
    assert(hours >= 0);
    if (hours > 0)
        m_suspensions.add(hours);
}

void LifeCollector::add(const FailureHistory& history, Start start)
{
    const bool isNew = start == Start::New;
    if (history.ages.empty()) {
        if (isNew)
            addSuspension(history.observed);
        return;
    }
    if (isNew)
        addFailure(history.ages.front());
    for (std::size_t i = 1; i < history.ages.size(); ++i)
        addFailure(history.ages[i] - history.ages[i - 1]);
    addSuspension(history.observed - history.ages.back());
}

LifeSample LifeCollector::sample() const
{
    return {
        m_failures.groups(),   m_suspensions.groups(), m_failures.count(),
        m_suspensions.count(), m_unresolved,           m_resolution,
    };
}

LifeSample
lifeSample(std::span<const double> failures, std::span<const double> suspensions, double resolution)
{
    LifeCollector collector(resolution);
    for (const double hours : failures)
        collector.addFailure(hours);
    for (const double hours : suspensions)
        collector.addSuspension(hours);
    return collector.sample();
}

} // namespace faultline::reliability
