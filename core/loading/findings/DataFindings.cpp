// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/DataFindings.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DataFindings)
};

// "P-101, P-102, P-103", or "such as" these if there are more.
QString exampleText(const DataFinding& found)
{
    const QString some = found.examples.join(u", "_s);
    return found.count > found.examples.size() ? Text::tr("such as %1").arg(some) : some;
}

QString onlyThisFolder()
{
    return Text::tr("Only the lists of this folder were compared.");
}

QString effectOfUnmapped(const DataFinding& found)
{
    if (found.isStored) {
        return found.hasFailures ? Text::tr("%1 readings have no equipment (%2). They are loaded; "
                                            "reports count them by sensor.")
                                 : Text::tr("%1 readings have no equipment (%2). They are loaded, "
                                            "and listed on the Readings page; reports count only "
                                            "failures.");
    }
    return found.hasFailures
               ? Text::tr("%1 readings have no equipment (%2). Reports will count them by sensor.")
               : Text::tr("%1 readings have no equipment (%2). The Readings page will list them; "
                          "reports count only failures.");
}

UserMessage unmappedSensors(const DataFinding& found)
{
    const auto effect =
        effectOfUnmapped(found).arg(QLocale().toString(found.readings), exampleText(found));
    if (!found.hasMap && !found.mapTrouble.isEmpty()) {
        return UserMessage::warning(
                   Text::tr("No sensor map could be loaded: readings can't be assigned to "
                            "equipment"))
            .because(found.mapTrouble + u' ' + effect)
            .withRemedy(Text::tr("Fix the sensor map, then load again."));
    }
    if (!found.hasMap && !found.isStored) {
        return UserMessage::information(Text::tr("The folder contains no sensor map"))
            .because(Text::tr("Unless the plant has one, %1 readings have no equipment.")
                         .arg(QLocale().toString(found.readings)))
            .withRemedy(Text::tr("If the plant has none, add one to the folder."));
    }
    UserMessage message = UserMessage::warning(
        found.hasMap
            ? Text::tr("%n sensor(s) with readings are not in the sensor map", nullptr, found.count)
            : Text::tr("There is no sensor map: readings can't be assigned to equipment"));
    return message.because(found.isStored ? effect : effect + u' ' + onlyThisFolder())
        .withRemedy(
            Text::tr("Add a sensor map with these sensors to the data folder, then load again."));
}

UserMessage unlistedEquipment(const DataFinding& found)
{
    const auto effect = Text::tr("Reports show such equipment (%1) by its id and without a group.")
                            .arg(exampleText(found));
    if (!found.hasList && !found.listTrouble.isEmpty()) {
        return UserMessage::warning(
                   Text::tr("No equipment list could be loaded: equipment is shown by id, not by "
                            "code"))
            .because(found.listTrouble + u' ' + effect)
            .withRemedy(Text::tr("Fix the equipment list, then load again."));
    }
    if (!found.hasList && !found.isStored) {
        return UserMessage::information(Text::tr("The folder contains no equipment list"))
            .because(Text::tr("Unless the plant has one, reports show equipment (%1) by its id and "
                              "without a group.")
                         .arg(exampleText(found)))
            .withRemedy(Text::tr("If the plant has none, add one to the folder."));
    }
    UserMessage message = UserMessage::warning(
        found.hasList
            ? Text::tr(
                "%n piece(s) of equipment in the sensor map are not in the equipment list", nullptr,
                found.count)
            : Text::tr("There is no equipment list: equipment is shown by id, not by code"));
    return message.because(found.isStored ? effect : effect + u' ' + onlyThisFolder())
        .withRemedy(Text::tr(
            "Add an equipment list with this equipment to the data folder, then load again."));
}

