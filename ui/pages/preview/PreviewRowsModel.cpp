// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/preview/PreviewRowsModel.h"

#include "base/Utf8.h"
#include "pages/preview/FormatEdits.h"
#include "readings/SourceId.h"
#include "style/Appearance.h"
#include "style/Formatting.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr qsizetype kShownBytes = 1024; // of a record; more doesn't fit on a screen
// From 1970 to 2000, where times of lists begin.
constexpr qint64 kEpochMicroseconds = 946'684'800'000'000;
enum ReadingColumn { Time, Sensor, Severity };
enum WideColumn { WideTime, WideSeverity };
enum EquipmentColumn { EquipmentId, Code, Group, Attributes };
enum MapColumn { MapSensor, MapEquipment, ValidFrom, ValidTo };

constexpr std::array kFailureFields{
    TableField::FailureMode, TableField::Cause, TableField::End, TableField::Duration,
    TableField::Planned};

std::string_view viewOf(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

QString textOf(const QByteArray& bytes)
{
    return readableText(viewOf(bytes));
}

// As it identifies the sensor in readings.
QString sensorOf(const TableColumn& column)
{
    const auto id = canonicalId(column.labelOrName());
    return id ? QString::fromUtf8(id->data(), static_cast<qsizetype>(id->size())) : QString();
}

QString withNotes(const PreviewReading& reading)
{
    QString text = reading.time.shown();
    if (reading.isDateOnly)
        text += u' ' + PreviewRowsModel::tr("(start of the day)");
    else if (reading.isTimeTwice)
        text += u' ' + PreviewRowsModel::tr("(the first of two)");
    return text;
}

QString durationText(double seconds)
{
    return format::duration(std::llround(seconds * 1000));
}

QString failureText(const PreviewReading& reading, TableField field)
{
    switch (field) {
    case TableField::FailureMode:
        return reading.mode;
    case TableField::Cause:
        return reading.cause;
    case TableField::End:
        if (reading.isEndBefore)
            return PreviewRowsModel::tr("before the failure: not kept");
        return reading.endedAt ? reading.endedAt->shown() : QString();
    case TableField::Duration:
        if (!reading.seconds)
            return {};
        return reading.isContradictory ? PreviewRowsModel::tr("%1 (contradicts the end)")
                                             .arg(durationText(*reading.seconds))
                                       : durationText(*reading.seconds);
    default:
        return {};
    }
}

} // namespace

void PreviewRowsModel::show(const PreviewedFile& file)
{
    m_file = file;
    rebuild();
}

void PreviewRowsModel::clear()
{
    show({});
}

void PreviewRowsModel::setOnlyRejected(bool only)
{
    if (std::exchange(m_isOnlyRejected, only) != only)
        rebuild();
}

void PreviewRowsModel::rebuild()
{
    beginResetModel();
    m_rows.clear();
    m_titles.clear();
    m_columns.clear();
    makeColumns();
    for (const PreviewRecord& record :
         m_isOnlyRejected ? m_file.preview.rejected : m_file.preview.records)
        addRecord(record);
    endResetModel();
}

void PreviewRowsModel::makeColumns()
{
    m_isWide = false;
    m_isOfEquipment = false;
    m_sensors.clear();
    m_failureColumns.clear();
    m_furtherSensors = -1;
    if (!m_file.preview.role)
        return;
    const auto addAll = [this](const QStringList& titles) { m_titles = titles; };
    switch (*m_file.preview.role) {
    case SourceRole::EquipmentList:
        addAll({tr("Equipment"), tr("Code"), tr("Group"), tr("Attributes")});
        return;
    case SourceRole::SensorMap:
        addAll({tr("Sensor"), tr("Equipment"), tr("Valid from"), tr("Valid to")});
        return;
    case SourceRole::Readings:
        break;
    }
    const QString time = tr("Time (%1)").arg(m_file.zone.name());
    const auto& table = m_file.file.format.table;
    m_isWide = table && table->layout == TableLayout::Wide;
    if (!m_isWide) {
        addAll({time, tr("Sensor"), tr("Severity")});
        for (const TableField field : kFailureFields) {
            const bool isShown = table
                                 && (table->columnOf(field) >= 0
                                     || (field == TableField::End
                                         && table->columnOf(TableField::EndTimeOfDay) >= 0));
            // The severity says which work was planned.
            if (!isShown || field == TableField::Planned)
                continue;
            m_failureColumns.insert(field, static_cast<int>(m_titles.size()));
            m_titles << tableFieldText(field, table->layout);
        }
        m_isOfEquipment = isFailureList() && table->columnOf(TableField::Sensor) < 0;
        if (m_isOfEquipment)
            m_titles[1] = tr("Equipment");
        return;
    }
    addAll({time, tr("Severity")});
    bool areAllShown = true;
    for (const TableColumn& column : table->columns) {
        if (column.field != TableField::Value)
            continue;
        const QString sensor = sensorOf(column);
        m_sensors.insert(readableText(column.name), sensor);
        areAllShown = addColumn(sensor) >= 0 && areAllShown;
    }
    if (areAllShown)
        return;
    m_furtherSensors = static_cast<int>(m_titles.size());
    m_titles << tr("Further sensors");
}

