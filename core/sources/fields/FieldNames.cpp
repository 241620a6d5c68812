// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fields/FieldNames.h"

#include "base/Utf8.h"

#include <QString>

#include <algorithm>
#include <array>

using namespace std::string_view_literals;

namespace faultline {

namespace {

// A bare "unit" is not among them: it is nearly always a unit of measurement.
constexpr std::array kEquipmentIds{
    "equipmentid"sv, "equipmentno"sv, "equipmentnumber"sv, "equipid"sv, "eqid"sv, "machineid"sv,
    "machineno"sv, "machinenumber"sv, "assetid"sv, "assetno"sv, "assetnumber"sv, "assetnum"sv,
    "unitid"sv, "unitno"sv, "unitnumber"sv, "equipment"sv, "machine"sv, "asset"sv,
    // Only in a list that is clearly one of equipment.
    "id"sv};
constexpr auto kMappedEquipmentIds = std::span(kEquipmentIds).first(kEquipmentIds.size() - 1);

constexpr std::array kEquipmentCodes{
    "code"sv,      "equipmentcode"sv, "equipcode"sv, "eqcode"sv,       "machinecode"sv,
    "assetcode"sv, "unitcode"sv,      "tag"sv,       "equipmenttag"sv, "machinetag"sv,
    "assettag"sv,  "unittag"sv,       "tagname"sv,   "name"sv,         "equipmentname"sv,
    "equipname"sv, "machinename"sv,   "assetname"sv, "unitname"sv,     "equipment"sv,
    "machine"sv,   "asset"sv};

constexpr std::array kEquipmentGroups{
    "groupname"sv,
    "group"sv,
    "equipmentgroup"sv,
    "equipmentgroupname"sv,
    "machinegroup"sv,
    "assetgroup"sv,
    "equipmenttype"sv,
    "machinetype"sv,
    "assettype"sv,
    "equipmentclass"sv,
    "machineclass"sv,
    "assetclass"sv,
    "equipmentcategory"sv,
    "machinecategory"sv,
    "assetcategory"sv,
    "category"sv,
    "class"sv,
    "type"sv,
    "system"sv};

constexpr std::array kSensorIds{
    "sensorid"sv, "sensor"sv, "sensortag"sv,  "sensorname"sv, "sensorno"sv, "sensornumber"sv,
    "signalid"sv, "signal"sv, "signalname"sv, "channelid"sv,  "channel"sv,  "channelname"sv,
    "pointid"sv,  "point"sv,  "pointname"sv,  "tagid"sv,      "tag"sv,      "tagname"sv};

constexpr std::array kValidFrom{"validfrom"sv, "validsince"sv, "since"sv,    "from"sv,
                                "fromdate"sv,  "datefrom"sv,   "startdate"sv};
constexpr std::array kValidTo{"validto"sv, "validuntil"sv, "validtill"sv, "until"sv,
                              "to"sv,      "todate"sv,     "dateto"sv,    "enddate"sv};

constexpr std::array kTimes{"timestamp"sv,      "datetime"sv,     "occurredat"sv,  "eventtime"sv,
                            "eventtimestamp"sv, "recordedat"sv,   "measuredat"sv,  "loggedat"sv,
                            "logtime"sv,        "timestamputc"sv, "datetimeutc"sv, "utctime"sv,
                            "timeutc"sv,        "localtime"sv,    "ts"sv,          "time"sv,
                            "eventdate"sv,      "date"sv,         "zeitstempel"sv, "zeit"sv,
                            "datum"sv,          "horodatage"sv,   "fecha"sv};
constexpr std::array kSeverities{
    "severity"sv, "level"sv, "loglevel"sv, "severitylevel"sv, "alarmlevel"sv};
constexpr std::array kQualities{"quality"sv, "q"sv, "dataquality"sv, "good"sv};
constexpr std::array kValues{"value"sv, "val"sv, "reading"sv, "measurement"sv, "wert"sv};
constexpr std::array kFigures{"failureevents"sv, "errorrecords"sv};

bool isLetterOrDigit(QChar c)
{
    return c.isLetterOrNumber() || c.isSurrogate() || c.isMark();
}

} // namespace

QByteArray normalisedName(std::string_view name)
{
    QByteArray normalised;
    normalised.reserve(static_cast<qsizetype>(name.size()));
    for (const char c : name) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            QString text = decodedUtf8(name).toLower();
            text.removeIf([](QChar letter) { return !isLetterOrDigit(letter); });
            return text.toUtf8();
        }
        if (c >= 'A' && c <= 'Z')
            normalised += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            normalised += c;
    }
    return normalised;
}

std::span<const std::string_view> namesOf(RecordKind kind, Field field)
{
    switch (field) {
    case Field::EquipmentId:
        return kind == RecordKind::Equipment ? std::span<const std::string_view>(kEquipmentIds)
                                             : kMappedEquipmentIds;
    case Field::EquipmentCode:
        return kEquipmentCodes;
    case Field::EquipmentGroup:
        return kEquipmentGroups;
    case Field::SensorId:
        return kSensorIds;
    case Field::ValidFrom:
        return kValidFrom;
    case Field::ValidTo:
        return kValidTo;
    case Field::Time:
        return kTimes;
    case Field::Severity:
        return kSeverities;
    case Field::Quality:
        return kQualities;
    case Field::Value:
        return kValues;
    case Field::Figure:
        break;
    }
    return kFigures;
}

int rankOfName(RecordKind kind, Field field, const QByteArray& normalised)
{
    const auto names = namesOf(kind, field);
    const std::string_view name(
        normalised.constData(), static_cast<std::size_t>(normalised.size()));
    const auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

QList<int>
assignedNames(RecordKind kind, std::span<const Field> fields, const QList<QByteArray>& normalised)
{
    QList<int> assigned(static_cast<qsizetype>(fields.size()), -1);
    for (std::size_t field = 0; field < fields.size(); ++field) {
        int bestRank = -1;
        for (qsizetype name = 0; name < normalised.size(); ++name) {
            if (assigned.contains(static_cast<int>(name)))
                continue;
            const int rank = rankOfName(kind, fields[field], normalised[name]);
            if (rank < 0 || (bestRank >= 0 && rank >= bestRank))
                continue;
            bestRank = rank;
            assigned[static_cast<qsizetype>(field)] = static_cast<int>(name);
        }
    }
    return assigned;
}

} // namespace faultline
