// SPDX-License-Identifier: GPL-3.0-or-later
// SQL: its tokens are all of it, and accepted text as a report's must still be one statement
// without comments.
#include "FuzzTarget.h"
#include "reports/definition/SqlText.h"
#include "reports/definition/SqlTokens.h"

using namespace faultline;

namespace {

void checkTokens(const QString& sql)
{
    qsizetype end = 0;
    for (const SqlToken& token : sqlTokens(sql)) {
        require(token.start >= end && token.length > 0, "tokens are one behind the other");
        require(token.end() <= sql.size(), "a token is in the text");
        require(
            QStringView(sql).mid(end, token.start - end).trimmed().isEmpty(),
            "nothing but blanks is between tokens");
        require(token.isClosed || token.end() == sql.size(), "what is open reaches to the end");
        end = token.end();
    }
    require(QStringView(sql).mid(end).trimmed().isEmpty(), "nothing is behind the last token");
    const auto same = [](const QString& name) { return u':' + name; };
    require(replacePlaceholders(sql, same) == sql, "only placeholders are replaced");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QString sql =
        QString::fromUtf8(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    checkTokens(sql);
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
