// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/FieldWords.h"

#include "base/Utf8.h"

#include <QString>

#include <algorithm>
#include <array>
#include <utility>

using namespace std::string_view_literals;

namespace faultline {

namespace {

struct Words
{
    TableField field = TableField::Ignored;
    std::string_view names; ///< Normalised, separated by spaces, the best one first.
};

// docs/formats.md lists them. A name alone never decides: ColumnMapping looks at what the column
// has in it, because a `level` may be a severity or a tank's.
constexpr std::array kWords{
    Words{
        TableField::Time,
        "timestamp time datetime occurredat eventtime eventtimestamp readingtime measuredat "
        "recordedat loggedat sampletime ts dateandtime timestamputc utctime timeutc date "
        "createdat zeitstempel zeitpunkt zeit datumuhrzeit datum horodatage dateheure fechahora "
        "fecha datahora data dataora tijdstip datumtijd epoch unixtime "
        "sourcetimestamp servertimestamp alarmtime localtime"},
    Words{TableField::TimeOfDay, "timeofday uhrzeit heure hora ora tijd clock startmalfn"},
    Words{
        TableField::Sensor,
        "sensorid sensor sensorname tagname tag tagid pointid point pointname signal signalid "
        "signalname channel channelid sensornummer messstelle capteur nodeid itemid browsename "
        "pointtag tagnumber tagno"},
    Words{
        TableField::Equipment,
        "equipmentid equipment machineid machine assetid asset equipid eqid unitid deviceid "
        "device unitnumber maschine anlage equipement équipement equipo equipamento assetnumber "
        "assetno "
        "assettag equipmentnumber equipmentno equipmenttag machinenumber machineno "
        "functionallocation functionalloc assetname equipmentname machinename"},
    Words{
        TableField::Severity,
        "severity loglevel level severitylevel priority alarmlevel eventtype status state "
        "schweregrad"},
    Words{
        TableField::Quality,
        "quality q valuequality tagquality qualitycode good isgood statuscode"},
    Words{
        TableField::Value,
        "value val reading measurement measuredvalue processvalue pv wert messwert valeur valor "
        "valore waarde v"},
    Words{
        TableField::MeasurementName,
        "metric measurementname parameter variable quantity measure metricname fieldname "
        "parametername"},
    Words{
        TableField::FailureMode,
        "failuremode failuretype failurecode failureclass damagetext faultmode faulttype faultcode "
        "failure "
        "fault breakdown defect defecttype damage damagecode problem problemcode symptom "
        "fehlerart ausfallart fehlerbild schadensbild schaden fehlercode störung stoerung ausfall "
        "modededéfaillance modededefaillance défaillance defaillance panne typedepanne "
        "mododefallo mododefalla fallo falla avería averia tipodefallo modofalha falha"},
    Words{
        TableField::Cause,
        "rootcause failurecause cause causecode faultcause reason reasoncode failurereason "
        "ursache fehlerursache schadensursache ausfallursache grundursache causeracine "
        "causeprofonde causaraíz causaraiz causa motivo"},
    Words{
        TableField::End,
        "end malfunctionend malfunctend endedat endtime enddatetime enddate finished finishedat "
        "finish finishtime finishdate "
        "finishedon actualfinish repairedat repairend restored restoredat resolvedat resolved "
        "completed completedat completedon completiondate completiontime closed closedat closedon "
        "closedate closeddate closingdate downtimeend failureend upat backinservice "
        "returntoservice ende endzeit endedatum störungsende stoerungsende erledigtam fin datefin "
        "datedefin finpanne fechafin fechacierre fechadefin término termino"},
    Words{
        TableField::EndTimeOfDay,
        "endtimeofday timeofend endclock enduhrzeit uhrzeitende malfunctionendtime "
        "malfunctendtime endmalfn heurefin heuredefin horafin horadefin horafim"},
    Words{
        TableField::Duration,
        "downtime repairtime timetorepair ttr duration outage outageduration failureduration "
        "downtimeduration breakdownduration breakdowndur repairduration stoppage stoppagetime "
        "standstill stillstand "
        "stillstandszeit stillstandzeit ausfallzeit ausfalldauer reparaturzeit reparaturdauer "
        "dauer durée duree duréearrêt dureearret tempsdarrêt tempsdarret duración duracion "
        "tiempodeparada tiempoparada tiempodereparación tiempodereparacion"},
    Words{
        TableField::Planned,
        "planned isplanned plannedunplanned unplanned isunplanned scheduled isscheduled "
        "maintenancetype maintenancekind maintenanceclass worktype workordertype wotype ordertype "
        "jobtype activitytype geplant ungeplant instandhaltungsart wartungsart auftragsart "
        "planifié planifie typedemaintenance typemaintenance planificado tipodemantenimiento "
        "tipomantenimiento"},
};

// Of times, the best one first.
constexpr auto kFailureTimes =
    "failuretime failuredate failuredatetime failuretimestamp failedat failedon failurestart "
    "malfunctionstart malfunctstart "
    "timeoffailure dateoffailure breakdowntime breakdowndate breakdownstart downtimestart downat "
    "downsince faulttime faultdate stoppedat ausfallbeginn störungsbeginn stoerungsbeginn "
    "datepanne datedepanne fechadefallo fechafallo fechaavería fechaaveria occurredat occurredon "
    "starttime startedat startdatetime startdate started start actualstart begin beginn "
    "startzeit début debut datedébut datedebut inicio fechainicio eventtime eventdate timestamp "
    "datetime dateandtime time date reportedat reportedon reporteddate reportdate datereported "
    "reported notificationdate openedat openedon opened opendate createdat createdon createddate "
    "gemeldetam meldedatum"sv;

template<std::size_t Size>
bool isOneOf(const std::array<std::string_view, Size>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr bool isSeparator(char c)
{
    return " \t-_./#:"sv.find(c) != std::string_view::npos;
}

} // namespace

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
    std::string normalised;
    const std::string_view bare = nameWithoutUnit(name);
    const bool isAscii = std::all_of(
        bare.begin(), bare.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    const std::string lower =
        isAscii ? std::string(bare) : decodedUtf8(bare).toLower().toStdString();
    for (const char c : lower) {
        if (!isSeparator(c))
            normalised += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return normalised;
}

std::optional<FieldWord> fieldOfName(std::string_view normalised)
{
    for (const Words& words : kWords) {
        int rank = 0;
        std::string_view rest = words.names;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            if (word == normalised)
                return FieldWord{words.field, rank};
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            ++rank;
        }
    }
    return std::nullopt;
}

bool isRowNumber(std::string_view normalised)
{
    static constexpr std::array kNames{"id"sv, "index"sv, "row"sv,      "rowid"sv,    "rownumber"sv,
                                       "no"sv, "nr"sv,    "recordid"sv, "unnamed0"sv, ""sv};
    return isOneOf(kNames, normalised);
}

bool isEventName(std::string_view normalised)
{
    static constexpr std::array kParts{"fail"sv,  "error"sv, "fault"sv,     "alarm"sv,
                                       "event"sv, "trip"sv,  "breakdown"sv, "defect"sv};
    return std::any_of(kParts.begin(), kParts.end(), [normalised](std::string_view part) {
        return normalised.find(part) != std::string_view::npos;
    });
}

bool isFailureName(std::string_view normalised)
{
    static constexpr std::array kParts{
        "failure"sv,        "failed"sv,      "breakdown"sv,   "downtime"sv,  "outage"sv,
        "repair"sv,         "ausfall"sv,     "stillstand"sv,  "störung"sv,   "stoerung"sv,
        "reparatur"sv,      "panne"sv,       "avería"sv,      "averia"sv,    "fallo"sv,
        "dépannage"sv,      "défaillance"sv, "defaillance"sv, "rootcause"sv, "instandhaltung"sv,
        "maintenancetype"sv};
    return isOrderName(normalised)
           || std::any_of(kParts.begin(), kParts.end(), [normalised](std::string_view part) {
                  return normalised.find(part) != std::string_view::npos;
              });
}

bool isOrderName(std::string_view normalised)
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
    return isOneOf(kNames, normalised);
}

int rankOfFailureTime(std::string_view normalised)
{
    std::string_view rest = kFailureTimes;
    for (int rank = 0; !rest.empty(); ++rank) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        if (word == normalised)
            return rank;
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    }
    return -1;
}

std::string_view knownMeasurement(std::string_view normalised)
{
    if (normalised == "temperature" || normalised == "temp")
        return "temperature"sv;
    return normalised == "vibration" || normalised == "vib" ? "vibration"sv : std::string_view();
}

bool isTimeOfList(std::string_view normalised)
{
    static constexpr std::array kNames{
        "validfrom"sv,   "validto"sv,     "validuntil"sv,   "since"sv,
        "until"sv,       "from"sv,        "to"sv,           "installed"sv,
        "installedat"sv, "installdate"sv, "commissioned"sv, "commissionedat"sv,
        "start"sv,       "end"sv,         "startdate"sv,    "enddate"sv};
    return isOneOf(kNames, normalised);
}

} // namespace faultline