// The one that there is, or a new one. -1 if there are too many.
int PreviewRowsModel::addColumn(const QString& name)
{
    const auto found = m_columns.constFind(name);
    if (found != m_columns.cend())
        return *found;
    if (m_columns.size() >= kMaxPreviewSlots)
        return -1;
    m_titles << name;
    return *m_columns.insert(name, static_cast<int>(m_titles.size()) - 1);
}

void PreviewRowsModel::addRecord(const PreviewRecord& record)
{
    Row row;
    row.line = record.lineNumber;
    row.raw = textOf(record.raw.first(std::min(record.raw.size(), kShownBytes)));
    if (record.bytes > std::min(record.raw.size(), kShownBytes))
        row.raw += u'…';
    if (!record.rejections.isEmpty()) {
        const qint64 before = record.rejections.constFirst().column - 1;
        if (before <= kShownBytes)
            row.mark = static_cast<int>(
                textOf(record.raw.first(std::min<qint64>(before, record.raw.size()))).size());
    }
    if (record.equipment)
        addEquipment(*record.equipment, row);
    else if (record.mapEntry)
        addMapEntry(*record.mapEntry, row);
    else if (m_isWide && !record.readings.isEmpty())
        addWide(record, row);
    else if (!record.readings.isEmpty())
        addReading(record.readings.constFirst(), row);
    else if (record.isRejected())
        return addMessage(std::move(row), record.rejections.constFirst().toText(), true);
    else
        return addMessage(std::move(row), m_file.preview.role ? tr("Blank") : QString(), false);
    m_rows << row;
}

void PreviewRowsModel::addMessage(Row row, const QString& text, bool isBad)
{
    row.isMessage = true;
    row.cells.insert(0, {isBad ? tr("Rejected: %1").arg(text) : text, isBad});
    m_rows << row;
}

void PreviewRowsModel::setTime(const PreviewReading& reading, Row& row) const
{
    row.cells.insert(Time, {areTimesOpen() ? u"?"_s : withNotes(reading)});
}

void PreviewRowsModel::addReading(const PreviewReading& reading, Row& row)
{
    setTime(reading, row);
    QString sensor = reading.sensor;
    if (m_isOfEquipment) // equipment as a sensor: the title says so
        sensor.remove(" (equipment)"_L1);
    row.cells.insert(Sensor, {sensor});
    row.cells.insert(Severity, {reading.severity});
    for (auto it = m_failureColumns.cbegin(); it != m_failureColumns.cend(); ++it)
        row.cells.insert(
            it.value(), {it.key() == TableField::End && reading.endedAt && areTimesOpen()
                             ? u"?"_s
                             : failureText(reading, it.key())});
    for (const PreviewMeasurement& measurement : reading.measurements) {
        const int column = addColumn(measurement.name);
        if (column >= 0)
            row.cells.insert(column, {measurement.value, false, measurement.isNumber});
    }
}

