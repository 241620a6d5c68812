// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlText.h"

#include <QCoreApplication>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

bool isNameCharacter(QChar character)
{
    return character == u'_' || (character.unicode() < 128 && character.isLetterOrNumber());
}

class Reader
{
    Q_DECLARE_TR_FUNCTIONS(SqlText)

public:
    explicit Reader(const QString& sql)
        : m_sql(sql)
    {
        m_result.withoutComments.reserve(sql.size());
    }

    SqlText read()
    {
        while (m_at < m_sql.size() && m_result.problem.isEmpty())
            step();
        if (m_result.problem.isEmpty() && m_parentheses > 0)
            fail(tr("A parenthesis is not closed."));
        return std::move(m_result);
    }

private:
    QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_sql.size() ? m_sql[m_at + ahead] : QChar();
    }

    void take()
    {
        if (m_sql[m_at] == u'\n')
            ++m_line;
        m_result.withoutComments += m_sql[m_at++];
    }

    // Leaves a character out; ends of lines stay.
    void drop()
    {
        if (m_sql[m_at] == u'\n')
            take();
        else
            ++m_at;
    }

    void fail(const QString& problem) { failAt(m_line, problem); }
    void failAt(int line, const QString& problem)
    {
        m_result.problem = problem;
        m_result.problemLine = line;
    }

    void step()
    {
        const QChar character = peek();
        if (character == u'-' && peek(1) == u'-') {
            while (m_at < m_sql.size() && peek() != u'\n' && peek() != u'\r')
                drop();
        } else if (character == u'/' && peek(1) == u'*') {
            blockComment();
        } else if (character == u'\'' || character == u'"') {
            quoted(character);
        } else if (character == u':') {
            colon();
        } else {
            plain(character);
        }
    }

    void blockComment()
    {
        const int startLine = m_line;
        int depth = 0;
        do {
            if (peek() == u'/' && peek(1) == u'*') {
                ++depth;
                m_at += 2;
            } else if (peek() == u'*' && peek(1) == u'/') {
                --depth;
                m_at += 2;
            } else {
                drop();
            }
        } while (depth > 0 && m_at < m_sql.size());
        if (depth > 0)
            failAt(startLine, tr("A comment is not closed."));
        // A comment parts words, as a space does.
        m_result.withoutComments += u' ';
    }

    void quoted(QChar quote)
    {
        const int startLine = m_line;
        if (quote == u'\'' && m_at > 0 && peek(-1).toUpper() == u'E'
            && (m_at == 1 || !isNameCharacter(peek(-2)))) {
            fail(tr("Strings with backslashes (E'…') can't be used in a report."));
            return;
        }
        take();
        while (m_at < m_sql.size() && peek() != quote)
            take();
        if (m_at == m_sql.size())
            failAt(startLine, tr("A quotation mark is not closed."));
        else
            take(); // a doubled quote is read as the start of another string: the same text
    }

    void colon()
    {
        if (peek(1) == u':') {
            take();
            take();
            return;
        }
        if (!isNameCharacter(peek(1)) || peek(1).isDigit()) {
            take(); // of a slice: a[1:2]
            return;
        }
        if (m_brackets > 0) {
            fail(tr("A placeholder can't stand in square brackets."));
            return;
        }
        take();
        QString name;
        while (isNameCharacter(peek())) {
            name += peek();
            take();
        }
        m_result.placeholders.insert(name);
    }

    void plain(QChar character)
    {
        if (character == u'(') {
            ++m_parentheses;
        } else if (character == u')' && --m_parentheses < 0) {
            fail(tr("A parenthesis is closed that was not opened."));
        } else if (character == u'[') {
            ++m_brackets;
        } else if (character == u']') {
            --m_brackets;
        } else if (character == u';') {
            fail(tr("A report is one statement, and nothing may follow its end."));
        } else if (character == u'?') {
            fail(tr("The operator ? can't be used in a report; column::jsonb ->> 'key' IS NOT NULL "
                    "asks the same."));
        } else if (character == u'`' || character == u'\\') {
            fail(tr("The character %1 can't be used in a report.").arg(character));
        } else if (character == u'$' && (m_at == 0 || !isNameCharacter(peek(-1)))) {
            fail(tr("Strings between dollar signs and numbered parameters can't be used in a "
                    "report."));
        }
        if (m_result.problem.isEmpty())
            take();
    }

    const QString& m_sql;
    qsizetype m_at = 0;
    int m_line = 0;
    int m_parentheses = 0;
    int m_brackets = 0;
    SqlText m_result;
};

} // namespace

SqlText readSqlText(const QString& sql)
{
    return Reader(sql).read();
}

QString
replacePlaceholders(const QString& sql, const std::function<QString(const QString&)>& textOf)
{
    QString replaced;
    for (qsizetype at = 0; at < sql.size();) {
        const QChar character = sql[at];
        qsizetype end = at + 1;
        if (character == u'\'' || character == u'"') {
            const qsizetype closed = sql.indexOf(character, end);
            end = closed < 0 ? sql.size() : closed + 1;
        } else if (character == u':') {
            while (end < sql.size() && (sql[end] == u':' || isNameCharacter(sql[end])))
                ++end;
            // Neither a cast, ::name, nor a slice, [1:2].
            if (end > at + 1 && sql[at + 1] != u':' && !sql[at + 1].isDigit()) {
                end = at + 1;
                while (end < sql.size() && isNameCharacter(sql[end]))
                    ++end;
                replaced += textOf(sql.mid(at + 1, end - at - 1));
                at = end;
                continue;
            }
        }
        replaced += QStringView(sql).mid(at, end - at);
        at = end;
    }
    return replaced;
}

} // namespace faultline
