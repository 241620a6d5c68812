// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/systems/OutageReader.h"

#include "database/connection/BinaryFields.h"
#include "reports/systems/SystemReader.h"

#include <QtEndian>

#include <algorithm>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr double kMicrosecondsPerHour = 3'600'000'000.0;

constexpr auto kOutages =
    "SELECT m.equipment_key, d.occurred_at,"
    " coalesce(d.occurred_at + make_interval(secs => d.duration_seconds), d.ended_at),"
    " coalesce(d.planned, false)::integer"
    "\nFROM faultline.failure_detail d"
    "\nJOIN faultline.equipment_sensor m ON m.sensor_key = d.sensor_key"
    " AND m.valid_from <= d.occurred_at AND m.valid_to > d.occurred_at"
    "\nWHERE m.equipment_key = ANY ('{%1}')"
    " AND (d.planned OR EXISTS (SELECT FROM faultline.failure_severity f"
    " WHERE f.plant_id = d.plant_id AND f.severity = d.severity))"
    "\nORDER BY m.equipment_key, d.occurred_at";

void addTo(
    SystemOutages& outages, const RepairableSystem& system, qint64 begin, std::optional<qint64> end,
    bool isPlanned)
{
    if (!system.from || !system.to || begin > system.to->microseconds)
        return;
    const bool isBefore = begin < system.from->microseconds;
    const auto hours = [&](qint64 at) {
        return static_cast<double>(at - system.from->microseconds) / kMicrosecondsPerHour;
    };
    if (end) {
        if (!isBefore || *end > system.from->microseconds)
            outages.outages.push_back({hours(begin), hours(*end), isPlanned});
    } else if (isPlanned && !isBefore) {
        ++outages.plannedWithoutEnd;
    } else if (!isBefore) {
        outages.failuresWithoutEnd.push_back(hours(begin));
    }
}

} // namespace

Result<void> forEachSystemWithOutages(
    SqlSession& session, const ReportDefinition& report, const ReportFilter& filter,
    const std::function<void(const RepairableSystem&, const SystemOutages&)>& sink)
{
    const auto systems = fetchSystems(session, report, report.applicable(filter));
    if (!systems)
        return systems.error();
    QStringList keys;
    for (const RepairableSystem& system : *systems)
        keys << QString::number(system.key);
    SystemOutages outages;
    auto system = systems->cbegin();
    const auto endSystem = [&] {
        sink(*system++, outages);
        outages = {};
    };
    // Numbers only, so nothing needs quoting.
    const auto copied = session.copyOut(
        QString::fromLatin1(kOutages).arg(keys.join(u',')),
        [&](std::string_view row) -> Result<void> {
            BinaryFields fields(row);
            const auto key = fields.number<qint32>();
            while (system != systems->cend() && system->key < key)
                endSystem();
            if (system == systems->cend() || system->key != key)
                return {};
            const qint64 begin = fields.number<qint64>() + kPostgresEpoch;
            std::optional<qint64> end;
            if (const auto field = fields.next())
                end = qFromBigEndian<qint64>(field->data()) + kPostgresEpoch;
            addTo(outages, *system, begin, end, fields.number<qint32>() != 0);
            return {};
        });
    if (!copied)
        return copied;
    while (system != systems->cend())
        endSystem();
    return {};
}

} // namespace faultline
