// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/FilterChoices.h"

#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

Result<QStringList> fetchTexts(SqlSession& session, const QString& sql)
{
    auto query = session.execute(sql);
    if (!query)
        return query.error();
    QStringList texts;
    while (query->next())
        texts << query->value(0).toString();
    return texts;
}

Result<QStringList> fetchMonths(SqlSession& session)
{
    return fetchTexts(
        session, u"SELECT to_char(start, 'YYYY-MM') FROM faultline.equipment_summary"
                 " WHERE unit = 'month' GROUP BY start ORDER BY start"_s);
}

} // namespace

Result<QStringList> fetchGroups(SqlSession& session)
{
    return fetchTexts(
        session, u"SELECT %1 FROM (SELECT DISTINCT group_name FROM faultline.known_equipment"
                 " WHERE group_name <> '') AS groups ORDER BY group_name"_s.arg(
                     unchangedTextSql(u"group_name"_s)));
}

Result<QStringList> fetchEquipment(SqlSession& session)
{
    return fetchTexts(
        session, u"SELECT %1 FROM faultline.known_equipment ORDER BY code"_s.arg(
                     unchangedTextSql(u"code"_s)));
}

Result<QStringList> fetchSeverities(SqlSession& session)
{
    return fetchTexts(
        session,
        u"SELECT %1 FROM faultline.severity ORDER BY code"_s.arg(unchangedTextSql(u"name"_s)));
}

Result<FilterChoices> fetchFilterChoices(SqlSession& session)
{
    FilterChoices choices;
    for (const auto& [fetch, list] :
         {std::pair{&fetchMonths, &choices.months}, std::pair{&fetchGroups, &choices.groups},
          std::pair{&fetchEquipment, &choices.equipment},
          std::pair{&fetchSeverities, &choices.severities}}) {
        auto fetched = fetch(session);
        if (!fetched)
            return fetched.error();
        *list = *std::move(fetched);
    }
    for (const QString& month : std::as_const(choices.months))
        choices.years << month.left(month.indexOf(u'-'));
    choices.years.removeDuplicates();
    return choices;
}

} // namespace faultline
