// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/SystemReader.h"

#include "database/connection/BinaryFields.h"
#include "reports/definition/ReportSql.h"
#include "reports/definition/SqlText.h"

#include <QCoreApplication>
#include <QSqlError>

#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SystemReader)
};

constexpr qint64 kMicrosecondsPerMinute = 60'000'000;
constexpr int kMinutesPerDay = 1440;

// Times as microseconds since 1970.
constexpr auto kSystems =
    "SELECT equipment_key, plant, code, group_name,"
    " (extract(epoch FROM started_at) * 1000000)::bigint,"
    " (extract(epoch FROM ended_at) * 1000000)::bigint,"
    " begins_with_record, ends_with_record, is_alone, is_mostly_unread, is_new"
    "\nFROM (\n%1\n) AS systems\nORDER BY equipment_key";
enum SystemColumn { Key, Plant, Code, Group, From, To, BeginsWith, EndsWith, Alone, Unread, New };

std::optional<Instant> instantAt(const QSqlQuery& query, int column)
{
    if (query.isNull(column))
        return std::nullopt;
    return Instant{query.value(column).toLongLong()};
}

QVariantMap usedValues(const ReportDefinition& report, const ReportFilter& filter)
{
    QVariantMap values = reportPlaceholderValues(report, filter);
    const QSet<QString> used = readSqlText(report.sql).placeholders;
    values.removeIf([&](const auto& value) { return !used.contains(value.key()); });
    return values;
}

// A time that PostgreSQL reads, in UTC. Rounded down to a day, so it is never after the instant.
QString dayText(Instant instant, int daysLater)
{
    return instant.toDateTime().addDays(daysLater).date().toString(Qt::ISODate);
}

// The excluded time of systems. Windows are kept once for each plant, group and piece of equipment
// for which they were entered, and combined for the systems as they come.
class Exclusions
{
public:
    static Result<Exclusions>
    fetch(SqlSession& session, const std::vector<RepairableSystem>& systems)
    {
        Exclusions exclusions;
        std::optional<Instant> from;
        std::optional<Instant> to;
        for (const RepairableSystem& system : systems) {
            if (!system.from || !system.to)
                continue;
            if (!from || system.from->microseconds < from->microseconds)
                from = system.from;
            if (!to || system.to->microseconds > to->microseconds)
                to = system.to;
        }
        if (!from)
            return exclusions;
        // Forecasts look ahead of the observation.
        const QString sql = QString::fromLatin1(kWindows).arg(
            dayText(*from, -1), dayText(*to, kHorizonDays.back() + 2));
        const auto copied = session.copyOut(sql, [&](std::string_view row) -> Result<void> {
            exclusions.addRow(row);
            return {};
        });
        if (!copied)
            return copied.error();
        return exclusions;
    }

    // Valid until the next call.
    const reliability::ExcludedTime* of(const RepairableSystem& system)
    {
        if (m_windows.empty())
            return nullptr;
        const auto own = m_windows.find({system.plant, QString(), system.key});
        if (own != m_windows.cend()) {
            m_own = combined(system, &own->second);
            return &m_own;
        }
        const auto [shared, isNew] = m_shared.try_emplace({system.plant, system.group});
        if (isNew)
            shared->second = combined(system, nullptr);
        return shared->second.empty() ? nullptr : &shared->second;
    }

private:
    using Windows = std::vector<reliability::TimeWindow>;
    using Scope = std::tuple<QString, QString, qint32>; // plant, group, equipment

    static constexpr auto kWindows =
        "SELECT plant, group_name, equipment_key, array_agg(started_at), array_agg(ended_at)"
        " FROM faultline.excluded_windows('%1', '%2') GROUP BY plant, group_name, equipment_key";

    void addRow(std::string_view row)
    {
        BinaryFields fields(row);
        const auto text = [&fields] {
            const auto field = fields.next();
            return field ? QString::fromUtf8(field->data(), static_cast<qsizetype>(field->size()))
                         : QString();
        };
        const QString plant = text();
        const QString group = text();
        const auto equipment = fields.number<qint32>();
        const auto starts = fields.next();
        const auto ends = fields.next();
        if (!starts || !ends)
            return;
        const BinaryArray<qint64> from(*starts);
        const BinaryArray<qint64> to(*ends);
        Windows& windows = m_windows[{plant, group, equipment}];
        windows.reserve(from.size());
        for (std::size_t i = 0; i < from.size(); ++i)
            windows.push_back({from[i] + kPostgresEpoch, to[i] + kPostgresEpoch});
    }

    reliability::ExcludedTime combined(const RepairableSystem& system, const Windows* own) const
    {
        Windows all = own != nullptr ? *own : Windows();
        const auto add = [&](const Scope& scope) {
            const auto found = m_windows.find(scope);
            if (found != m_windows.cend())
                all.insert(all.end(), found->second.cbegin(), found->second.cend());
        };
        add({system.plant, QString(), 0});
        if (!system.group.isEmpty())
            add({system.plant, system.group, 0});
        return reliability::ExcludedTime(std::move(all));
    }

    std::map<Scope, Windows> m_windows;
    std::map<std::pair<QString, QString>, reliability::ExcludedTime> m_shared;
    reliability::ExcludedTime m_own;
};

// The failure events of a system, from its days one after another.
class Failures
{
public:
    // A burst window in microseconds; 0: each event is a failure.
    explicit Failures(qint64 burst)
        : m_burst(burst)
    {}

    void begin(const RepairableSystem& system)
    {
        m_failures.clear();
        m_lastEvent.reset();
        m_from = system.from;
        m_excludedCount = 0;
        m_excluded.reset();
        if (system.excluded != nullptr)
            m_excluded.emplace(*system.excluded);
    }

