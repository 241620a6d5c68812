// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "readings/LocalTime.h"
#include "sources/records/RecordParser.h"
#include "sources/tables/TableFormat.h"
#include "sources/times/TimeFormat.h"

#include <QByteArray>

#include <memory>

namespace faultline {

/// How the readings of a file are read. Copies are cheap.
struct SourceFormat
{
    TimeFormat times;
    std::shared_ptr<const TableFormat> table; ///< Null: the file is a log.

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

/// Reads the records of a file in this format. `zone` is that of times without one.
std::unique_ptr<RecordParser> makeRecordParser(const SourceFormat& format, const LocalTime& zone);

/// A table's format as it is stored with its file; empty for a log. Times are stored apart.
QByteArray storedTable(const std::shared_ptr<const TableFormat>& table);
/// Fails if the text isn't one that storedTable() gives.
Result<std::shared_ptr<const TableFormat>> tableFromStored(const QByteArray& text);

} // namespace faultline
