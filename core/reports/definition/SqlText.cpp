// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SqlText.h"

#include "reports/definition/SqlTokens.h"

#include <QCoreApplication>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

class Reader
{
    Q_DECLARE_TR_FUNCTIONS(SqlText)

public:
    explicit Reader(const QString& sql)
        : m_sql(sql)
        , m_tokens(sqlTokens(sql))
    {
        m_result.withoutComments.reserve(sql.size());
    }

    SqlText read()
    {
        qsizetype taken = 0;
        for (const SqlToken& token : m_tokens) {
            copy(QStringView(m_sql).mid(taken, token.start - taken));
            if (token.kind == SqlToken::Kind::Comment) {
                leaveOut(token);
            } else {
                m_result.problem = problemOf(token);
                if (m_result.problem.isEmpty())
                    copy(token.in(m_sql));
            }
            if (!m_result.problem.isEmpty())
                return std::move(m_result);
            taken = token.end();
            m_before = &token;
        }
        copy(QStringView(m_sql).mid(taken));
        if (m_parentheses > 0)
            m_result.problem = tr("A parenthesis is not closed.");
        return std::move(m_result);
    }

private:
    void copy(QStringView text)
    {
        m_result.withoutComments += text;
        m_result.problemLine += static_cast<int>(text.count(u'\n'));
    }

    void leaveOut(const SqlToken& comment)
    {
        if (!comment.isClosed) {
            m_result.problem = tr("A comment is not closed.");
            return;
        }
        // Like a space, a block comment separates words. A line comment has its line end after it.
        if (comment.in(m_sql).startsWith(u'/'))
            copy(QString(comment.in(m_sql).count(u'\n'), u'\n') + u' ');
    }

    QString problemOf(const SqlToken& token)
    {
        const QChar first = m_sql[token.start];
        if (token.kind == SqlToken::Kind::String && first.toUpper() == u'E')
            return tr("Strings with backslashes (E'…') can't be used in a report.");
        if (first == u'$')
            return tr("Dollar-quoted strings and numbered parameters can't be used in a report.");
        if (!token.isClosed)
            return tr("A quotation mark is not closed.");
        if (token.kind == SqlToken::Kind::Placeholder)
            m_result.placeholders.insert(token.in(m_sql).mid(1).toString());
        // Qt Sql would read it as a placeholder.
        if (token.kind == SqlToken::Kind::Word && m_before && m_before->end() == token.start
            && m_before->in(m_sql) == u":")
            return tr("Square brackets can't contain a placeholder.");
        return token.kind == SqlToken::Kind::Other ? problemOf(first) : QString();
    }

    QString problemOf(QChar character)
    {
        switch (character.unicode()) {
        case u'(':
            ++m_parentheses;
            break;
        case u')':
            if (--m_parentheses < 0)
                return tr("A closing parenthesis has no opening one.");
            break;
        case u';':
            return tr("A report must be a single statement, with nothing after it.");
        case u'?':
            return tr("The operator ? can't be used in a report. Use column::jsonb ->> 'key' IS "
                      "NOT NULL instead.");
        case u'`':
        case u'\\':
            return tr("The character %1 can't be used in a report.").arg(character);
        default:
            break;
        }
        return {};
    }

    const QString& m_sql;
    const QList<SqlToken> m_tokens;
    const SqlToken* m_before = nullptr;
    int m_parentheses = 0;
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
    qsizetype taken = 0;
    for (const SqlToken& token : sqlTokens(sql)) {
        if (token.kind != SqlToken::Kind::Placeholder)
            continue;
        replaced += QStringView(sql).mid(taken, token.start - taken);
        replaced += textOf(token.in(sql).mid(1).toString());
        taken = token.end();
    }
    replaced += QStringView(sql).mid(taken);
    return replaced;
}

} // namespace faultline
