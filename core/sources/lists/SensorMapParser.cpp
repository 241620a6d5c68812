// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/SensorMapParser.h"

#include "readings/SourceId.h"
#include "sources/lists/FoundRows.h"
#include "sources/lists/ListRows.h"
#include "sources/times/TimestampParser.h"

#include <QCoreApplication>

#include <string_view>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(SensorMapParser)
};

// Makes entries of rows.
class EntryReader
{
public:
    EntryReader(
        const LocalTime& zone, const TimeFormat& format, RowFields fields,
        const ListSink<SensorMapEntry>& sink)
        : m_sink(sink)
        , m_clock(zone)
        , m_timeFormat(format)
        , m_fields(std::move(fields))
    {}

    Result<RowVerdict> take(const ListRow& row)
    {
        m_fields.find(row);
        const int sensorCell = m_fields.cellOf(TableField::Sensor);
        const int equipmentCell = m_fields.cellOf(TableField::Equipment);
        if (sensorCell < 0)
            return RowVerdict::missing("sensor_id");
        if (equipmentCell < 0)
            return RowVerdict::missing("equipment_id");
        const auto sensor = idOf(row, sensorCell);
        if (!sensor)
            return RowVerdict::bad(RejectReason::SensorId, row, sensorCell);
        const auto equipment = idOf(row, equipmentCell);
        if (!equipment)
            return RowVerdict::bad(RejectReason::FieldValue, row, equipmentCell);
        SensorMapEntry entry{*sensor, *equipment, {}, {}};
        const int fromCell = m_fields.cellOf(TableField::ValidFrom);
        if (!readTime(row, fromCell, entry.validFrom))
            return RowVerdict::bad(RejectReason::FieldValue, row, fromCell);
        const int toCell = m_fields.cellOf(TableField::ValidTo);
        const bool isEndRead = readTime(row, toCell, entry.validTo);
        if (!isEndRead || (entry.validFrom && entry.validTo && *entry.validTo <= *entry.validFrom))
            return RowVerdict::bad(RejectReason::FieldValue, row, toCell);
        const auto accepted = m_sink.accepted(entry);
        return accepted ? Result<RowVerdict>(RowVerdict::taken()) : accepted.error();
    }

private:
    static std::string_view textOf(const ListRow& row, int cell)
    {
        const QByteArray& text = row.cells[static_cast<std::size_t>(cell)].text;
        const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
        return row.isDelimited ? paddingRemoved(view) : view;
    }
    static bool isScalar(const ListRow& row, int cell)
    {
        const auto kind = row.cells[static_cast<std::size_t>(cell)].kind;
        return kind == ListCell::Kind::Text || kind == ListCell::Kind::Number;
    }
    static std::optional<QByteArray> idOf(const ListRow& row, int cell)
    {
        const auto id = isScalar(row, cell) ? canonicalId(textOf(row, cell)) : std::nullopt;
        if (!id)
            return std::nullopt;
        return QByteArray(id->data(), static_cast<qsizetype>(id->size()));
    }

    // An empty cell, or none, leaves it open. False if the cell is no time.
    bool readTime(const ListRow& row, int cell, std::optional<qint64>& instant)
    {
        if (cell < 0 || textOf(row, cell).empty())
            return true;
        if (!isScalar(row, cell))
            return false;
        instant = parseTimestamp(textOf(row, cell), m_clock, m_timeFormat).occurredAt;
        return instant.has_value();
    }

    const ListSink<SensorMapEntry>& m_sink;
    LocalClock m_clock;
    const TimeFormat m_timeFormat;
    RowFields m_fields;
};

} // namespace

std::vector<TableField> sensorMapFields()
{
    return {TableField::Equipment, TableField::Sensor, TableField::ValidFrom, TableField::ValidTo};
}

Result<ListCounts> parseSensorMap(
    const InputFile& file, qint64 skipBytes, const LocalTime& zone,
    const ListSink<SensorMapEntry>& sink, const CancelToken& cancel, const SourceFormat& format)
{
    const auto found = findRows(file, skipBytes, format);
    if (!found)
        return found.error();
    if (!*found || !(*found)->layout.hasMap) {
        return UserMessage::error(Text::tr("The sensor map no longer has its columns"))
            .because(Text::tr("Its first line must name the equipment and the sensor, such as "
                              "equipment_id and sensor_id."))
            .at(file.path())
            .withRemedy(Text::tr("Check the file, then load again."))
            .withCode(u"header"_s);
    }
    const std::vector<TableColumn>& columns = (*found)->columns;
    EntryReader reader(
        zone, format.times,
        columns.empty() ? RowFields(RecordKind::SensorMap, sensorMapFields())
                        : RowFields(sensorMapFields(), columns),
        sink);
    const ListRowSink rows{
        [&reader, &sink](const ListRow& row) {
            if (sink.found)
                sink.found(row.place);
            return reader.take(row);
        },
        sink.rejected};
    return readListRows(file, skipBytes, (*found)->layout, rows, cancel);
}

} // namespace faultline
