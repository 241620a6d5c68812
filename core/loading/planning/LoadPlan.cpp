// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/LoadPlan.h"

#include <algorithm>

namespace faultline {

QList<ByteGap>
missingRanges(const SourceFile& file, qint64 end, const QList<JournalledRange>& ranges)
{
    QList<ByteGap> gaps;
    qint64 position = file.dataBegin;
    qint64 line = file.firstLine;
    for (const JournalledRange& range : ranges) {
        if (range.firstByte > position && position < end)
            gaps << ByteGap{position, std::min(range.firstByte, end), line};
        position = std::max(position, range.endByte);
        line = range.firstLine + range.lines;
    }
    if (position < end)
        gaps << ByteGap{position, end, line};
    return gaps;
}

} // namespace faultline
