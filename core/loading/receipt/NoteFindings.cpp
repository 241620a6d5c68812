// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/NoteFindings.h"

#include "loading/receipt/FindingRows.h"

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
        .withCode(u"times-twice"_s);
}

UserMessage repeated(qint64 readings)
{
    UserMessage message = UserMessage::information(Text::tr(
        "%n line(s) are exact copies of earlier ones", nullptr, static_cast<int>(readings)));
    return message.because(Text::tr("Within a file, each line is a record: copies count too."))
        .withCode(u"repeated-lines"_s);
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
    return findings;
}

} // namespace faultline
