// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace faultline {

/// A table of readings of sensors 1 to 9, with some damaged and blank rows. Its records are counted
/// as a receipt does, without our parsers: each cell of a wide table is one, and so is a row of
/// which nothing can be read.
struct FaultTable
{
    QByteArray text;
    qint64 records = 0;
};

/// A reading a row, some of which have a cell with a line end.
FaultTable longTable(int rows, quint32 seed);
/// A row of all sensors a time, with empty cells and decimal commas.
FaultTable wideTable(int rows, quint32 seed);
/// An object a line.
FaultTable jsonLines(int rows, quint32 seed);
/// An array of objects, within another one.
FaultTable jsonArray(int rows, quint32 seed);

} // namespace faultline
