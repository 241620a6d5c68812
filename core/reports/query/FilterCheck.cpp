// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/FilterCheck.h"

#include "reports/query/FilterChoices.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kMaxNamed = 20;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FilterCheck)
};

QString namedOf(const QStringList& names)
{
    const QString text = names.mid(0, kMaxNamed).join(u", "_s);
    const auto more = static_cast<int>(names.size() - kMaxNamed);
    return more > 0 ? Text::tr("%1 and %n more", nullptr, more).arg(text) : text;
}

Result<void> checkGroup(SqlSession& session, const QString& group)
{
    const auto groups = fetchGroups(session);
    if (!groups)
        return groups.error();
    if (groups->contains(group))
        return {};
    return UserMessage::error(Text::tr("The group “%1” has no equipment").arg(group))
        .withRemedy(
            groups->isEmpty() ? Text::tr("Load an equipment list first.")
                              : Text::tr("The groups are: %1.").arg(namedOf(*groups)))
        .withCode(u"group"_s);
}

Result<void> checkEquipment(SqlSession& session, const QString& equipment)
{
    const auto codes = fetchEquipment(session);
    if (!codes)
        return codes.error();
    if (codes->contains(equipment))
        return {};
    const QStringList sharing = codes->filter(
        QRegularExpression(u"\\A%1 \\(#[0-9]+\\)\\z"_s.arg(QRegularExpression::escape(equipment))));
    if (!sharing.isEmpty()) {
        return UserMessage::error(Text::tr("The code “%1” is ambiguous").arg(equipment))
            .because(Text::tr("More than one piece of equipment has it."))
            .withRemedy(Text::tr("Use the number of one of them: %1.").arg(namedOf(sharing)))
            .withCode(u"equipment"_s);
    }
    return UserMessage::error(Text::tr("There is no equipment “%1”").arg(equipment))
        .withRemedy(
            codes->isEmpty() ? Text::tr("Load an equipment list first.")
                             : Text::tr("The equipment: %1.").arg(namedOf(*codes)))
        .withCode(u"equipment"_s);
}

Result<void> checkSeverity(SqlSession& session, const QString& severity)
{
    const auto names = fetchSeverities(session);
    if (!names)
        return names.error();
    if (names->contains(severity))
        return {};
    return UserMessage::error(Text::tr("There is no severity “%1”").arg(severity))
        .withRemedy(Text::tr("The severities are: %1.").arg(namedOf(*names)))
        .withCode(u"severity"_s);
}

Result<void> checkSensor(SqlSession& session, qint32 sensor)
{
    // Sensors of the map, and those with readings that it lacks.
    auto query = session.execute(
        u"SELECT count(*) FILTER (WHERE sensor_id = :sensor::int), min(sensor_id), max(sensor_id)"
        " FROM (SELECT sensor_id FROM faultline.equipment_sensor"
        " UNION SELECT unnest(sensor_key) FROM faultline.sensor_summary WHERE unit = 'year') known"_s,
        {{u"sensor"_s, sensor}});
    if (!query)
        return query.error();
    if (query->next() && query->value(0).toInt() > 0)
        return {};
    return UserMessage::error(Text::tr("There is no sensor %1").arg(sensor))
        .withRemedy(
            query->value(1).isNull()
                ? Text::tr("Load a sensor map or readings first.")
                : Text::tr("The sensor numbers range from %1 to %2.")
                      .arg(query->value(1).toString(), query->value(2).toString()))
        .withCode(u"sensor"_s);
}

} // namespace

Result<void> checkFilterValues(SqlSession& session, const ReportFilter& filter)
{
    Result<void> checked;
    if (!filter.group.isEmpty())
        checked = checkGroup(session, filter.group);
    if (checked && !filter.equipment.isEmpty())
        checked = checkEquipment(session, filter.equipment);
    if (checked && !filter.severity.isEmpty())
        checked = checkSeverity(session, filter.severity);
    if (checked && filter.sensor)
        checked = checkSensor(session, *filter.sensor);
    return checked;
}

} // namespace faultline
