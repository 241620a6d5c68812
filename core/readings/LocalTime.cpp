// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/LocalTime.h"

#include "readings/ZoneFile.h"

#include <algorithm>
#include <limits>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qint64 kMicrosecondsPerSecond = 1'000'000;
constexpr qint64 kSecondsFrom1970To2000 = 946'684'800;
// Beyond all years that logs can have, and offsets can be added.
constexpr qint64 kBeforeAll = std::numeric_limits<qint64>::min() / 4;
constexpr qint64 kAfterAll = std::numeric_limits<qint64>::max() / 4;

// The calendar repeats after 400 years, weekdays included, and no zone plans changes after 2100
// that aren't yearly. So times from 2500 on are converted like those 400 years before.
constexpr int kCycleEndYear = 2500;
constexpr qint64 kCycle = qint64{146'097} * kMicrosecondsPerDay;
constexpr qint64 kCycleEnd = qint64{182'622} * kMicrosecondsPerDay;
constexpr qint64 kCycleBegin = kCycleEnd - kCycle;

using Stretch = LocalTime::Stretch;
using Occurs = LocalTime::Occurs;

std::vector<Stretch> instantStretches(const ZoneRules& rules)
{
    std::vector<Stretch> stretches{
        {kBeforeAll, kAfterAll, rules.firstOffset * kMicrosecondsPerSecond, Occurs::Once}};
    for (const ZoneChange& change : rules.changes) {
        const qint64 at = (change.at - kSecondsFrom1970To2000) * kMicrosecondsPerSecond;
        stretches.back().end = at;
        stretches.push_back({at, kAfterAll, change.offset * kMicrosecondsPerSecond, Occurs::Once});
    }
    return stretches;
}

// The local times of instants overlap where clocks are put back, and have gaps where they are put
// forward.
std::vector<Stretch> localStretches(const std::vector<Stretch>& instants)
{
    std::vector<Stretch> shown = instants;
    std::vector<qint64> edges;
    for (Stretch& stretch : shown) {
        stretch.begin += stretch.offset;
        stretch.end += stretch.offset;
        edges.push_back(stretch.begin);
        edges.push_back(stretch.end);
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    std::vector<Stretch> locals;
    // Offsets differ by less than this.
    constexpr qint64 kReach = 2 * kMicrosecondsPerDay;
    auto near = shown.cbegin();
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        Stretch local{edges[i], edges[i + 1], 0, Occurs::Never};
        while (near->end + kReach < local.begin)
            ++near;
        for (auto it = near; it != shown.cend() && it->begin - kReach <= local.begin; ++it) {
            if (!it->contains(local.begin))
                continue;
            if (local.occurs == Occurs::Never)
                local.offset = it->offset;
            local.occurs = local.occurs == Occurs::Never ? Occurs::Once : Occurs::Twice;
        }
        locals.push_back(local);
    }
    return locals;
}

Stretch stretchAt(const std::vector<Stretch>& stretches, qint64 at)
{
    at = std::max(at, stretches.front().begin);
    const qint64 shift = at < kCycleEnd ? 0 : ((at - kCycleEnd) / kCycle + 1) * kCycle;
    const auto next = std::upper_bound(
        stretches.begin(), stretches.end(), at - shift,
        [](qint64 wanted, const Stretch& stretch) { return wanted < stretch.begin; });
    Stretch found = *std::prev(next);
    found.end = std::min(found.end, kCycleEnd) + shift;
    if (shift > 0)
        found.begin = std::max(found.begin, kCycleBegin) + shift;
    return found;
}

} // namespace

struct LocalTime::Table
{
    Table(QString zoneName, const ZoneRules& rules)
        : name(std::move(zoneName))
        , instants(instantStretches(rules))
        , locals(localStretches(instants))
    {}

    QString name;
    std::vector<Stretch> instants;
    std::vector<Stretch> locals;
};

LocalTime LocalTime::utc()
{
    static const auto table = std::make_shared<const Table>(u"UTC"_s, ZoneRules{});
    return LocalTime(table);
}

Result<LocalTime> LocalTime::fromName(const QString& name)
{
    // Needs no database.
    if (name == "UTC"_L1)
        return utc();
    const auto rules = readZoneFile(name, kCycleEndYear);
    if (!rules)
        return rules.error();
    return LocalTime(std::make_shared<const Table>(name, *rules));
}

const QString& LocalTime::name() const
{
    return m_table->name;
}

LocalTime::Stretch LocalTime::stretchOfInstant(qint64 instant) const
{
    return stretchAt(m_table->instants, instant);
}

LocalTime::Stretch LocalTime::stretchOfLocal(qint64 local) const
{
    return stretchAt(m_table->locals, local);
}

std::optional<qint64> LocalClock::secondOf(qint64 first) const
{
    const qint64 local = first + m_zone.stretchOfInstant(first).offset;
    const LocalTime::Stretch shown = m_zone.stretchOfLocal(local);
    // What comes twice is as long as clocks are put back by.
    if (shown.occurs != LocalTime::Occurs::Twice || local - shown.offset != first)
        return std::nullopt;
    return first + (shown.end - shown.begin);
}

std::optional<qint64> LocalClock::startOfDay(qint32 day)
{
    const qint64 midnight = day * kMicrosecondsPerDay;
    Found found = instantOf(midnight);
    if (found.occurs != LocalTime::Occurs::Never)
        return found.instant;
    const qint64 next = m_locals.end;
    if (faultline::dayOf(next) != day)
        return std::nullopt;
    return instantOf(next).instant;
}

} // namespace faultline
