// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlTokens.h"

#include <QStringList>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

using Kind = SqlToken::Kind;

bool isLineEnd(QChar character)
{
    return character == u'\n' || character == u'\r';
}

// Not QChar::isSpace(): in PostgreSQL a no-break space is part of a name.
bool isBlank(QChar character)
{
    return character == u' ' || (character >= u'\t' && character <= u'\r');
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

bool startsName(QChar character)
{
    return character == u'_' || character.unicode() >= 128 || character.isLetter();
}

bool isWordCharacter(QChar character)
{
    return startsName(character) || isDigit(character);
}

bool continuesName(QChar character)
{
    return isWordCharacter(character) || character == u'$';
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
            if (isBlank(peek())) {
                m_isNewLine = m_isNewLine || isLineEnd(peek());
                ++m_at;
                continue;
            }
            SqlToken token;
            token.start = m_at;
            take(token);
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

    bool isAt(QLatin1StringView text) const
    {
        return QStringView(m_sql).mid(m_at).startsWith(text, Qt::CaseInsensitive);
    }

    template<typename Condition>
    void skipWhile(Condition condition)
    {
        while (m_at < m_sql.size() && condition(m_sql[m_at]))
            ++m_at;
    }

    void take(SqlToken& token)
    {
        if (isAt("--"_L1)) {
            token.kind = Kind::Comment;
            skipWhile([](QChar character) { return !isLineEnd(character); });
            return;
        }
        // A 'text' on a line after E'text' continues it, with the same escapes.
        const bool isContinuation = std::exchange(m_hasEscapes, false) && m_isNewLine;
        m_isNewLine = false;
        if (isAt("/*"_L1))
            takeBlockComment(token);
        else if (isAt("'"_L1))
            takeQuoted(
                token, Kind::String, 0, isContinuation ? Quoting::Escapes : Quoting::Doubled);
        else if (isAt("e'"_L1))
            takeQuoted(token, Kind::String, 1, Quoting::Escapes);
        else if (isAt("b'"_L1) || isAt("x'"_L1))
            takeQuoted(token, Kind::String, 1, Quoting::None);
        else if (isAt("u&'"_L1))
            takeQuoted(token, Kind::String, 2);
        else if (isAt("u&\""_L1))
            takeQuoted(token, Kind::QuotedName, 2);
        else if (isAt("\""_L1))
            takeQuoted(token, Kind::QuotedName, 0);
        else if (isAt("$"_L1))
            takeDollar(token);
        else if (startsName(peek()))
            takeName(token, Kind::Word);
        else if (isAt("::"_L1) || isAt(":="_L1) || isAt(".."_L1))
            m_at += 2;
        else if (isDigit(peek()) || (isAt("."_L1) && isDigit(peek(1))))
            takeNumber(token);
        else if (isAt(":"_L1) && startsName(peek(1)) && m_brackets <= 0) // not a slice, [1:name]
            takeName(token, Kind::Placeholder);
        else
            takeOther();
    }

    void takeOther()
    {
        if (peek() == u'[')
            ++m_brackets;
        else if (peek() == u']')
            --m_brackets;
        ++m_at;
    }

    void takeBlockComment(SqlToken& token)
    {
        token.kind = Kind::Comment;
        int depth = 0;
        do {
            const int change = isAt("/*"_L1) ? 1 : isAt("*/"_L1) ? -1 : 0;
            depth += change;
            m_at += change == 0 ? 1 : 2;
        } while (depth > 0 && m_at < m_sql.size());
        token.isClosed = depth == 0;
    }

    // How quoted text contains its quote: doubled, also after a backslash, or not at all.
    enum class Quoting { Doubled, Escapes, None };

    // `prefix` is the number of characters before the quote.
    void
    takeQuoted(SqlToken& token, Kind kind, qsizetype prefix, Quoting quoting = Quoting::Doubled)
    {
        token.kind = kind;
        token.isClosed = false;
        m_hasEscapes = quoting == Quoting::Escapes;
        m_at += prefix;
        const QChar quote = peek();
        for (++m_at; m_at < m_sql.size() && !token.isClosed; ++m_at) {
            const bool isPair =
                (m_hasEscapes && peek() == u'\\' && m_at + 1 < m_sql.size())
                || (quoting != Quoting::None && peek() == quote && peek(1) == quote);
            token.isClosed = !isPair && peek() == quote;
            m_at += isPair ? 1 : 0;
        }
    }

    void takeDollar(SqlToken& token)
    {
        ++m_at;
        const qsizetype start = m_at;
        if (isDigit(peek())) { // a parameter
            skipWhile(isDigit);
            return;
        }
        skipWhile(isWordCharacter);
        if (peek() != u'$') {
            m_at = start;
            return;
        }
        const QString tag = u'$' + m_sql.mid(start, m_at + 1 - start);
        const qsizetype found = m_sql.indexOf(tag, m_at + 1);
        token.kind = Kind::String;
        token.isClosed = found >= 0;
        m_at = found < 0 ? m_sql.size() : found + tag.size();
    }

    void takeName(SqlToken& token, Kind kind)
    {
        token.kind = kind;
        ++m_at;
        skipWhile(continuesName);
    }

    void takeNumber(SqlToken& token)
    {
        token.kind = Kind::Number;
        skipWhile(isDigit);
        if (isAt("."_L1) && !isAt(".."_L1)) { // not a range, 1..9
            ++m_at;
            skipWhile(isDigit);
        }
        if (isAt("e+"_L1) || isAt("e-"_L1))
            m_at += isDigit(peek(2)) ? 2 : 0;
        skipWhile(isWordCharacter); // 0x1F, 1_000, or something that PostgreSQL refuses
    }

    const QString& m_sql;
    qsizetype m_at = 0;
    int m_brackets = 0;
    bool m_hasEscapes = false; ///< Whether the last string has escapes.
    bool m_isNewLine = false;  ///< Whether a line has ended since the last token.
};

} // namespace

QList<SqlToken> sqlTokens(const QString& sql)
{
    return Lexer(sql).read();
}

} // namespace faultline
