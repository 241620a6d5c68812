// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/choices/FormatChoice.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FormatChoice)
};

constexpr auto kSkipWord = "none"_L1;
constexpr std::array kRoles{SourceRole::EquipmentList, SourceRole::SensorMap, SourceRole::Readings};

UserMessage invalid(const QString& key)
{
    return UserMessage::error(Text::tr("The format can't be used"))
        .because(Text::tr("“%1” has an invalid value.").arg(key))
        .withCode(u"format-choice"_s);
}

QString tableText(const TableFormat& table)
{
    const auto isUsed = [](const TableColumn& column) {
        return column.field != TableField::Ignored;
    };
    const auto used = std::count_if(table.columns.begin(), table.columns.end(), isUsed);
    if (table.isList())
        return Text::tr("list, %n column(s) used", nullptr, static_cast<int>(used));
    return table.layout == TableLayout::Wide
               ? Text::tr("wide table, %n column(s) used", nullptr, static_cast<int>(used))
               : Text::tr("long table, %n column(s) used", nullptr, static_cast<int>(used));
}

} // namespace

QJsonObject FormatChoice::toJson() const
{
    QJsonObject object;
    if (skip)
        object.insert(u"role"_s, kSkipWord);
    else if (role)
        object.insert(u"role"_s, sourceRoleWord(*role));
    if (encoding)
        object.insert(u"encoding"_s, encodingWord(*encoding));
    if (dates != TimeFormat::DateOrder::Unknown)
        object.insert(u"dates"_s, dateOrderWord(dates));
    if (zone)
        object.insert(u"time_zone"_s, zone->name());
    if (table) {
        QJsonObject tableObject = table->toObject();
        tableObject.remove(u"data_begin"_s);
        object.insert(u"table"_s, tableObject);
    }
    return object;
}

Result<FormatChoice> FormatChoice::fromJson(const QJsonObject& object)
{
    FormatChoice choice;
    if (const QJsonValue word = object[u"role"_s]; word.toString() == kSkipWord) {
        choice.skip = true;
    } else if (!word.isUndefined()) {
        const auto* const role = std::find_if(kRoles.begin(), kRoles.end(), [&](SourceRole each) {
            return sourceRoleWord(each) == word.toString();
        });
        if (role == kRoles.end())
            return invalid(u"role"_s);
        choice.role = *role;
    }
    if (const QJsonValue word = object[u"encoding"_s]; !word.isUndefined()) {
        choice.encoding = encodingOfWord(word.toString());
        if (!choice.encoding || !choosableEncodings().contains(*choice.encoding))
            return invalid(u"encoding"_s);
    }
    if (const QJsonValue word = object[u"dates"_s]; !word.isUndefined()) {
        const auto order = dateOrderFromWord(word.toString());
        if (!order)
            return invalid(u"dates"_s);
        choice.dates = *order;
    }
    if (const QJsonValue name = object[u"time_zone"_s]; !name.isUndefined()) {
        auto zone = LocalTime::fromNameOrOffset(name.toString());
        if (!zone)
            return zone.error();
        choice.zone = *std::move(zone);
    }
    if (const QJsonValue value = object[u"table"_s]; !value.isUndefined()) {
        QJsonObject tableObject = value.toObject();
        tableObject.insert(u"data_begin"_s, 0);
        auto table = TableFormat::fromObject(tableObject);
        if (!table)
            return table.error();
        choice.table = *std::move(table);
    }
    return choice;
}

QStringList FormatChoice::toTexts() const
{
    QStringList texts;
    if (skip)
        texts << Text::tr("not loaded");
    else if (role)
        texts << sourceRoleText(*role).toLower();
    if (table)
        texts << tableText(*table);
    if (dates != TimeFormat::DateOrder::Unknown)
        texts << dateOrderText(dates);
    if (zone)
        texts << Text::tr("times in %1").arg(zone->name());
    if (encoding)
        texts << encodingWord(*encoding);
    return texts;
}

} // namespace faultline
