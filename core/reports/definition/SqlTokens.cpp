// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlTokens.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Kind = SqlToken::Kind;

bool startsName(QChar character)
{
    return character.isLetter() || character == u'_';
}

bool continuesName(QChar character)
{
    return character.isLetterOrNumber() || character == u'_' || character == u'$';
}

class Lexer
{
public:
    explicit Lexer(const QString& sql)
        : m_sql(sql)
    {}

    QList<SqlToken> read()
    {
        QList<SqlToken> tokens;
        while (m_at < m_sql.size()) {
            if (peek().isSpace()) {
                ++m_at;
                continue;
            }
            SqlToken token;
            token.start = m_at;
            token.kind = take();
            token.length = m_at - token.start;
            tokens << token;
        }
        return tokens;
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_sql.size() ? m_sql[m_at + ahead] : QChar();
    }

    void skip(qsizetype count) { m_at = std::min(m_at + count, m_sql.size()); }

    void skipPast(const QString& end)
    {
        const qsizetype found = m_sql.indexOf(end, m_at);
        m_at = found < 0 ? m_sql.size() : found + end.size();
    }

    Kind take()
    {
        const QChar character = peek();
        if (character == u'-' && peek(1) == u'-') {
            while (m_at < m_sql.size() && peek() != u'\n' && peek() != u'\r')
                ++m_at;
            return Kind::Comment;
        }
        if (character == u'/' && peek(1) == u'*')
            return takeBlockComment();
        if (character == u'\'')
            return takeQuoted(u'\'', false, Kind::String);
        if (character == u'"')
            return takeQuoted(u'"', false, Kind::QuotedName);
        if (character == u'$')
            return takeDollar();
        if (character == u':' && startsPlaceholder())
            return takeName(1, Kind::Placeholder);
        if (character.toUpper() == u'E' && peek(1) == u'\'') {
            ++m_at;
            return takeQuoted(u'\'', true, Kind::String);
        }
        if (startsName(character))
            return takeName(0, Kind::Word);
        if (character.isDigit() || (character == u'.' && peek(1).isDigit()))
            return takeNumber();
        if (character == u'[')
            ++m_brackets;
        else if (character == u']')
            --m_brackets;
        ++m_at;
        return Kind::Other;
    }

    // Neither a cast, ::name, nor the bound of a slice, [1:name].
    bool startsPlaceholder() const
    {
        return startsName(peek(1)) && m_brackets <= 0 && (m_at == 0 || m_sql[m_at - 1] != u':');
    }

    Kind takeBlockComment()
    {
        int depth = 0;
        do {
            if (peek() == u'/' && peek(1) == u'*') {
                ++depth;
                skip(2);
            } else if (peek() == u'*' && peek(1) == u'/') {
                --depth;
                skip(2);
            } else {
                skip(1);
            }
        } while (depth > 0 && m_at < m_sql.size());
        return Kind::Comment;
    }

    // A doubled quote is read as the start of another string right behind: the same to everybody.
    Kind takeQuoted(QChar quote, bool hasEscapes, Kind kind)
    {
        skip(1);
        while (m_at < m_sql.size() && peek() != quote)
            skip(hasEscapes && peek() == u'\\' ? 2 : 1);
        skip(1);
        return kind;
    }

    Kind takeDollar()
    {
        qsizetype end = m_at + 1;
        while (end < m_sql.size() && continuesName(m_sql[end]) && m_sql[end] != u'$')
            ++end;
        const bool isQuote = end < m_sql.size() && m_sql[end] == u'$'
                             && (end == m_at + 1 || !m_sql[m_at + 1].isDigit());
        if (!isQuote) {
            m_at = end;
            return Kind::Other;
        }
        const QString tag = m_sql.mid(m_at, end + 1 - m_at);
        m_at = end + 1;
        skipPast(tag);
        return Kind::String;
    }

    Kind takeName(qsizetype before, Kind kind)
    {
        skip(before);
        while (m_at < m_sql.size() && continuesName(peek()))
            skip(1);
        return kind;
    }

    Kind takeNumber()
    {
        while (m_at < m_sql.size() && (peek().isLetterOrNumber() || peek() == u'.'))
            skip(1);
        return Kind::Number;
    }

    const QString& m_sql;
    qsizetype m_at = 0;
    int m_brackets = 0;
};

} // namespace

QList<SqlToken> sqlTokens(const QString& sql)
{
    return Lexer(sql).read();
}

} // namespace faultline
