// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/SkippedHours.h"

#include "base/Utf8.h"
#include "readings/RejectedLine.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kShownBytes = 48;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SkippedHours)
};

QString exampleOf(const SkippedHours& skipped)
{
    const qsizetype shown = std::min(skipped.raw.size(), kShownBytes);
    QString text = readableText({skipped.raw.constData(), static_cast<std::size_t>(shown)})
                       .replace(u"\\t"_s, u" "_s);
    if (shown < skipped.raw.size())
        text += u'…';
    return Text::tr("%1, line %2: “%3”")
        .arg(QFileInfo(skipped.path).fileName())
        .arg(skipped.lineNumber)
        .arg(text);
}

} // namespace

SkippedHours& SkippedHours::operator+=(const SkippedHours& other)
{
    const qint64 sum = lines + other.lines;
    if (lines == 0)
        *this = other;
    lines = sum;
    return *this;
}

std::optional<UserMessage> findSkippedHours(const SkippedHours& skipped, bool isStored)
{
    if (skipped.lines == 0)
        return std::nullopt;
    const QString example = exampleOf(skipped);
    UserMessage message = UserMessage::warning(Text::tr(
        "%n line(s) have a time that clocks skipped", nullptr, static_cast<int>(skipped.lines)));
    message
        .because(Text::tr("When clocks are put forward, an hour doesn't exist. Lines in it are "
                          "rejected, such as %1.")
                     .arg(example))
        .withRemedy(
            isStored
                ? Text::tr("Probably the files are in another zone, such as UTC or +01:00 all "
                           "year. Undo the load, choose the zone of their times, and load again.")
                : Text::tr("Probably the files are in another zone, such as UTC or +01:00 all "
                           "year. Choose the zone of their times before you load."))
        .withCode(u"skipped-hours"_s);
    message.details = {{u"count"_s, skipped.lines}, {u"examples"_s, QJsonArray{example}}};
    if (isStored) {
        message.details.insert(
            u"rejected"_s, rejectReasonWord(RejectReason::SkippedHour).toString());
    }
    return message;
}

} // namespace faultline
