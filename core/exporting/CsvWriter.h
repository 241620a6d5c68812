// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QIODevice>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <optional>

namespace faultline {

/// The code of a message that says a file can't be written.
inline constexpr QStringView kWriteCode = u"write";

/// How a CSV file is written. The defaults are for programs: UTF-8, comma, point, no byte order
/// mark, lines ended by LF.
struct CsvOptions
{
    char delimiter = ',';
    /// Puts ' before text cells that a spreadsheet would run as a formula: those that begin with
    /// = + - @, tab or carriage return. Numbers are never touched.
    bool guardFormulas = true;
};

/// Writes rows as CSV (RFC 4180) to a device; the first failed write is kept and returned by every
/// later call.
class CsvWriter
{
public:
    explicit CsvWriter(QIODevice& device, const CsvOptions& options = {});

    Result<void> writeHeader(const QStringList& names);
    /// One cell for each value: text quoted where needed, numbers plain, null empty. `decimals`
    /// gives the digits behind the point for each column; -1 as many as the value has. A column
    /// with 0 or more holds numbers: text in it is a figure as PostgreSQL wrote it, and isn't
    /// changed. Columns that `decimals` doesn't reach count as -1.
    Result<void> writeRow(const QList<QVariant>& values, const QList<int>& decimals);
    /// Hands everything to the device.
    Result<void> flush();

private:
    void appendCell(const QVariant& value, int decimals);
    void appendText(QString text, bool guard);
    Result<void> endLine(bool isBlank);
    Result<void> writeOut();

    QIODevice& m_device;
    CsvOptions m_options;
    QByteArray m_buffer;
    std::optional<UserMessage> m_failure;
};

} // namespace faultline
