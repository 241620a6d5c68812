// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/NoteFindings.h"

#include <QCoreApplication>

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
    return message
        .because(Text::tr("Within a file, each line is a record: copies were loaded too."))
        .withCode(u"repeated-lines"_s);
}

} // namespace

QList<UserMessage> findNotes(const NoteCounts& notes)
{
    QList<UserMessage> findings;
    if (notes.datesOnly > 0)
        findings << datesOnly(notes.datesOnly);
    if (notes.timesTwice > 0)
        findings << timesTwice(notes.timesTwice);
    if (notes.repeated > 0)
        findings << repeated(notes.repeated);
    return findings;
}

} // namespace faultline
