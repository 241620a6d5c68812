// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

#include <cstddef>
#include <optional>
#include <string_view>

namespace faultline {

/// Why a line or record was rejected. Each reason has a word that is stored and a sentence for
/// people; docs/formats.md lists them.
enum class RejectReason {
    Timestamp,    ///< Not a date and time, or one that doesn't exist.
    SkippedHour,  ///< A time that clocks never showed, because they were put forward.
    Severity,     ///< Missing, or not a word.
    SensorId,     ///< Missing, too long, or with control characters (SourceId.h).
    Measurements, ///< The part in parentheses is missing or broken.
    TooLong,      ///< Longer than a line may be.
    Encoding,     ///< NUL bytes, a lone carriage return, or text that is not UTF-8.
    Shape,        ///< Doesn't look like a record of its kind at all.
    MissingField, ///< A record lacks a required field.
    FieldValue,   ///< A field of a record has an invalid value.
    Database,     ///< The database refused it: a check or trigger that someone added.
    Count
};

/// A line or record that was not loaded, stored as it was found.
struct RejectedLine
{
    qint64 lineNumber = 0;   ///< In its file, from 1.
    qint64 byteOffset = 0;   ///< Of its first byte in its file, from 0.
    qint32 columnNumber = 1; ///< Byte in the line where reading stopped, from 1.
    qint64 lineBytes = 0;    ///< Its full length without line end.
    RejectReason reason = RejectReason::Shape;
    QByteArray field;        ///< The field of a list's record that is missing or bad, in UTF-8.
    qint64 recordNumber = 0; ///< Of a list's record in its file, from 1; 0 for a line of a log.
    QByteArray raw;          ///< Its first kMaxRawBytes bytes, without line end.
};

/// How much of a rejected line is stored.
inline constexpr qint64 kMaxRawBytes = 8192;
/// This part of a line without its LF: not a CR before that, and not more than kMaxRawBytes.
inline std::string_view storedPartOf(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line.substr(0, static_cast<std::size_t>(kMaxRawBytes));
}

/// "timestamp", "sensor-id", …: what the database stores.
QStringView rejectReasonWord(RejectReason reason);
std::optional<RejectReason> rejectReasonFromWord(QStringView word);
/// What is wrong, for a list: "Date and time".
QString rejectReasonName(RejectReason reason);
/// For people: "The date and time can't be read, or there is no such time".
QString rejectReasonText(RejectReason reason);

} // namespace faultline
