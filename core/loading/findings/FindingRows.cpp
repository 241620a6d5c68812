// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/FindingRows.h"

#include <QJsonArray>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr QLatin1StringView kRows("rows");

struct ListName
{
    QLatin1StringView name;
    QStringList FindingRows::*list = nullptr;
};
constexpr std::array<ListName, 5> kLists{
    {{"sensors"_L1, &FindingRows::sensors},
     {"equipment"_L1, &FindingRows::equipment},
     {"severities"_L1, &FindingRows::severities},
     {"measurements"_L1, &FindingRows::measurements},
     {"not_numbers"_L1, &FindingRows::notNumbers}}};

struct MarkName
{
    QLatin1StringView name;
    bool FindingRows::*mark = nullptr;
};
constexpr std::array<MarkName, 3> kMarks{
    {{"dates_only"_L1, &FindingRows::areDatesOnly},
     {"times_twice"_L1, &FindingRows::areTimesTwice},
     {"copies"_L1, &FindingRows::areCopies}}};

constexpr std::array kRoles{SourceRole::EquipmentList, SourceRole::SensorMap, SourceRole::Readings};

} // namespace

bool FindingRows::isEmpty() const
{
    return places.isEmpty() && hasPlacesOnly();
}

bool FindingRows::hasPlacesOnly() const
{
    bool hasOthers = after.isValid();
    for (const ListName& list : kLists)
        hasOthers = hasOthers || !(this->*list.list).isEmpty();
    for (const MarkName& mark : kMarks)
        hasOthers = hasOthers || this->*mark.mark;
    return !hasOthers;
}

QJsonObject FindingRows::toJson() const
{
    QJsonObject json;
    for (const ListName& list : kLists) {
        if (const QStringList& texts = this->*list.list; !texts.isEmpty())
            json.insert(list.name, QJsonArray::fromStringList(texts.mid(0, kMaxIds)));
    }
    for (const MarkName& mark : kMarks) {
        if (this->*mark.mark)
            json.insert(mark.name, true);
    }
    if (after.isValid())
        json.insert("after"_L1, after.toString(Qt::ISODate));
    QJsonArray placeArray;
    for (const auto& [path, line] : places)
        placeArray << QJsonObject{{u"file"_s, path}, {u"line"_s, line}};
    if (!placeArray.isEmpty())
        json.insert("places"_L1, placeArray);
    if (role)
        json.insert("role"_L1, sourceRoleWord(*role));
    if (!file.isEmpty())
        json.insert("file"_L1, file);
    return json;
}

FindingRows FindingRows::fromJson(const QJsonObject& json)
{
    FindingRows rows;
    for (const ListName& list : kLists)
        rows.*list.list = json.value(list.name).toVariant().toStringList();
    for (const MarkName& mark : kMarks)
        rows.*mark.mark = json.value(mark.name).toBool();
    rows.after = QDate::fromString(json.value("after"_L1).toString(), Qt::ISODate);
    for (const auto& place : json.value("places"_L1).toArray()) {
        rows.places.emplaceBack(
            place["file"_L1].toString(), static_cast<qint64>(place["line"_L1].toDouble()));
    }
    for (const SourceRole each : kRoles) {
        if (json.value("role"_L1) == sourceRoleWord(each))
            rows.role = each;
    }
    rows.file = json.value("file"_L1).toString();
    return rows;
}

void FindingRows::addTo(UserMessage& finding) const
{
    if (!isEmpty())
        finding.details.insert(kRows, toJson());
}

FindingRows FindingRows::of(const UserMessage& finding)
{
    return fromJson(finding.details.value(kRows).toObject());
}

} // namespace faultline
