// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace faultline {

/// A line as it was when it was loaded, and its location in the file. Also a record of a list.
struct LineLocation
{
    qint64 lineNumber = 1;   ///< From 1.
    qint64 byteOffset = 0;   ///< Offset of its first byte.
    qint64 lineBytes = 0;    ///< Without its line end.
    qint32 columnNumber = 1; ///< The byte that matters, from 1.
    QByteArray raw;          ///< Its first bytes, to recognise it.
    bool isRecord = false;   ///< It may begin and end within a line, and span several lines.
};

} // namespace faultline
