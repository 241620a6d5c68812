// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/RejectedLine.h"

#include <QCoreApplication>

#include <array>

namespace faultline {

namespace {

struct ReasonText
{
    QStringView word;
    const char* name = nullptr;
    const char* text = nullptr;
};

// In the order of RejectReason.
constexpr std::array<ReasonText, static_cast<std::size_t>(RejectReason::Count)> kReasons{{
    {u"timestamp", QT_TRANSLATE_NOOP("RejectReason", "Date and time"),
     QT_TRANSLATE_NOOP(
         "RejectReason", "The date and time can't be read, or there is no such time")},
    {u"skipped-hour", QT_TRANSLATE_NOOP("RejectReason", "Skipped hour"),
     QT_TRANSLATE_NOOP("RejectReason", "Clocks were put forward and never showed this time")},
    {u"severity", QT_TRANSLATE_NOOP("RejectReason", "Severity"),
     QT_TRANSLATE_NOOP("RejectReason", "The severity is missing or isn't a word such as ERROR")},
    {u"sensor-id", QT_TRANSLATE_NOOP("RejectReason", "Sensor"),
     QT_TRANSLATE_NOOP(
         "RejectReason",
         "The sensor is missing, has more than 128 bytes, or contains control characters")},
    {u"measurements", QT_TRANSLATE_NOOP("RejectReason", "Measurements"),
     QT_TRANSLATE_NOOP("RejectReason", "The measurements can't be read")},
    {u"too-long", QT_TRANSLATE_NOOP("RejectReason", "Too long"),
     QT_TRANSLATE_NOOP("RejectReason", "The line is too long")},
    {u"encoding", QT_TRANSLATE_NOOP("RejectReason", "Encoding"),
     QT_TRANSLATE_NOOP("RejectReason", "It contains bytes that aren't valid in a UTF-8 text file")},
    {u"shape", QT_TRANSLATE_NOOP("RejectReason", "Not a record"),
     QT_TRANSLATE_NOOP("RejectReason", "It doesn't look like a record of this file")},
    {u"missing-field", QT_TRANSLATE_NOOP("RejectReason", "Missing field"),
     QT_TRANSLATE_NOOP("RejectReason", "A required field is missing")},
    {u"field-value", QT_TRANSLATE_NOOP("RejectReason", "Field value"),
     QT_TRANSLATE_NOOP("RejectReason", "A field has an invalid value")},
    {u"database", QT_TRANSLATE_NOOP("RejectReason", "Refused"),
     QT_TRANSLATE_NOOP("RejectReason", "The database refused it")},
}};

} // namespace

QStringView rejectReasonWord(RejectReason reason)
{
    return kReasons.at(static_cast<std::size_t>(reason)).word;
}

std::optional<RejectReason> rejectReasonFromWord(QStringView word)
{
    for (std::size_t i = 0; i < kReasons.size(); ++i) {
        if (kReasons.at(i).word == word)
            return static_cast<RejectReason>(i);
    }
    return std::nullopt;
}

QString rejectReasonName(RejectReason reason)
{
    return QCoreApplication::translate(
        "RejectReason", kReasons.at(static_cast<std::size_t>(reason)).name);
}

QString rejectReasonText(RejectReason reason)
{
    return QCoreApplication::translate(
        "RejectReason", kReasons.at(static_cast<std::size_t>(reason)).text);
}

} // namespace faultline
