// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/FilterChoices.h"

#include "database/connection/ArrayText.h"
#include "database/schema/FetchPlantClocks.h"

#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

Result<QStringList>
fetchTexts(SqlSession& session, const QString& sql, const QVariantMap& values = {})
{
    auto query = session.execute(sql, values);
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

Result<QStringList> fetchGroups(SqlSession& session, const QStringList& plants)
{
    return fetchTexts(
        session,
        u"SELECT %1 FROM (SELECT DISTINCT group_name FROM faultline.known_equipment"
        " WHERE group_name <> '' AND (:plants::text[] IS NULL OR plant = ANY (:plants::text[])))"
        " AS groups ORDER BY group_name"_s.arg(unchangedTextSql(u"group_name"_s)),
        {{u"plants"_s, textsOrNull(plants)}});
}

Result<QStringList> fetchEquipment(SqlSession& session, const QStringList& plants)
{
    return fetchTexts(
        session,
        u"SELECT %1 FROM (SELECT DISTINCT code FROM faultline.known_equipment"
        " WHERE :plants::text[] IS NULL OR plant = ANY (:plants::text[]))"
        " AS codes ORDER BY code"_s.arg(unchangedTextSql(u"code"_s)),
        {{u"plants"_s, textsOrNull(plants)}});
}

Result<QStringList> fetchPlantNames(SqlSession& session)
{
    return fetchTexts(
        session,
        u"SELECT %1 FROM faultline.plant ORDER BY lower(name)"_s.arg(unchangedTextSql(u"name"_s)));
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
    const auto groups = [](SqlSession& each) { return fetchGroups(each); };
    const auto equipment = [](SqlSession& each) { return fetchEquipment(each); };
    using Fetch = Result<QStringList> (*)(SqlSession&);
    for (const auto& [fetch, list] :
         {std::pair<Fetch, QStringList*>{&fetchMonths, &choices.months},
          {groups, &choices.groups},
          {equipment, &choices.equipment},
          {&fetchSeverities, &choices.severities},
          {&fetchPlantNames, &choices.plants}}) {
        auto fetched = fetch(session);
        if (!fetched)
            return fetched.error();
        *list = *std::move(fetched);
    }
    auto clocks = fetchPlantClocks(session);
    if (!clocks)
        return clocks.error();
    choices.clocks = *std::move(clocks);
    for (const QString& month : std::as_const(choices.months))
        choices.years << month.left(month.indexOf(u'-'));
    choices.years.removeDuplicates();
    return choices;
}

} // namespace faultline
