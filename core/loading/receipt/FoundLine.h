// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LineLocation.h"
#include "readings/RejectedLine.h"
#include "sources/input/InputName.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace faultline {

/// A line of a folder's file, or a record of it.
struct FoundLine
{
    InputName input;
    QString relativePath; ///< In the folder.
    LineLocation location;
    qint64 recordNumber = 0; ///< Of a rejected record of a list, from 1; otherwise 0.
    QByteArray field;        ///< The field of that record that is missing or bad, in UTF-8.
};

/// The lines of a folder that would be rejected for one reason.
struct RejectedKind
{
    static constexpr qsizetype kMaxLines = 50;

    RejectReason reason = RejectReason::Shape;
    qint64 count = 0;
    QList<FoundLine> lines; ///< The first ones, at most kMaxLines.
};

} // namespace faultline
