// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "readings/LineLocation.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace faultline {

/// A line of a file, or the piece of it that there is room for.
struct ContextLine
{
    qint64 lineNumber = 1;
    QByteArray bytes;         ///< Without its line end.
    bool isCutBefore = false; ///< More of the line stands before `bytes`.
    bool isCutAfter = false;  ///< More of it stands behind.
};

/// A line and those around it.
struct LineContext
{
    QList<ContextLine> before;
    QList<ContextLine> lines; ///< The line itself; a record may have several.
    QList<ContextLine> after;
    /// The byte that matters: index in `lines`, and in the bytes of that one; may be their end.
    qsizetype markedLine = 0;
    qsizetype markedByte = 0;
};

/// How much is read, at most, whatever the lengths of the lines.
struct ContextLimits
{
    int linesBefore = 4;
    int linesAfter = 4;
    qint64 lineBytes = 4096;        ///< Of a line.
    qint64 searchBytes = 64 * 1024; ///< Where the lines before, and those after, are looked for.
};

/// Reads a line of a file with those around it, and makes sure that it still stands there as it
/// did. Else the error says what became of it: "file-gone", "file-shrank", "line-changed", or
/// "file" when it can't be read. Reads a few pieces of the file, and so takes as long for a file or
/// a line of any size; not for the window's thread all the same.
Result<LineContext> readLineContext(
    const QString& path, const LineLocation& location, const ContextLimits& limits = {});

} // namespace faultline
