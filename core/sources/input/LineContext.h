// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "readings/LineLocation.h"
#include "sources/input/InputName.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace faultline {

/// A line of a file, or the piece of it that fits.
struct ContextLine
{
    qint64 lineNumber = 1;
    QByteArray bytes;         ///< Without its line end.
    bool isCutBefore = false; ///< `bytes` isn't the start of the line.
    bool isCutAfter = false;  ///< `bytes` isn't the end of the line.
};

/// A line and the lines around it.
struct LineContext
{
    QList<ContextLine> before;
    QList<ContextLine> lines; ///< The line itself; a record may span several.
    QList<ContextLine> after;
    /// The byte that matters: index in `lines`, and in that line's bytes, or just after their end.
    qsizetype markedLine = 0;
    qsizetype markedByte = 0;
};

/// The most that is read, however long the lines are.
struct ContextLimits
{
    int linesBefore = 4;
    int linesAfter = 4;
    qint64 lineBytes = 4096;        ///< Of each line.
    qint64 searchBytes = 64 * 1024; ///< How far to search for the lines before and after.
};

/// Reads a line of a file with its surroundings, and checks that it is still there unchanged.
/// Otherwise the error says what happened: "file-gone", "file-shrank", "line-changed", or "file" if
/// it can't be read. Reads only a few pieces, so it takes the same time for any size of file or
/// line, unless the content has to be decoded up to there. Not for the window's thread.
Result<LineContext> readLineContext(
    const InputName& name, const LineLocation& location, const ContextLimits& limits = {});

} // namespace faultline
