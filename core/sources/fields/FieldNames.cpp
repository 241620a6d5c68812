// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fields/FieldNames.h"

#include "base/Utf8.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr auto kReadings = static_cast<unsigned>(RecordKind::Reading);
constexpr auto kFailures = static_cast<unsigned>(RecordKind::Failure);
constexpr auto kEquipmentLists = static_cast<unsigned>(RecordKind::Equipment);
constexpr auto kSensorMaps = static_cast<unsigned>(RecordKind::SensorMap);
constexpr unsigned kTables = kReadings | kFailures;
constexpr unsigned kLists = kEquipmentLists | kSensorMaps;
constexpr unsigned kAll = kTables | kLists;

// A name alone never decides about readings: ColumnMapping looks at what the column has in it,
// because a `level` may be a severity or a tank's.
constexpr std::array kNames{
    FieldNames{
        TableField::Time, kReadings | kLists, // a list has none
        "timestamp time datetime occurredat eventtime eventtimestamp readingtime measuredat "
        "recordedat loggedat logtime sampletime ts dateandtime timestamputc datetimeutc utctime "
        "timeutc date eventdate zeitstempel zeitpunkt zeit datumuhrzeit datum horodatage dateheure "
        "fechahora fecha datahora dataora tijdstip datumtijd sourcetimestamp servertimestamp "
        "alarmtime localtime"},
    FieldNames{TableField::Time, kReadings, "createdat data epoch unixtime"},
    FieldNames{
        TableField::Time, kFailures, // when the failure began
        "failuretime failuredate failuredatetime failuretimestamp failedat failedon failurestart "
        "malfunctionstart malfunctstart timeoffailure dateoffailure breakdowntime breakdowndate "
        "breakdownstart downtimestart downat downsince faulttime faultdate stoppedat "
        "ausfallbeginn störungsbeginn stoerungsbeginn datepanne datedepanne fechadefallo "
        "fechafallo fechaavería fechaaveria occurredat occurredon starttime startedat "
        "startdatetime startdate started start actualstart actstart begin beginn startzeit début "
        "debut "
        "datedébut datedebut inicio fechainicio eventtime eventdate timestamp datetime dateandtime "
        "time date reportedat reportedon reporteddate reportdate datereported reported "
        "notificationdate openedat openedon opened opendate createdat createdon createddate "
        "gemeldetam meldedatum"},
    FieldNames{
        TableField::TimeOfDay, kTables, "timeofday uhrzeit heure hora ora tijd clock startmalfn"},
    FieldNames{
        TableField::Sensor, kAll,
        "sensorid sensor sensortag sensorname sensorno sensornumber sensornummer"},
    FieldNames{TableField::Sensor, kTables, "tagname tag tagid"},
    FieldNames{
        TableField::Sensor, kAll,
        "pointid point pointname signalid signal signalname channelid channel channelname "
        "messstelle capteur"},
    FieldNames{TableField::Sensor, kTables, "nodeid itemid browsename pointtag tagnumber tagno"},
    FieldNames{TableField::Sensor, kLists, "tagid tag tagname"},
    // A bare "unit" is not among them: it is nearly always a unit of measurement.
    FieldNames{
        TableField::Equipment, kAll,
        "equipmentid equipmentno equipmentnumber equipid eqid machineid machineno machinenumber "
        "assetid assetno assetnumber assetnum unitid unitno unitnumber deviceid equipment machine "
        "asset device maschine anlage equipement équipement equipo equipamento"},
    FieldNames{
        TableField::Equipment, kTables,
        "equipmenttag assettag functionallocation functionalloc assetname equipmentname "
        "machinename"},
    FieldNames{TableField::Equipment, kEquipmentLists, "id"}, // if it is clearly such a list
    FieldNames{
        TableField::Code, kEquipmentLists,
        "code equipmentcode equipcode eqcode machinecode assetcode unitcode tag equipmenttag "
        "machinetag assettag unittag tagname name equipmentname equipname machinename assetname "
        "unitname equipment machine asset"},
    FieldNames{
        TableField::Group, kEquipmentLists,
        "groupname group equipmentgroup equipmentgroupname machinegroup assetgroup equipmenttype "
        "machinetype assettype equipmentclass machineclass assetclass equipmentcategory "
        "machinecategory assetcategory category class type system"},
    FieldNames{
        TableField::ValidFrom, kSensorMaps,
        "validfrom validsince since from fromdate datefrom startdate"},
    FieldNames{
        TableField::ValidTo, kSensorMaps,
        "validto validuntil validtill until to todate dateto enddate"},
    FieldNames{
        TableField::Severity, kTables,
        "severity loglevel level severitylevel priority alarmlevel eventtype status state "
        "schweregrad"},
    FieldNames{
        TableField::Quality, kTables,
        "quality q valuequality tagquality dataquality qualitycode good isgood statuscode"},
    FieldNames{
        TableField::Value, kTables,
        "value val reading measurement measuredvalue processvalue pv wert messwert valeur valor "
        "valore waarde v"},
    FieldNames{
        TableField::MeasurementName, kTables,
        "metric measurementname parameter variable quantity measure metricname fieldname "
        "parametername field"},
    FieldNames{
        TableField::FailureMode, kFailures,
        "failuremode failuretype problemcode damagecode failurecode failureclass damagetext "
        "faultmode "
        "faulttype faultcode failure fault breakdown defect defecttype damage problem symptom "
        "fehlerart ausfallart fehlerbild schadensbild schaden fehlercode störung stoerung ausfall "
        "modededéfaillance modededefaillance défaillance defaillance panne typedepanne "
        "mododefallo mododefalla fallo falla avería averia tipodefallo modofalha falha"},
    FieldNames{
        TableField::Cause, kFailures,
        "rootcause failurecause cause causecode faultcause reason reasoncode failurereason "
        "ursache fehlerursache schadensursache ausfallursache grundursache causeracine "
        "causeprofonde causaraíz causaraiz causa motivo"},
    FieldNames{
        TableField::End, kFailures,
        "end malfunctionend malfunctend endedat endtime enddatetime enddate finished finishedat "
        "finish finishtime finishdate finishedon actualfinish repairedat repairend restored "
        "restoredat resolvedat resolved completed completedat completedon completiondate "
        "completiontime closed closedat closedon closedate closeddate closingdate actfinish "
        "downtimeend "
        "failureend upat backinservice returntoservice ende endzeit endedatum störungsende "
        "stoerungsende erledigtam fin datefin datedefin finpanne fechafin fechacierre fechadefin "
        "término termino"},
    FieldNames{
        TableField::EndTimeOfDay, kFailures,
        "endtimeofday timeofend endclock enduhrzeit uhrzeitende malfunctionendtime "
        "malfunctendtime endmalfn heurefin heuredefin horafin horadefin horafim"},
    FieldNames{
        TableField::Duration, kFailures,
        "downtime repairtime timetorepair ttr duration outage outageduration failureduration "
        "downtimeduration breakdownduration breakdowndur repairduration stoppage stoppagetime "
        "standstill stillstand stillstandszeit stillstandzeit ausfallzeit ausfalldauer "
        "reparaturzeit reparaturdauer dauer durée duree duréearrêt dureearret tempsdarrêt "
        "tempsdarret duración duracion tiempodeparada tiempoparada tiempodereparación "
        "tiempodereparacion"},
    FieldNames{
        TableField::Planned, kFailures,
        "planned isplanned plannedunplanned unplanned isunplanned scheduled isscheduled "
        "maintenancetype maintenancekind maintenanceclass worktype workordertype wotype ordertype "
        "jobtype activitytype geplant ungeplant instandhaltungsart wartungsart auftragsart "
        "planifié planifie typedemaintenance typemaintenance planificado tipodemantenimiento "
        "tipomantenimiento"},
};

