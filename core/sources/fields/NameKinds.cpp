// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fields/NameKinds.h"

#include "sources/fields/FieldNames.h"

#include <algorithm>
#include <array>

using namespace std::string_view_literals;

namespace faultline {

namespace {

template<std::size_t Size>
bool isOneOf(const std::array<std::string_view, Size>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

} // namespace

bool isRowNumber(std::string_view comparable)
{
    static constexpr std::array kNames{"id"sv,        "index"sv, "row"sv, "rowid"sv,
                                       "rownumber"sv, "no"sv,    "nr"sv,  "recordid"sv,
                                       "unnamed0"sv,  "table"sv, ""sv};
    return isOneOf(kNames, comparable);
}

bool isEventName(std::string_view comparable)
{
    static constexpr std::array kParts{"fail"sv,  "error"sv, "fault"sv,     "alarm"sv,
                                       "event"sv, "trip"sv,  "breakdown"sv, "defect"sv};
    return std::any_of(kParts.begin(), kParts.end(), [comparable](std::string_view part) {
        return comparable.find(part) != std::string_view::npos;
    });
}

bool isFailureName(std::string_view comparable)
{
    static constexpr std::array kParts{
        "failure"sv,        "failed"sv,      "breakdown"sv,   "downtime"sv,  "outage"sv,
        "repair"sv,         "ausfall"sv,     "stillstand"sv,  "störung"sv,   "stoerung"sv,
        "reparatur"sv,      "panne"sv,       "avería"sv,      "averia"sv,    "fallo"sv,
        "dépannage"sv,      "défaillance"sv, "defaillance"sv, "rootcause"sv, "instandhaltung"sv,
        "maintenancetype"sv};
    return isOrderName(comparable)
           || std::any_of(kParts.begin(), kParts.end(), [comparable](std::string_view part) {
                  return comparable.find(part) != std::string_view::npos;
              });
}

bool isOrderName(std::string_view comparable)
{
    static constexpr std::array kNames{
        "workorder"sv,
        "workorderid"sv,
        "workordernumber"sv,
        "workorderno"sv,
        "workordernr"sv,
        "wo"sv,
        "woid"sv,
        "wonumber"sv,
        "wono"sv,
        "wonum"sv,
        "order"sv,
        "ordernumber"sv,
        "orderno"sv,
        "jobnumber"sv,
        "ticket"sv,
        "ticketid"sv,
        "ticketnumber"sv,
        "notification"sv,
        "notificationno"sv,
        "notificationnumber"sv,
        "incident"sv,
        "incidentid"sv,
        "reportnumber"sv,
        "failureid"sv,
        "faultid"sv,
        "auftrag"sv,
        "auftragsnummer"sv,
        "auftragsnr"sv,
        "meldung"sv,
        "meldungsnummer"sv,
        "ordredetravail"sv,
        "bondetravail"sv,
        "ordendetrabajo"sv};
    return isOneOf(kNames, comparable);
}

std::string_view knownMeasurement(std::string_view comparable)
{
    if (comparable == "temperature" || comparable == "temp")
        return "temperature"sv;
    return comparable == "vibration" || comparable == "vib" ? "vibration"sv : std::string_view();
}

bool isTimeOfList(std::string_view comparable)
{
    static constexpr std::array kNames{"installed"sv,    "installedat"sv,    "installdate"sv,
                                       "commissioned"sv, "commissionedat"sv, "start"sv,
                                       "end"sv};
    return isOneOf(kNames, comparable)
           || rankOfName(RecordKind::SensorMap, TableField::ValidFrom, comparable) >= 0
           || rankOfName(RecordKind::SensorMap, TableField::ValidTo, comparable) >= 0;
}

} // namespace faultline
