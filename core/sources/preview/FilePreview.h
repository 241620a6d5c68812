// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "readings/Equipment.h"
#include "readings/LocalTime.h"
#include "readings/RejectedLine.h"
#include "readings/ZonedTime.h"
#include "sources/folder/SourceFile.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace faultline {

struct PreviewOptions
{
    LocalTime zone = LocalTime::utc(); ///< Of times without one: the plant's.
    int rows = 50;                     ///< How many records are shown.
    int rejected = 20;                 ///< How many of the rejected ones.
};

/// A measurement as it will be stored.
struct PreviewMeasurement
{
    QString name;
    QString value;        ///< Numbers as they are read; words as they are kept.
    bool isNumber = true; ///< Else the measurement is empty, and its text is kept.
};

/// A reading as it will be stored.
struct PreviewReading
{
    ZonedTime time; ///< In the zone of the options; `time.instant` is UTC.
    QString sensor;
    QString severity;
    QList<PreviewMeasurement> measurements;
    // Of a failure list; empty where it doesn't say it.
    QString mode;
    QString cause;
    std::optional<ZonedTime> endedAt; ///< Like `time`.
    std::optional<double> seconds;    ///< How long the failure lasted.
    std::optional<bool> isPlanned;    ///< Planned work, not a failure.
    bool isDateOnly = false;          ///< No time of day: the start of the day is meant.
    bool isTimeTwice = false;         ///< Clocks show this time twice: the first is meant.
    bool isEndBefore = false;         ///< The end is before the time, and isn't kept.
    bool isContradictory = false;     ///< The duration contradicts the end.
};

/// Why a record, or a cell of one, will be rejected.
struct PreviewRejection
{
    RejectReason reason = RejectReason::Shape;
    qint64 column = 1; ///< Byte of the record where reading stopped, from 1.
    QString field;     ///< The field of a list, or the column of a table; empty: unknown.

    QString toText() const; ///< For people.
};

/// A record of the file beside what becomes of it.
struct PreviewRecord
{
    qint64 lineNumber = 1; ///< Of its first line, from 1.
    qint64 bytes = 0;      ///< Without its line end.
    QByteArray raw;        ///< Its first bytes, at most 8 KiB, without line end.

    // One of these, according to the file's role. None of them and no rejection: it is blank.
    QList<PreviewReading> readings; ///< At most kMaxPreviewSlots; `readingCount` in all.
    qint64 readingCount = 0;
    std::optional<Equipment> equipment;
    std::optional<SensorMapEntry> mapEntry; ///< Times: ZonedTime::in(zone, …).
    QList<PreviewRejection> rejections;     ///< At most kMaxPreviewSlots.

    bool isRejected() const { return !rejections.isEmpty(); }
};
inline constexpr int kMaxPreviewSlots = 100;

/// A column of a table, or a field of a list, and what it means.
struct PreviewColumn
{
    QString name;
    QString field; ///< The word of a TableField; empty: not used.
    QString label; ///< The sensor or measurement, where that isn't the name.
    /// What it could mean by its content, as words; empty if it can't be changed.
    QStringList choices;
    QString example; ///< What is in it.
};

/// What a file is and how its first records will be stored. Nothing of it is in the database.
struct FilePreview
{
    std::optional<SourceRole> role;
    QString kind;               ///< For people: "Log", "CSV, semicolons, a column per sensor".
    QString structure;          ///< As structureOf() writes it; empty: no choice can be kept.
    QString encoding;           ///< For people: "UTF-8".
    QString dateOrder;          ///< SourceFile::dateOrderText()
    QString zone;               ///< Chosen for times without one; empty: the plant's.
    bool hasLocalTimes = false; ///< There are such times.
    QStringList reasons;        ///< Sentences for people: why it is read like this.
    QStringList questions;      ///< Sentences for people: what it leaves open.
    bool mustAnswer = false;    ///< It isn't loaded before a question is answered.
    QString problem;            ///< For people: why it isn't loaded, or what is wrong with it.
    QList<SourceRole> possibleRoles;
    QList<PreviewColumn> columns; ///< Of tables and lists.

    QList<PreviewRecord> records;  ///< The first ones, also rejected ones.
    QList<PreviewRecord> rejected; ///< The first rejected ones, further down too.

    // Counted in what was read: the first 1 MiB or 10,000 records.
    qint64 recordsRead = 0;
    qint64 readingsRead = 0; ///< Of a list: entries.
    qint64 rejectedRead = 0;
    qint64 blankRead = 0;
    bool isWhole = false; ///< That was the whole file.

    QJsonObject toJson() const;
};

/// Reads the beginning of a file as a load would. A file that isn't loaded shows its first lines,
/// if it is text. Needs no database. Bounded in memory and time, whatever is in the file.
Result<FilePreview>
previewFile(const SourceFile& file, const PreviewOptions& options, const CancelToken& cancel);

} // namespace faultline
