// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingCount.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlQuery>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

Result<QString> fetchText(SqlSession& session, const QString& sql, const QVariantMap& values = {})
{
    auto query = session.execute(sql, values);
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toString() : QString();
}

} // namespace

Result<qint64> countAllReadings(SqlSession& session)
{
    const auto count = fetchText(
        session, u"SELECT coalesce(sum(c.loaded), 0)::bigint::text FROM faultline.load_chunk c"
                 " JOIN faultline.source_file f ON f.file_id = c.file_id"
                 " WHERE f.role = 'readings'"_s);
    if (!count)
        return count.error();
    return count->toLongLong();
}

Result<qint64> estimateReadings(SqlSession& session, const ReadingConditions& conditions)
{
    if (conditions.matchNothing)
        return qint64{0};
    // EXPLAIN can't be prepared and takes no bound values, so the server quotes them.
    QString pattern =
        u"EXPLAIN (FORMAT JSON) SELECT FROM faultline.reading r"_s + whereAll(conditions.sql);
    QStringList arguments{u":pattern::text"_s};
    QVariantMap values = conditions.values;
    int number = 0;
    for (auto it = conditions.values.cbegin(); it != conditions.values.cend(); ++it) {
        if (!pattern.contains(u':' + it.key() + u"::"_s)) {
            values.remove(it.key());
            continue;
        }
        pattern.replace(u':' + it.key() + u"::"_s, u"%%1$L::"_s.arg(++number));
        arguments << u':' + it.key() + u"::text"_s;
    }
    values.insert(u"pattern"_s, pattern);
    const auto sql =
        fetchText(session, u"SELECT format("_s + arguments.join(u", "_s) + u')', values);
    if (!sql)
        return sql.error();
    const auto plan = fetchText(session, *sql);
    if (!plan)
        return plan.error();
    return QJsonDocument::fromJson(plan->toUtf8())
        .array()
        .at(0)
        .toObject()
        .value(u"Plan"_s)
        .toObject()
        .value(u"Plan Rows"_s)
        .toInteger();
}

Result<ReadingCount> countReadings(SqlSession& session, const ReadingFilter& filter)
{
    const auto all = countAllReadings(session);
    if (!all)
        return all.error();
    if (filter.isAll())
        return ReadingCount{*all, true};
    const auto conditions = resolveReadingFilter(session, filter);
    if (!conditions)
        return conditions.error();
    if (conditions->matchNothing)
        return ReadingCount{0, true};
    if (*all <= kFewReadings) {
        const auto count = fetchText(
            session,
            u"SELECT count(*)::text FROM faultline.reading r"_s + whereAll(conditions->sql),
            conditions->values);
        if (!count)
            return count.error();
        return ReadingCount{count->toLongLong(), true};
    }
    const auto estimate = estimateReadings(session, *conditions);
    if (!estimate)
        return estimate.error();
    return ReadingCount{std::min(*estimate, *all), false};
}

} // namespace faultline
