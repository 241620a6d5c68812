// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/readings/ReadingCount.h"

#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

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

QVariant dayOrNull(const QDate& day)
{
    return day.isValid() ? QVariant(day.toString(Qt::ISODate))
                         : QVariant(QMetaType::fromType<QString>());
}

// The readings of some days in the summaries.
Result<qint64>
countInSummaries(SqlSession& session, const Period& days, const ReadingConditions& conditions = {})
{
    QVariantMap values{
        {u"first"_s, dayOrNull(days.firstDay)}, {u"last"_s, dayOrNull(days.lastDay)}};
    const QString where = whereAll(conditions.others + conditions.cells);
    for (auto it = conditions.values.cbegin(); it != conditions.values.cend(); ++it) {
        if (where.contains(u':' + it.key() + u"::"_s))
            values.insert(it.key(), it.value());
    }
    const auto count = fetchText(
        session,
        u"SELECT coalesce(sum(r.readings), 0)::bigint::text"
        " FROM faultline.readings_by_sensor(:first::date, :last::date) r"_s
            + where,
        values);
    if (!count)
        return count.error();
    return count->toLongLong();
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
    const auto ofDays = countInSummaries(session, conditions.days, conditions);
    if (!ofDays)
        return ofDays.error();
    return static_cast<qint64>(static_cast<double>(*ofDays) * conditions.share);
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
            u"SELECT count(*)::text FROM faultline.reading r"_s
                + whereAll(conditions->times + conditions->others),
            conditions->values);
        if (!count)
            return count.error();
        return ReadingCount{count->toLongLong(), true};
    }
    const auto estimate = estimateReadings(session, *conditions);
    if (!estimate)
        return estimate.error();
    const auto summarized = countInSummaries(session, {});
    if (!summarized)
        return summarized.error();
    const bool isExact = *summarized == *all && conditions->share == 1;
    return ReadingCount{std::min(*estimate, *all), isExact};
}

} // namespace faultline
