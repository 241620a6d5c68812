// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "readings/LocalTime.h"
#include "sources/lines/LogLayout.h"
#include "sources/records/RecordParser.h"
#include "sources/tables/TableFormat.h"
#include "sources/times/TimeFormat.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace faultline {

/// How the readings of a file are read. Copies are cheap.
struct SourceFormat
{
    TimeFormat times;
    std::shared_ptr<const TableFormat> table; ///< Null: the file is a log.
    LogLayout layout = {};                    ///< Of a log's lines.
    /// Of times without one, if a person chose it for the file. None: the plant's.
    std::optional<LocalTime> zone = {};

    bool isTable() const { return table != nullptr; }
    /// How many readings a record can give (RecordParser::slots()).
    int slots() const { return table ? table->slots() : 1; }
    RecordsAre recordsAre() const { return table ? table->recordsAre() : RecordsAre::Readings; }
    RecordCutter cutter() const { return table ? table->cutter() : RecordCutter::lines(); }

    /// The sensor of rows that name none: it may be the file's name, and then equal bytes are other
    /// readings in another file. Empty: there is none.
    std::string constantSensor() const { return table ? table->sensor : std::string(); }

    /// The same way of reading; where the records of a table begin doesn't matter.
    bool operator==(const SourceFormat& other) const;
};

/// Reads the records of a file in this format. `plantZone` is that of times without one if the
/// file has none of its own.
std::unique_ptr<RecordParser>
makeRecordParser(const SourceFormat& format, const LocalTime& plantZone);
/// Reads times without a zone as if they were in UTC, whatever the zone of the file: to compare
/// lines with lines.
std::unique_ptr<RecordParser> makeLineParser(SourceFormat format);

/// A table's format as it is stored with its file; empty for a log. Times are stored apart.
QByteArray storedTable(const std::shared_ptr<const TableFormat>& table);
/// Fails if the text isn't one that storedTable() gives.
Result<std::shared_ptr<const TableFormat>> tableFromStored(const QByteArray& text);
/// A layout as it is stored with its file; empty for the usual one.
QString storedLayout(const LogLayout& layout);
/// Fails if the text isn't one that storedLayout() gives.
Result<LogLayout> layoutFromStored(const QString& text);
/// The name of a file's own zone; empty: it has none.
QString storedZone(const std::optional<LocalTime>& zone);
/// Fails if this computer doesn't know the zone.
Result<std::optional<LocalTime>> zoneFromStored(const QString& text);

} // namespace faultline