UserMessage sensorsOnSeveral(const DataFinding& found)
{
    UserMessage message = UserMessage::warning(Text::tr(
        "Tables put %n sensor(s) on several pieces of equipment at the same time", nullptr,
        found.count));
    return message
        .because(
            Text::tr("Unless 99 of 100 of its rows name the same one, such a sensor (%1) is on "
                     "none. %2 readings are of other equipment than their row names, or of "
                     "none.")
                .arg(exampleText(found), QLocale().toString(found.readings)))
        .withRemedy(Text::tr(
            "Add a sensor map with these sensors to the data folder, then load again: it counts "
            "more than tables. If each piece of equipment has a sensor with this id, undo the "
            "load and choose that the column of the sensor isn't used."));
}

UserMessage contradictedMap(const DataFinding& found)
{
    UserMessage message = UserMessage::warning(Text::tr(
        "Tables put %n sensor(s) on other equipment than the sensor map", nullptr, found.count));
    return message
        .because(Text::tr("The sensor map counts (%1). %2 readings are of other equipment than "
                          "their row names.")
                     .arg(exampleText(found), QLocale().toString(found.readings)))
        .withRemedy(
            Text::tr("If the tables are right, correct the sensor map, then load it again."));
}

UserMessage futureReadings(const DataFinding& found)
{
    UserMessage message = UserMessage::warning(
        Text::tr("There are readings in the future, on %n day(s)", nullptr, found.count));
    return message
        .because(Text::tr("%1 readings have a time after tomorrow (%2). A clock is wrong, or day "
                          "and month are the other way round.")
                     .arg(QLocale().toString(found.readings), exampleText(found)))
        .withRemedy(
            found.isStored ? Text::tr(
                "Correct the times, undo the load and load again. Or choose a period without "
                "them: rates and trends count the time until the last reading.")
                           : Text::tr("Correct the times before you load."));
}

UserMessage similarIds(const DataFinding& found)
{
    UserMessage message = UserMessage::warning(
        Text::tr("%n id(s) are written in more than one way", nullptr, found.count));
    return message
        .because(Text::tr("They differ only by case or spaces, and so count as different sensors "
                          "or equipment: %1.")
                     .arg(
                         found.count > found.examples.size()
                             ? Text::tr("such as %1").arg(found.examples.join(u"; "_s))
                             : found.examples.join(u"; "_s)))
        .withRemedy(Text::tr("If they are the same, correct the files and load them again."));
}

// "steps-back:LINE:DAYS:PATH" in words.
QString stepsText(DataFinding found)
{
    for (QString& example : found.examples) {
        example = Text::tr("%1, line %2: %3 days back")
                      .arg(
                          example.section(u':', 3), example.section(u':', 1, 1),
                          example.section(u':', 2, 2));
    }
    return exampleText(found);
}

// Of these, `readings` counts the lines at which times go back.
UserMessage timesOutOfOrder(const DataFinding& found)
{
    UserMessage message = UserMessage::information(
        Text::tr("The times of %n file(s) go back by more than a day", nullptr, found.count));
    return message
        .because(Text::tr(
                     "At %n line(s), a sensor reports for a time before its earlier lines (%1). A "
                     "clock may have been wrong.",
                     nullptr, static_cast<int>(found.readings))
                     .arg(stepsText(found)))
        .withRemedy(
            found.isStored
                ? Text::tr("If the times are right, nothing needs to be done: the order of lines "
                           "changes no figure. Otherwise correct them, undo the load and load "
                           "again.")
                : Text::tr("If the times are right, nothing needs to be done: the order of lines "
                           "changes no figure. Otherwise correct them before you load."));
}

UserMessage daysWithoutReadings(const DataFinding& found)
{
    UserMessage message = UserMessage::information(
        Text::tr("There are %n gap(s) of whole days without readings", nullptr, found.count));
    return message
        .because(Text::tr("The plant reports on nearly every other day. Reports count these days "
                          "as observed: %1.")
                     .arg(exampleText(found)))
        .withRemedy(Text::tr(
            "If a log is missing, load it. If a time is wrong, correct it and load again."));
}

UserMessage silentSensors(const DataFinding& found)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n sensor(s) of the sensor map have no readings", nullptr, found.count));
    return message.because((found.isStored
                                ? Text::tr("No log has a reading of them: %1.")
                                : Text::tr("No log of this folder has a reading of them: %1."))
                               .arg(exampleText(found)));
}

