// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of reports: accepted text must still be one statement without comments.
#include "FuzzTarget.h"
#include "reports/definition/SqlText.h"

using namespace faultline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString sql =
        QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const SqlText text = readSqlText(sql);
    if (!text.problem.isEmpty()) {
        require(
            text.problemLine >= 0 && text.problemLine <= sql.count(u'\n'),
            "a problem is in a line of the text");
        return 0;
    }
    require(
        text.withoutComments.count(u'\n') == sql.count(u'\n'), "without comments, lines are kept");
    const SqlText again = readSqlText(text.withoutComments);
    require(again.problem.isEmpty(), "what is let through is let through again");
    require(again.placeholders == text.placeholders, "placeholders are no matter of comments");
    require(again.withoutComments == text.withoutComments, "no comment is left");
    return 0;
}
