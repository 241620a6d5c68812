// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/definition/SchemaNames.h"

#include "reports/definition/SqlTokens.h"

#include <QSet>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

Result<SchemaNames> fetchSchemaNames(SqlSession& session)
{
    auto columns = session.execute(
        u"SELECT c.relname, c.relkind = 'v', a.attname FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
        " WHERE c.relnamespace = to_regnamespace('faultline') AND c.relkind IN ('r', 'p', 'v', 'm')"
        " ORDER BY c.relkind = 'v' DESC, c.relname, a.attnum"_s);
    if (!columns)
        return columns.error();
    SchemaNames names;
    while (columns->next()) {
        const QString table = columns->value(0).toString();
        if (names.tables.isEmpty() || names.tables.constLast().name != table)
            names.tables << SchemaNames::Table{table, columns->value(1).toBool(), {}};
        names.tables.last().columns << columns->value(2).toString();
    }
    // Without hstore's functions, which no one looks for by name, and without trigger functions.
    auto functions = session.execute(
        u"SELECT DISTINCT p.proname FROM pg_proc p"
        " WHERE p.pronamespace = to_regnamespace('faultline')"
        " AND p.prorettype <> 'trigger'::regtype AND NOT EXISTS (SELECT FROM pg_depend d"
        "  WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')"
        " ORDER BY 1"_s);
    if (!functions)
        return functions.error();
    while (functions->next())
        names.functions << functions->value(0).toString();
    return names;
}

QStringList completionsFor(const SchemaNames& names, const QString& sql)
{
    QSet<QString> words;
    const QList<SqlToken> tokens = sqlTokens(sql);
    for (const SqlToken& token : tokens) {
        if (token.kind == SqlToken::Kind::Word)
            words.insert(token.in(sql).toString().toLower());
    }
    QStringList near;
    QStringList far;
    QStringList tables;
    for (const SchemaNames::Table& table : names.tables) {
        tables << table.name;
        (words.contains(table.name) ? near : far) << table.columns;
    }
    near.sort();
    far.sort();
    QStringList all = near + tables + names.functions + far + sqlKeywords();
    all.removeDuplicates();
    return all;
}

const QStringList& sqlKeywords()
{
    static const QStringList words =
        u"ALL AND ANY AS ASC BETWEEN BY CASE CAST CROSS CURRENT_DATE DESC DISTINCT ELSE END EXCEPT "
        "EXISTS EXPLAIN EXTRACT FALSE FETCH FILTER FIRST FOLLOWING FROM FULL GROUP HAVING IN INNER "
        "INTERSECT INTERVAL IS JOIN LAST LATERAL LEFT LIKE ILIKE LIMIT NOT NULL NULLS OFFSET ON OR "
        "ORDER OUTER OVER PARTITION PRECEDING RANGE RECURSIVE RIGHT ROLLUP ROWS SELECT TABLE THEN "
        "TRUE UNBOUNDED UNION USING VALUES WHEN WHERE WINDOW WITH WITHIN"_s.split(u' ');
    return words;
}

} // namespace faultline
