// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QIODevice>
#include <QString>
#include <QVariant>

namespace faultline {

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
    /// gives the digits behind the point for each column; -1 as many as the value has.
    Result<void> writeRow(const QList<QVariant>& values, const QList<int>& decimals);
    /// Hands everything to the device.
    Result<void> flush();

private:
    void appendText(QString text, bool guard);

    QIODevice& m_device;
    CsvOptions m_options;
    QByteArray m_buffer;
};

} // namespace faultline
