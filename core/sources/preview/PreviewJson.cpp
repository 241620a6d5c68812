// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/Utf8.h"
#include "sources/preview/FilePreview.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Microseconds from 1970 to 2000.
constexpr qint64 kEpochMicroseconds = 946'684'800'000'000;

QString textOf(const QByteArray& bytes)
{
    return reversibleText({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

QJsonValue timeJson(const std::optional<qint64>& time)
{
    return time ? QJsonValue(Instant{*time + kEpochMicroseconds}.toIso())
                : QJsonValue(QJsonValue::Null);
}

QJsonObject readingJson(const PreviewReading& reading)
{
    QJsonObject measurements;
    for (const PreviewMeasurement& each : reading.measurements)
        measurements.insert(
            each.name, each.isNumber ? QJsonValue(each.value.toDouble()) : QJsonValue(each.value));
    QJsonObject object{
        {u"occurred_at"_s, reading.time.instant.toIso()},
        {u"local_time"_s, reading.time.toIso()},
        {u"sensor_id"_s, reading.sensor},
        {u"severity"_s, reading.severity},
        {u"measurements"_s, measurements}};
    if (!reading.mode.isEmpty())
        object.insert(u"failure_mode"_s, reading.mode);
    if (!reading.cause.isEmpty())
        object.insert(u"cause"_s, reading.cause);
    if (reading.endedAt)
        object.insert(u"ended_at"_s, reading.endedAt->instant.toIso());
    if (reading.seconds)
        object.insert(u"duration_seconds"_s, *reading.seconds);
    if (reading.isPlanned)
        object.insert(u"planned"_s, *reading.isPlanned);
    if (reading.isEndBefore)
        object.insert(u"ends_before"_s, true);
    if (reading.isContradictory)
        object.insert(u"contradictory"_s, true);
    return object;
}

QJsonObject equipmentJson(const Equipment& equipment)
{
    QJsonObject attributes;
    for (const auto& [name, value] : equipment.attributes)
        attributes.insert(
            QString::fromUtf8(name),
            value ? QJsonValue(QString::fromUtf8(*value)) : QJsonValue(QJsonValue::Null));
    return {
        {u"equipment_id"_s, QString::fromUtf8(equipment.equipmentId)},
        {u"code"_s, QString::fromUtf8(equipment.code)},
        {u"group_name"_s, equipment.groupName ? QJsonValue(QString::fromUtf8(*equipment.groupName))
                                              : QJsonValue(QJsonValue::Null)},
        {u"attributes"_s, attributes}};
}

QJsonObject mapJson(const SensorMapEntry& entry)
{
    return {
        {u"sensor_id"_s, QString::fromUtf8(entry.sensorId)},
        {u"equipment_id"_s, QString::fromUtf8(entry.equipmentId)},
        {u"valid_from"_s, timeJson(entry.validFrom)},
        {u"valid_to"_s, timeJson(entry.validTo)}};
}

QJsonArray recordsJson(const QList<PreviewRecord>& records)
{
    QJsonArray array;
    for (const PreviewRecord& record : records) {
        QJsonObject object{
            {u"line"_s, record.lineNumber},
            {u"bytes"_s, record.bytes},
            {u"raw"_s, textOf(record.raw)}};
        QJsonArray readings;
        for (const PreviewReading& reading : record.readings)
            readings << readingJson(reading);
        if (!readings.isEmpty()) {
            object.insert(u"readings"_s, readings);
            object.insert(u"reading_count"_s, record.readingCount);
        }
        if (record.equipment)
            object.insert(u"equipment"_s, equipmentJson(*record.equipment));
        if (record.mapEntry)
            object.insert(u"sensor"_s, mapJson(*record.mapEntry));
        QJsonArray rejections;
        for (const PreviewRejection& rejection : record.rejections) {
            rejections << QJsonObject{
                {u"reason"_s, rejectReasonWord(rejection.reason).toString()},
                {u"column"_s, rejection.column},
                {u"field"_s, rejection.field}};
        }
        if (!rejections.isEmpty())
            object.insert(u"rejected"_s, rejections);
        array << object;
    }
    return array;
}

} // namespace

QJsonObject FilePreview::toJson() const
{
    QJsonArray roles;
    for (const SourceRole each : possibleRoles)
        roles << sourceRoleWord(each);
    QJsonArray columnArray;
    for (const PreviewColumn& column : columns) {
        columnArray << QJsonObject{
            {u"name"_s, column.name},
            {u"field"_s, column.field},
            {u"label"_s, column.label},
            {u"choices"_s, QJsonArray::fromStringList(column.choices)},
            {u"example"_s, column.example}};
    }
    return {
        {u"role"_s, role ? QJsonValue(sourceRoleWord(*role)) : QJsonValue(QJsonValue::Null)},
        {u"possible_roles"_s, roles},
        {u"kind"_s, kind},
        {u"structure"_s, structure},
        {u"encoding"_s, encoding},
        {u"date_order"_s, dateOrder},
        {u"time_zone"_s, zone.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(zone)},
        {u"local_times"_s, hasLocalTimes},
        {u"reasons"_s, QJsonArray::fromStringList(reasons)},
        {u"questions"_s, QJsonArray::fromStringList(questions)},
        {u"must_answer"_s, mustAnswer},
        {u"problem"_s, problem},
        {u"columns"_s, columnArray},
        {u"records"_s, recordsJson(records)},
        {u"rejected"_s, recordsJson(rejected)},
        {u"read"_s, QJsonObject{
                        {u"records"_s, recordsRead},
                        {u"loaded"_s, readingsRead},
                        {u"rejected"_s, rejectedRead},
                        {u"blank"_s, blankRead},
                        {u"whole_file"_s, isWhole}}}};
}

} // namespace faultline
