// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/LocalTime.h"

#include "readings/ZoneFile.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LocalTime)
};

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
    // A zone takes some 100 KiB, and each file of a folder may have one.
    static std::mutex mutex;
    static std::map<QString, std::weak_ptr<const Table>> inUse;
    const std::scoped_lock lock(mutex);
    std::weak_ptr<const Table>& known = inUse[name];
    if (auto table = known.lock())
        return LocalTime(std::move(table));
    const auto rules = readZoneFile(name, kCycleEndYear);
    if (!rules) {
        inUse.erase(name);
        return rules.error();
    }
    auto table = std::make_shared<const Table>(name, *rules);
    known = table;
    return LocalTime(std::move(table));
}

Result<LocalTime> LocalTime::fromNameOrOffset(const QString& text)
{
    static const QRegularExpression pattern(u"^(?:UTC|GMT)?([+-])(\\d{1,2})(?::?([0-5]\\d))?\\z"_s);
    constexpr int kMaxHours = 15;
    const QRegularExpressionMatch match = pattern.match(text);
    const int hours = match.captured(2).toInt();
    if (match.hasMatch() && hours <= kMaxHours) {
        const int minutes = hours * 60 + match.captured(3).toInt();
        if (minutes == 0)
            return utc();
        const QString name = u"%1%2:%3"_s.arg(match.captured(1))
                                 .arg(minutes / 60, 2, 10, QChar(u'0'))
                                 .arg(minutes % 60, 2, 10, QChar(u'0'));
        ZoneRules rules;
        rules.firstOffset = qint64{match.captured(1) == "-"_L1 ? -minutes : minutes} * 60;
        return LocalTime(std::make_shared<const Table>(name, rules));
    }
    auto zone = fromName(text);
    if (!zone) {
        UserMessage error = zone.error();
        return error.withRemedy(
            Text::tr("Use a name such as Europe/Oslo or America/Sao_Paulo, UTC, or an offset such "
                     "as +01:00."));
    }
    return zone;
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