// The place of a name in a row; -1: it isn't there. Without a name: how many there are.
int placeIn(std::string_view names, std::optional<std::string_view> name)
{
    int place = 0;
    while (!names.empty()) {
        const std::string_view each = names.substr(0, names.find(' '));
        if (each == name)
            return place;
        names.remove_prefix(std::min(names.size(), each.size() + 1));
        ++place;
    }
    return name ? -1 : place;
}

bool isPlain(std::string_view text)
{
    return std::all_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lettersAndDigits(std::string_view name)
{
    std::string kept;
    if (isPlain(name)) {
        for (const char c : name) {
            if (c >= 'A' && c <= 'Z')
                kept += static_cast<char>(c - 'A' + 'a');
            else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                kept += c;
        }
        return kept;
    }
    QString text = decodedUtf8(name).toLower();
    text.removeIf([](QChar c) { return !c.isLetterOrNumber() && !c.isSurrogate() && !c.isMark(); });
    return text.toStdString();
}

} // namespace

std::span<const FieldNames> fieldNames()
{
    return kNames;
}

std::string_view nameWithoutUnit(std::string_view name)
{
    const auto trimmed = [](std::string_view text) {
        while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
            text.remove_suffix(1);
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
            text.remove_prefix(1);
        return text;
    };
    name = trimmed(name);
    for (const auto& [open, close] : {std::pair('[', ']'), std::pair('(', ')')}) {
        if (!name.ends_with(close))
            continue;
        const std::size_t at = name.rfind(open);
        if (at == std::string_view::npos || at == 0)
            continue;
        return trimmed(name.substr(0, at));
    }
    return name;
}

std::string comparableName(std::string_view name)
{
    const std::string_view bare = nameWithoutUnit(name);
    std::string kept = lettersAndDigits(bare);
    if (!kept.empty() || bare.empty())
        return kept;
    // "%" measures something, "#" only numbers rows.
    kept = bare;
    std::erase_if(kept, [](char c) { return " \t-_./#:"sv.find(c) != std::string_view::npos; });
    return kept;
}

int rankOfName(RecordKind kind, TableField field, std::string_view comparable)
{
    int better = 0;
    for (const FieldNames& row : kNames) {
        if (row.field != field || !row.isFor(kind))
            continue;
        if (const int place = placeIn(row.names, comparable); place >= 0)
            return better + place;
        better += placeIn(row.names, std::nullopt);
    }
    return -1;
}

std::optional<FieldWord> fieldOfName(RecordKind kind, std::string_view comparable)
{
    for (const FieldNames& row : kNames) {
        if (row.isFor(kind) && placeIn(row.names, comparable) >= 0)
            return FieldWord{row.field, rankOfName(kind, row.field, comparable)};
    }
    return std::nullopt;
}

QList<int> assignedNames(
    RecordKind kind, std::span<const TableField> fields, std::span<const std::string> comparable)
{
    QList<int> assigned(static_cast<qsizetype>(fields.size()), -1);
    for (std::size_t field = 0; field < fields.size(); ++field) {
        int bestRank = -1;
        for (std::size_t name = 0; name < comparable.size(); ++name) {
            if (assigned.contains(static_cast<int>(name)))
                continue;
            const int rank = rankOfName(kind, fields[field], comparable[name]);
            if (rank < 0 || (bestRank >= 0 && rank >= bestRank))
                continue;
            bestRank = rank;
            assigned[static_cast<qsizetype>(field)] = static_cast<int>(name);
        }
    }
    return assigned;
}

} // namespace faultline