void PreviewRowsModel::addWide(const PreviewRecord& record, Row& row)
{
    setTime(record.readings.constFirst(), row);
    row.cells.insert(WideSeverity, {record.readings.constFirst().severity});
    qint64 shown = 0;
    for (const PreviewReading& reading : record.readings) {
        const int column = m_columns.value(reading.sensor, -1);
        if (column < 0)
            continue;
        ++shown;
        Cell cell;
        for (const PreviewMeasurement& measurement : reading.measurements) {
            if (measurement.name == "value"_L1) {
                cell.text = measurement.value;
                cell.isNumber = measurement.isNumber;
            } else {
                cell.text += tr(" (%1 %2)").arg(measurement.name, measurement.value);
            }
        }
        row.cells.insert(column, cell);
    }
    for (const PreviewRejection& rejection : record.rejections) {
        const int column = m_columns.value(m_sensors.value(rejection.field, rejection.field), -1);
        if (column >= 0)
            row.cells.insert(column, {tr("Rejected: %1").arg(rejection.toText()), true});
    }
    if (m_furtherSensors >= 0 && record.readingCount > shown)
        row.cells.insert(
            m_furtherSensors, {tr("%1 more").arg(format::count(record.readingCount - shown))});
}

void PreviewRowsModel::addEquipment(const Equipment& equipment, Row& row) const
{
    QStringList attributes;
    for (const auto& [name, value] : equipment.attributes)
        attributes << tr("%1: %2").arg(textOf(name), value ? textOf(*value) : tr("none"));
    row.cells.insert(EquipmentId, {textOf(equipment.equipmentId)});
    row.cells.insert(Code, {textOf(equipment.code)});
    row.cells.insert(Group, {textOf(equipment.groupName.value_or(QByteArray()))});
    row.cells.insert(Attributes, {attributes.join(tr(", "))});
}

void PreviewRowsModel::addMapEntry(const SensorMapEntry& entry, Row& row) const
{
    row.cells.insert(MapSensor, {textOf(entry.sensorId)});
    row.cells.insert(MapEquipment, {textOf(entry.equipmentId)});
    row.cells.insert(ValidFrom, {shownTime(entry.validFrom)});
    row.cells.insert(ValidTo, {shownTime(entry.validTo)});
}

QString PreviewRowsModel::shownTime(const std::optional<qint64>& time) const
{
    if (time && areTimesOpen())
        return u"?"_s;
    return time ? ZonedTime::in(m_file.zone, Instant{*time + kEpochMicroseconds}).shown()
                : QString();
}

int PreviewRowsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int PreviewRowsModel::columnCount(const QModelIndex& parent) const
{
    // A file without a role has a column for why nothing is stored of a record.
    return parent.isValid() ? 0 : FirstStored + static_cast<int>(m_titles.size());
}

QVariant PreviewRowsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows.at(index.row());
    const int column = index.column();
    const Cell cell = row.cells.value(column - FirstStored);
    const QString text = column == Line  ? format::count(row.line)
                         : column == Raw ? row.raw
                                         : cell.text;
    switch (role) {
    case Qt::DisplayRole:
        return text;
    case Qt::EditRole:
        return column == Line ? QVariant(row.line) : QVariant(text);
    case MarkRole:
        return column == Raw && row.mark >= 0 ? QVariant(row.mark) : QVariant();
    case Qt::ToolTipRole:
        return column == Line || text.isEmpty() ? QVariant() : QVariant(format::toolTip(text));
    case Qt::ForegroundRole:
        if (cell.isBad)
            return appearance::toneColor(appearance::Tone::Error, QGuiApplication::palette());
        if (column == Line || row.isMessage) {
            const QPalette palette = QGuiApplication::palette();
            return appearance::mixed(
                palette.color(QPalette::Base), palette.color(QPalette::Text), 0.62);
        }
        return {};
    case Qt::TextAlignmentRole:
        return QVariant(
            (column == Line || cell.isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant PreviewRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const QString title = section == Line  ? tr("Line")
                          : section == Raw ? tr("In the file")
                                           : m_titles.at(section - FirstStored);
    const bool isSensor = m_isWide && section - FirstStored > static_cast<int>(WideSeverity);
    switch (role) {
    case Qt::DisplayRole:
        return title;
    case Qt::ToolTipRole:
        if (isSensor)
            return format::toolTip(tr("Sensor %1").arg(title));
        if (section == FirstStored && m_file.preview.role == SourceRole::Readings)
            return tr("Clocks of %1. Times that the file writes without a zone are taken to be in "
                      "%2.")
                .arg(
                    m_file.zone.name(),
                    m_file.preview.zone.isEmpty() ? m_file.zone.name() : m_file.preview.zone);
        return {};
    case Qt::TextAlignmentRole:
        return QVariant((section == Line ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace faultline
