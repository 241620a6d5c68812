// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/SystemReader.h"

#include "database/connection/BinaryFields.h"
#include "reports/definition/ReportSql.h"
#include "reports/definition/SqlText.h"

#include <QCoreApplication>
#include <QSqlError>

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
constexpr auto kSystems = "SELECT equipment_key, plant, code, group_name,"
                          " (extract(epoch FROM started_at) * 1000000)::bigint,"
                          " (extract(epoch FROM ended_at) * 1000000)::bigint,"
                          " begins_with_record, ends_with_record, is_alone, is_mostly_unread"
                          "\nFROM (\n%1\n) AS systems\nORDER BY equipment_key";
enum SystemColumn { Key, Plant, Code, Group, From, To, BeginsWith, EndsWith, Alone, Unread };

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
    }

    void add(Instant event)
    {
        const bool continues =
            m_burst > 0 && m_lastEvent && event.microseconds - m_lastEvent->microseconds <= m_burst;
        m_lastEvent = event;
        // One that began before the period isn't in it, however long it lasts.
        if (continues || !m_from || event.microseconds < m_from->microseconds)
            return;
        m_failures.push_back(event);
    }

    std::span<const Instant> all() const { return m_failures; }

private:
    qint64 m_burst;
    std::optional<Instant> m_from;
    std::optional<Instant> m_lastEvent;
    std::vector<Instant> m_failures;
};

// Dates and keys only, so nothing needs quoting.
QString daysSql(const std::vector<RepairableSystem>& systems, const ReportFilter& filter)
{
    QStringList conditions;
    const auto [firstDay, lastDay] = filter.period;
    if (firstDay.isValid()) {
        // With the days before, in which a failure may have begun.
        const QDate from = filter.burstMinutes > 0
                               ? firstDay.addDays(-(filter.burstMinutes / kMinutesPerDay + 1))
                               : firstDay;
        conditions << u"day >= date '%1'"_s.arg(from.toString(Qt::ISODate));
    }
    if (lastDay.isValid())
        conditions << u"day <= date '%1'"_s.arg(lastDay.toString(Qt::ISODate));
    if (!filter.group.isEmpty() || !filter.equipment.isEmpty() || !filter.plants.isEmpty()) {
        QStringList keys;
        for (const RepairableSystem& system : systems)
            keys << QString::number(system.key);
        conditions << u"equipment_key = ANY ('{%1}')"_s.arg(keys.join(u','));
    }
    return u"SELECT equipment_key, event_at FROM faultline.failure_day"_s
           + (conditions.isEmpty() ? QString() : u"\nWHERE "_s + conditions.join(u" AND "_s))
           + u"\nORDER BY equipment_key, day"_s;
}

} // namespace

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
    const auto systems = fetchSystems(session, report, applied);
    if (!systems)
        return systems.error();
    if (systems->empty())
        return {};
    Failures failures(applied.burstMinutes * kMicrosecondsPerMinute);
    auto system = systems->cbegin();
    failures.begin(*system);
    const auto endSystem = [&] {
        sink(*system, failures.all());
        if (++system != systems->cend())
            failures.begin(*system);
    };
    const auto copied =
        session.copyOut(daysSql(*systems, applied), [&](std::string_view row) -> Result<void> {
            BinaryFields fields(row);
            const auto key = fields.number<qint32>();
            while (system != systems->cend() && system->key < key)
                endSystem();
            const auto events = fields.next();
            if (system == systems->cend() || system->key != key || !events)
                return {};
            const BinaryArray<qint64> times(*events);
            for (std::size_t i = 0; i < times.size(); ++i)
                failures.add({times[i] + kPostgresEpoch});
            return {};
        });
    if (!copied)
        return copied;
    while (system != systems->cend())
        endSystem();
    return {};
}

} // namespace faultline
