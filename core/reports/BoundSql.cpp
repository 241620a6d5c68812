// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/BoundSql.h"

#include "reports/ReportDefinition.h"
#include "reports/SqlTokens.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(BoundSql)
};

} // namespace

BoundSql bindPlaceholders(const QString& sql)
{
    const QStringList known = filterPlaceholderNames();
    BoundSql bound{sql, 0, std::nullopt};
    QStringList names;
    const QList<SqlToken> tokens = sqlTokens(sql);
    for (const SqlToken& token : tokens) {
        if (token.kind != SqlToken::Kind::Placeholder)
            continue;
        const QString name = token.in(sql).mid(1).toString();
        if (!known.contains(name)) {
            if (!bound.unknownAt)
                bound.unknownAt = static_cast<int>(token.start);
            continue;
        }
        if (!names.contains(name))
            names << name;
        // "$7" is as long as the shortest of them, ":to", at most.
        const QString parameter = u'$' + QString::number(names.indexOf(name) + 1);
        bound.sql.replace(token.start, token.length, parameter.leftJustified(token.length));
    }
    bound.parameters = static_cast<int>(names.size());
    return bound;
}

UserMessage unknownPlaceholder(const QString& sql, int position)
{
    qsizetype end = position + 1;
    while (end < sql.size() && (sql[end].isLetterOrNumber() || sql[end] == u'_'))
        ++end;
    QStringList known;
    for (const QString& name : filterPlaceholderNames())
        known << u':' + name;
    return UserMessage::error(
               Text::tr("There is no placeholder %1").arg(sql.mid(position, end - position)))
        .because(Text::tr("Those of reports are %1.").arg(known.join(u", "_s)))
        .at(placeInSql(sql, position))
        .toMend(Text::tr("Mend its name, or write a value instead."))
        .withCode(u"no-placeholder"_s);
}

QString placeInSql(const QString& sql, int position)
{
    const QStringView before = QStringView(sql).first(position);
    return Text::tr("Line %1, column %2")
        .arg(before.count(u'\n') + 1)
        .arg(position - before.lastIndexOf(u'\n'));
}

} // namespace faultline
