// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/PlantClocks.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantClocks)
};

} // namespace

void PlantClocks::add(const QString& plant, const QString& zone)
{
    const auto known = LocalTime::fromName(zone);
    m_plants.emplace_back(plant, known ? *known : LocalTime::utc());
}

QString zoned(const QString& title, const QString& zone)
{
    return Text::tr("%1 (%2)", "title, time zone").arg(title, zone);
}

PlantClocks PlantClocks::of(const QStringList& plants) const
{
    if (plants.isEmpty())
        return *this;
    PlantClocks some;
    std::copy_if(
        m_plants.cbegin(), m_plants.cend(), std::back_inserter(some.m_plants),
        [&](const auto& each) { return plants.contains(each.first); });
    return some;
}

bool PlantClocks::shareZone() const
{
    return std::all_of(m_plants.cbegin(), m_plants.cend(), [this](const auto& each) {
        return each.second.name() == m_plants.front().second.name();
    });
}

QString PlantClocks::zoneName() const
{
    return shareZone() ? commonZone().name() : QString();
}

QString PlantClocks::heading(const QString& title) const
{
    return shareZone() ? zoned(title, zoneName()) : title;
}

LocalTime PlantClocks::commonZone() const
{
    return m_plants.empty() || !shareZone() ? LocalTime::utc() : m_plants.front().second;
}

QMap<QString, QString> PlantClocks::zoneNames() const
{
    QMap<QString, QString> names;
    for (const auto& [plant, zone] : m_plants)
        names.insert(plant, zone.name());
    return names;
}

LocalTime PlantClocks::zoneOf(const QString& plant) const
{
    const auto found = std::find_if(
        m_plants.cbegin(), m_plants.cend(), [&](const auto& each) { return each.first == plant; });
    return found == m_plants.cend() ? commonZone() : found->second;
}

ZonedClock PlantClocks::clockOf(const QString& plant) const
{
    return {zoneOf(plant), !shareZone()};
}

ZonedTime PlantClocks::at(Instant instant, const QString& plant) const
{
    return clockOf(plant).at(instant);
}

} // namespace faultline
