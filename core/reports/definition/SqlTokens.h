// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// A token as PostgreSQL's lexer sees it; in addition, placeholders, which are ours.
struct SqlToken
{
    enum class Kind {
        Word,       ///< A keyword or an unquoted name.
        QuotedName, ///< "a name", U&"a name"
        Number,
        String,      ///< 'text', E'text', U&'text', B'01', X'1F', $$text$$
        Comment,     ///< -- to the end of the line, excluding its end, or /* nested */
        Placeholder, ///< :from
        Other,       ///< A character of an operator, a bracket, a comma, ::, := or ..
    };

    Kind kind = Kind::Other;
    qsizetype start = 0;
    qsizetype length = 0;
    bool isClosed = true; ///< False: the text ends inside the quote or comment.

    qsizetype end() const { return start + length; }
    QStringView in(const QString& sql) const { return QStringView(sql).mid(start, length); }
};

/// All tokens in order, without white space. Follows PostgreSQL's "Lexical Structure", with
/// standard_conforming_strings. A string that continues on another line is one token per line.
/// Invalid SQL is split too: an unclosed quote or comment reaches to the end.
QList<SqlToken> sqlTokens(const QString& sql);

} // namespace faultline
