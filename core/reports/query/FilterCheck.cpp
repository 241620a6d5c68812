// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports/query/FilterCheck.h"

#include "reports/query/FilterChoices.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <algorithm>

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

Result<QStringList> checkPlants(SqlSession& session, const QStringList& plants)
{
    const auto names = fetchPlantNames(session);
    if (!names)
        return names.error();
    QStringList found;
    for (const QString& plant : plants) {
        const auto name = std::find_if(names->cbegin(), names->cend(), [&](const QString& each) {
            return each.compare(plant.trimmed(), Qt::CaseInsensitive) == 0;
        });
        if (name == names->cend()) {
            return UserMessage::error(Text::tr("There is no plant “%1”").arg(plant))
                .withRemedy(
                    names->isEmpty() ? Text::tr("Load a data folder first.")
                                     : Text::tr("The plants are: %1.").arg(namedOf(*names)))
                .withCode(u"plant"_s);
        }
        if (!found.contains(*name))
            found << *name;
    }
    return found;
}

Result<void> checkGroup(SqlSession& session, const QString& group, const QStringList& plants)
{
    const auto groups = fetchGroups(session, plants);
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

Result<void>
checkEquipment(SqlSession& session, const QString& equipment, const QStringList& plants)
{
    const auto codes = fetchEquipment(session, plants);
    if (!codes)
        return codes.error();
    if (codes->contains(equipment))
        return {};
    const QStringList sharing = codes->filter(
        QRegularExpression(u"\\A%1 \\(#[^()]+\\)\\z"_s.arg(QRegularExpression::escape(equipment))));
    if (!sharing.isEmpty()) {
        return UserMessage::error(Text::tr("The code “%1” is ambiguous").arg(equipment))
            .because(Text::tr("More than one piece of equipment has it."))
            .withRemedy(Text::tr("Use one of these: %1.").arg(namedOf(sharing)))
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

Result<void> checkSensor(SqlSession& session, const QString& sensor)
{
    auto query = session.execute(
        u"SELECT sensor_id, sensor_id = :sensor::text FROM faultline.sensor"
        " ORDER BY 2 DESC, faultline.id_order(sensor_id) LIMIT 21"_s,
        {{u"sensor"_s, sensor}});
    if (!query)
        return query.error();
    QStringList ids;
    while (query->next()) {
        if (query->value(1).toBool())
            return {};
        ids << query->value(0).toString();
    }
    return UserMessage::error(Text::tr("There is no sensor “%1”").arg(sensor))
        .withRemedy(
            ids.isEmpty() ? Text::tr("Load a sensor map or readings first.")
            : ids.size() > kMaxNamed
                ? Text::tr("Some of the sensors are: %1.").arg(ids.mid(0, kMaxNamed).join(u", "_s))
                : Text::tr("The sensors are: %1.").arg(ids.join(u", "_s)))
        .withCode(u"sensor"_s);
}

// A text of failure lists; `none` is what reports show for rows without one.
Result<QStringList> fetchListed(SqlSession& session, const QString& column, const QString& none)
{
    auto query = session.execute(
        u"SELECT DISTINCT coalesce(%1, '%2') FROM faultline.failure_detail ORDER BY 1"_s.arg(
            column, none));
    if (!query)
        return query.error();
    QStringList texts;
    while (query->next())
        texts << query->value(0).toString();
    return texts;
}

Result<void> checkCause(SqlSession& session, const QString& cause)
{
    const auto causes = fetchListed(session, u"cause"_s, u"no cause given"_s);
    if (!causes)
        return causes.error();
    if (causes->contains(cause))
        return {};
    return UserMessage::error(Text::tr("No failure list has the cause “%1”").arg(cause))
        .withRemedy(
            causes->isEmpty() ? Text::tr("Load a failure list first.")
                              : Text::tr("The causes are: %1.").arg(namedOf(*causes)))
        .withCode(u"cause"_s);
}

Result<void> checkFailureMode(SqlSession& session, const QString& mode)
{
    const auto modes = fetchListed(session, u"failure_mode"_s, u"no failure mode given"_s);
    if (!modes)
        return modes.error();
    if (modes->contains(mode))
        return {};
    return UserMessage::error(Text::tr("No failure list has the failure mode “%1”").arg(mode))
        .withRemedy(
            modes->isEmpty() ? Text::tr("Load a failure list first.")
                             : Text::tr("The failure modes are: %1.").arg(namedOf(*modes)))
        .withCode(u"failure-mode"_s);
}

} // namespace

Result<ReportFilter> checkFilterValues(SqlSession& session, const ReportFilter& filter)
{
    ReportFilter known = filter;
    Result<void> checked;
    if (!filter.plants.isEmpty()) {
        auto plants = checkPlants(session, filter.plants);
        if (!plants)
            return plants.error();
        known.plants = *std::move(plants);
    }
    if (!filter.group.isEmpty())
        checked = checkGroup(session, filter.group, known.plants);
    if (checked && !filter.equipment.isEmpty())
        checked = checkEquipment(session, filter.equipment, known.plants);
    if (checked && !filter.severity.isEmpty())
        checked = checkSeverity(session, filter.severity);
    if (checked && !filter.sensor.isEmpty())
        checked = checkSensor(session, filter.sensor);
    if (checked && !filter.cause.isEmpty())
        checked = checkCause(session, filter.cause);
    if (checked && !filter.failureMode.isEmpty())
        checked = checkFailureMode(session, filter.failureMode);
    return checked ? Result<ReportFilter>(known) : checked.error();
}

} // namespace faultline
