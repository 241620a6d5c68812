// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QtGlobal>

namespace faultline {

/// Where the rows of a list are in its file.
struct ListLayout
{
    enum class Shape {
        Delimited, ///< CSV with a header.
        Sequence,  ///< JSON objects one after another, such as one a line.
        Objects,   ///< A JSON array of objects.
        Members,   ///< A JSON object of objects: {"0": {…}, "1": {…}}.
        RowArrays, ///< A JSON array of arrays; the names are elsewhere:
                   ///< {"columns":[…],"data":[…]}.
        Columns,   ///< A JSON object of columns: {"code": […]} or {"code": {"0": …}}.
    };

    Shape shape = Shape::Objects;
    /// The keys that lead from the document to what has the rows: {"results": […]}.
    QList<QByteArray> path;
    QList<QByteArray> names; ///< The columns of CSV and of arrays of rows, as they are written.
    char delimiter = ';';
    qint64 headerBytes = 0;    ///< Of CSV: what precedes the first row, with its line end.
    qint64 headerLines = 0;    ///< More than one if there is a "sep=" line or a quoted line end.
    bool hasEquipment = false; ///< Its rows describe equipment.
    bool hasMap = false;       ///< Its rows say which equipment has which sensor.
};

} // namespace faultline