UserMessage equipmentWithoutSensors(const DataFinding& found)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n piece(s) of equipment have no sensors", nullptr, found.count));
    return message.because(Text::tr("The sensor map doesn't have them, so they never fail in "
                                    "reports: %1.")
                               .arg(exampleText(found)));
}

UserMessage equipmentWithoutGroup(const DataFinding& found)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n piece(s) of equipment have no group", nullptr, found.count));
    return message.because(
        Text::tr("Reports by group leave them out: %1.").arg(exampleText(found)));
}

UserMessage inServiceDates(const DataFinding& found)
{
    UserMessage message = UserMessage::information(
        Text::tr("%n in-service date(s) can't be right", nullptr, found.count));
    return message
        .because(Text::tr("They are in the future, after the first failure of their equipment, or "
                          "not written as 2015-03-01: %1.")
                     .arg(exampleText(found)))
        .withRemedy(Text::tr("Correct the equipment list and load it again. A failure before its "
                             "equipment is in service isn't in the reliability reports."));
}

struct Kind
{
    QStringView word; // of data_findings()
    QStringView code;
    UserMessage (*message)(const DataFinding& found) = nullptr;
};
// In the order of the report. What a list says twice is said where the list is loaded.
constexpr std::array<Kind, 12> kKinds{
    {{u"future-readings", u"future-readings", futureReadings},
     {u"sensor-without-equipment", u"unmapped-sensors", unmappedSensors},
     {u"equipment-not-listed", u"unlisted-equipment", unlistedEquipment},
     {u"sensor-on-several", u"sensor-on-several", sensorsOnSeveral},
     {u"map-contradicted", u"map-contradicted", contradictedMap},
     {u"similar-ids", u"similar-ids", similarIds},
     {u"times-out-of-order", u"times-out-of-order", timesOutOfOrder},
     {u"days-without-readings", u"days-without-readings", daysWithoutReadings},
     {u"sensor-without-readings", u"sensor-without-readings", silentSensors},
     {u"equipment-without-sensors", u"equipment-without-sensors", equipmentWithoutSensors},
     {u"equipment-without-group", u"equipment-without-group", equipmentWithoutGroup},
     {u"in-service-date", u"in-service-dates", inServiceDates}}};

} // namespace

QList<UserMessage> messagesOf(const QList<DataFinding>& findings)
{
    QList<UserMessage> messages;
    for (const Kind& kind : kKinds) {
        for (const DataFinding& found : findings) {
            if (found.word != kind.word)
                continue;
            UserMessage message = kind.message(found);
            message.code = kind.code.toString();
            message.details = {
                {u"count"_s, found.count},
                {u"examples"_s, QJsonArray::fromStringList(found.examples)}};
            if (found.isStored)
                message.details.insert(u"report"_s, u"data_findings"_s);
            found.rows.addTo(message);
            messages << message;
        }
    }
    return messages;
}

QString troubleOfLists(const QList<FileReceipt>& files, SourceRole role)
{
    QStringList troubles;
    for (const FileReceipt& file : files) {
        if (file.role != role || troubles.size() == DataFinding::kMaxExamples)
            continue;
        const bool isRejected = file.records.in > 0 && file.records.loaded == 0;
        if (file.state == FileState::Failed && !isRejected)
            troubles << Text::tr("%1 failed: %2.")
                            .arg(
                                file.relativePath,
                                file.message.chopped(file.message.endsWith(u'.') ? 1 : 0));
        else if (isRejected)
            troubles << Text::tr("%1: each of its records was rejected.").arg(file.relativePath);
        else
            troubles << Text::tr("%1 has no records.").arg(file.relativePath);
    }
    return troubles.join(u' ');
}

void putWarningsFirst(QList<UserMessage>& findings)
{
    std::stable_partition(findings.begin(), findings.end(), [](const UserMessage& message) {
        return message.kind != UserMessage::Kind::Information;
    });
}

} // namespace faultline
