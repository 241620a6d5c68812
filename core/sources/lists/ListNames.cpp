// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/ListNames.h"

#include "base/Utf8.h"
#include "sources/fields/FieldNames.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ListNames)
};

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// The names of a table, and what speaks for and against each meaning.
class Names
{
public:
    explicit Names(const QList<QByteArray>& names)
        : m_written(names)
    {
        for (const QByteArray& name : names) {
            m_names.push_back(
                comparableName({name.constData(), static_cast<std::size_t>(name.size())}));
        }
        constexpr std::array kMap{TableField::Equipment, TableField::Sensor};
        const auto map = assignedNames(RecordKind::SensorMap, kMap, m_names);
        m_mappedEquipment = map[0];
        m_sensor = map[1];
        constexpr std::array kList{TableField::Equipment, TableField::Code, TableField::Group};
        const auto list = assignedNames(RecordKind::Equipment, kList, m_names);
        m_equipment = list[0];
        m_code = list[1];
        m_group = list[2];
    }

    /// The first name for a time that a list doesn't have; -1 if there is none.
    int time() const
    {
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            if (rankOfName(RecordKind::Equipment, TableField::Time, m_names[i]) >= 0)
                return static_cast<int>(i);
        }
        return -1;
    }
    /// Figures that Faultline computes.
    bool areResults() const
    {
        return std::any_of(m_names.begin(), m_names.end(), [](std::string_view name) {
            return isOneOf(name, {"failureevents"sv, "errorrecords"sv});
        });
    }

    bool isMap() const
    {
        if (m_mappedEquipment < 0 || m_sensor < 0)
            return false;
        // A tag may also be that of the equipment.
        const bool isTag = isOneOf(name(m_sensor), {"tag"sv, "tagid"sv, "tagname"sv});
        return !isTag || !(hasOtherCode() || hasClearGroup());
    }

    bool isEquipment(bool isMap, bool isJson) const
    {
        if (m_equipment < 0)
            return false;
        // Beside sensors, a name or type may be the sensor's.
        if (isMap)
            return hasEquipmentsCode() || hasEquipmentsGroup();
        if (name(m_equipment) == "id")
            return hasEquipmentsName() || (name(m_code) == "code" && hasClearGroup());
        return m_code >= 0 || (isJson && contains("equipmentid"));
    }

    int equipment() const { return m_mappedEquipment; }
    int sensor() const { return m_sensor; }
    QString written(int index) const
    {
        const QByteArray& name = m_written[index];
        return readableText({name.constData(), static_cast<std::size_t>(name.size())});
    }

private:
    std::string_view name(int index) const
    {
        return index < 0 ? std::string_view() : m_names[static_cast<std::size_t>(index)];
    }
    bool contains(std::string_view name) const
    {
        return std::find(m_names.begin(), m_names.end(), name) != m_names.end();
    }
    bool hasOtherCode() const
    {
        return std::any_of(m_names.begin(), m_names.end(), [](std::string_view name) {
            return !isOneOf(
                       name,
                       {"tag"sv, "tagid"sv, "tagname"sv, "equipment"sv, "machine"sv, "asset"sv})
                   && rankOfName(RecordKind::Equipment, TableField::Code, name) >= 0;
        });
    }
    bool hasClearGroup() const
    {
        return m_group >= 0
               && !isOneOf(name(m_group), {"category"sv, "class"sv, "type"sv, "system"sv});
    }
    bool hasEquipmentsCode() const
    {
        return std::any_of(m_names.begin(), m_names.end(), [](std::string_view name) {
            return name == "code"
                   || (isOfEquipment(name)
                       && rankOfName(RecordKind::Equipment, TableField::Code, name) >= 0);
        });
    }
    bool hasEquipmentsGroup() const
    {
        return std::any_of(m_names.begin(), m_names.end(), [](std::string_view name) {
            return isOneOf(name, {"groupname"sv, "group"sv})
                   || (isOfEquipment(name)
                       && rankOfName(RecordKind::Equipment, TableField::Group, name) >= 0);
        });
    }
    bool hasEquipmentsName() const
    {
        return isOfEquipment(name(m_code)) || isOfEquipment(name(m_group));
    }
    // "machine" alone is an id.
    static bool isOfEquipment(std::string_view name)
    {
        const auto begins = [name](std::string_view start) {
            return name.size() > start.size() && name.starts_with(start);
        };
        return begins("equip"sv) ? name != "equipment"
                                 : begins("machine"sv) || begins("asset"sv) || begins("unit"sv);
    }

    const QList<QByteArray>& m_written;
    std::vector<std::string> m_names;
    int m_mappedEquipment = -1;
    int m_sensor = -1;
    int m_equipment = -1;
    int m_code = -1;
    int m_group = -1;
};

} // namespace

ListNames ListNames::of(const QList<QByteArray>& written, bool isJson)
{
    const Names names(written);
    ListNames result;
    const int equipment = names.equipment();
    const int sensor = names.sensor();
    if (equipment < 0 && sensor < 0 && !names.isEquipment(false, isJson))
        return result;
    if (names.areResults()) {
        result.why = Text::tr("Faultline exported it: it contains results, not source data.");
        return result;
    }
    if (const int time = names.time(); time >= 0) {
        result.why = Text::tr("It names equipment or sensors, but also times (“%1”), so it is "
                              "neither an equipment list nor a sensor map.")
                         .arg(names.written(time));
        return result;
    }
    result.hasMap = names.isMap();
    result.hasEquipment = names.isEquipment(result.hasMap, isJson);
    if (result.isList())
        return result;
    if (equipment < 0) {
        result.why = Text::tr("It names sensors (“%1”), but no equipment such as “equipment_id”.")
                         .arg(names.written(sensor));
    } else {
        result.why = Text::tr("It names equipment (“%1”), but neither a code such as “code” or "
                              "“name” nor a sensor such as “sensor_id”.")
                         .arg(names.written(equipment));
    }
    result.why +=
        u' '
        + Text::tr("If another column is that, say so in the preview of the file, or with "
                   "faultline-cli formats set.");
    return result;
}

} // namespace faultline
