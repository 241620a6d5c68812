// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/NoteFindings.h"

#include "loading/findings/FindingRows.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(NoteFindings)
};

UserMessage datesOnly(qint64 readings)
{
    UserMessage message = UserMessage::information(Text::tr(
        "%n line(s) have a date without a time of day", nullptr, static_cast<int>(readings)));
    return message.because(Text::tr("They count as 00:00 of that day.")).withCode(u"dates-only"_s);
}

UserMessage timesTwice(qint64 readings)
{
    UserMessage message = UserMessage::information(Text::tr(
        "%n line(s) have a time that occurred twice", nullptr, static_cast<int>(readings)));
    return message
        .because(Text::tr("Clocks were put back, and showed an hour again. "
                          "Each line counts as of the first time."))
        .withRemedy(Text::tr("If the files are in another zone, such as UTC or +01:00 all year, "
                             "undo the load, choose the zone of their times, and load again."))
        .withCode(u"times-twice"_s);
}

UserMessage repeated(qint64 readings)
{
    UserMessage message = UserMessage::information(Text::tr(
        "%n line(s) are exact copies of earlier ones", nullptr, static_cast<int>(readings)));
    return message.because(Text::tr("Within a file, each line is a record: copies count too."))
        .withCode(u"repeated-lines"_s);
}

UserMessage ofFailures(const NotedLines& noted, const QString& what)
{
    UserMessage message = UserMessage::warning(what);
    message.at(noted.toText());
    message.details = {
        {u"count"_s, noted.count},
        {u"examples"_s, QJsonArray{u"%1, line %2"_s.arg(noted.file).arg(noted.line)}}};
    return message;
}

UserMessage endsBefore(const NotedLines& noted)
{
    return ofFailures(
               noted,
               Text::tr(
                   "%n failure(s) end before they begin", nullptr, static_cast<int>(noted.count)))
        .because(Text::tr("They were loaded without their end."))
        .withRemedy(Text::tr("Check which columns are the beginning and the end, and whether the "
                             "day or the month comes first."))
        .withCode(u"failure-ends-before"_s);
}

UserMessage contradictions(const NotedLines& noted)
{
    return ofFailures(
               noted, Text::tr(
                          "The duration of %n failure(s) contradicts the end", nullptr,
                          static_cast<int>(noted.count)))
        .because(Text::tr("They differ by more than a minute and by more than 1 %. Both are "
                          "stored; reports use the duration."))
        .withRemedy(Text::tr("Check in which unit of time durations are."))
        .withCode(u"failure-duration"_s);
}

} // namespace

QList<UserMessage> findNotes(const NoteCounts& notes)
{
    QList<UserMessage> findings;
    const auto add = [&findings](UserMessage message, qint64 count, bool FindingRows::*mark) {
        FindingRows rows;
        rows.*mark = true;
        rows.role = SourceRole::Readings;
        message.details.insert(u"count"_s, count);
        rows.addTo(message);
        findings << message;
    };
    if (notes.datesOnly > 0)
        add(datesOnly(notes.datesOnly), notes.datesOnly, &FindingRows::areDatesOnly);
    if (notes.timesTwice > 0)
        add(timesTwice(notes.timesTwice), notes.timesTwice, &FindingRows::areTimesTwice);
    if (notes.repeated > 0)
        add(repeated(notes.repeated), notes.repeated, &FindingRows::areCopies);
    if (notes.endsBefore.count > 0)
        findings << endsBefore(notes.endsBefore);
    if (notes.contradictions.count > 0)
        findings << contradictions(notes.contradictions);
    return findings;
}

} // namespace faultline