    void add(Instant event)
    {
        const bool continues =
            m_burst > 0 && m_lastEvent && event.microseconds - m_lastEvent->microseconds <= m_burst;
        m_lastEvent = event;
        // One that began before the period isn't in it, however long it lasts.
        if (continues || !m_from || event.microseconds < m_from->microseconds)
            return;
        if (m_excluded) {
            m_excluded->advance(event.microseconds);
            if (m_excluded->isExcluded()) {
                ++m_excludedCount;
                return;
            }
        }
        m_failures.push_back(event);
    }

    // Those that count.
    std::span<const Instant> all() const { return m_failures; }
    qint64 excludedCount() const { return m_excludedCount; }

private:
    qint64 m_burst;
    std::optional<Instant> m_from;
    std::optional<Instant> m_lastEvent;
    std::optional<reliability::ExcludedTime::Walk> m_excluded;
    std::vector<Instant> m_failures;
    qint64 m_excludedCount = 0;
};

// The days of the period; none is missing in `systems` unless a filter chose them.
QString daysSql(const std::vector<RepairableSystem>& systems, const ReportFilter& filter)
{
    QString keys;
    if (!filter.group.isEmpty() || !filter.equipment.isEmpty() || !filter.plants.isEmpty()) {
        QStringList chosen;
        for (const RepairableSystem& system : systems)
            chosen << QString::number(system.key);
        keys = chosen.join(u',');
    }
    auto [firstDay, lastDay] = filter.period;
    // With the days before, in which a failure may have begun.
    if (firstDay.isValid() && filter.burstMinutes > 0)
        firstDay = firstDay.addDays(-(filter.burstMinutes / kMinutesPerDay + 1));
    return failureDaysSql(keys, firstDay, lastDay);
}

} // namespace

// Dates and keys only, so nothing needs quoting.
QString failureDaysSql(const QString& keys, QDate first, QDate last)
{
    QStringList conditions;
    if (first.isValid())
        conditions << u"day >= date '%1'"_s.arg(first.toString(Qt::ISODate));
    if (last.isValid())
        conditions << u"day <= date '%1'"_s.arg(last.toString(Qt::ISODate));
    if (!keys.isEmpty())
        conditions << u"equipment_key = ANY ('{%1}')"_s.arg(keys);
    return u"SELECT equipment_key, event_at, day FROM faultline.failure_day"_s
           + (conditions.isEmpty() ? QString() : u"\nWHERE "_s + conditions.join(u" AND "_s))
           + u"\nORDER BY equipment_key, day"_s;
}

Result<std::vector<RepairableSystem>>
fetchSystems(SqlSession& session, const ReportDefinition& report, const ReportFilter& filter)
{
    auto query = session.execute(
        QString::fromLatin1(kSystems).arg(readSqlText(report.sql).withoutComments),
        usedValues(report, filter));
    if (!query) {
        UserMessage error = query.error();
        error.what = Text::tr("The report “%1” can't be read").arg(report.title);
        return error;
    }
    std::vector<RepairableSystem> systems;
    while (query->next()) {
        RepairableSystem& system = systems.emplace_back();
        system.key = query->value(Key).toInt();
        system.plant = query->value(Plant).toString();
        system.code = query->value(Code).toString();
        system.group = query->value(Group).toString();
        system.from = instantAt(*query, From);
        system.to = instantAt(*query, To);
        system.beginsWithRecord = query->value(BeginsWith).toBool();
        system.endsWithRecord = query->value(EndsWith).toBool();
        system.isAlone = query->value(Alone).toBool();
        system.isMostlyUnread = query->value(Unread).toBool();
        system.isNew = query->value(New).toBool();
    }
    if (const QSqlError error = query->lastError(); error.isValid()) {
        session.keepFailed(*std::move(query));
        return UserMessage::error(Text::tr("The report “%1” stopped halfway").arg(report.title))
            .because(error.databaseText().trimmed())
            .withCode(error.nativeErrorCode());
    }
    return systems;
}

Result<void> forEachSystem(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const std::function<void(const RepairableSystem&, std::span<const Instant>)>& sink)
{
    const ReportFilter applied = report.applicable(filter);
    auto systems = fetchSystems(session, report, applied);
    if (!systems)
        return systems.error();
    auto exclusions = Exclusions::fetch(session, *systems);
    if (!exclusions)
        return exclusions.error();
    if (systems->empty())
        return {};
    Failures failures(applied.burstMinutes * kMicrosecondsPerMinute);
    auto system = systems->begin();
    const auto beginSystem = [&] {
        system->excluded = exclusions->of(*system);
        failures.begin(*system);
    };
    beginSystem();
    const auto endSystem = [&] {
        system->excludedFailures = failures.excludedCount();
        sink(*system, failures.all());
        if (++system != systems->end())
            beginSystem();
    };
    const auto copied =
        session.copyOut(daysSql(*systems, applied), [&](std::string_view row) -> Result<void> {
            BinaryFields fields(row);
            const auto key = fields.number<qint32>();
            while (system != systems->end() && system->key < key)
                endSystem();
            const auto events = fields.next();
            if (system == systems->end() || system->key != key || !events)
                return {};
            const BinaryArray<qint64> times(*events);
            for (std::size_t i = 0; i < times.size(); ++i)
                failures.add({times[i] + kPostgresEpoch});
            return {};
        });
    if (!copied)
        return copied;
    while (system != systems->end())
        endSystem();
    return {};
}

} // namespace faultline
