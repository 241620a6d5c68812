// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/EquipmentListParser.h"

#include "readings/SourceId.h"
#include "sources/lists/FoundRows.h"
#include "sources/lists/ListRows.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(EquipmentListParser)
};

// If a key occurs twice, the last one counts.
std::vector<Equipment::Attribute> lastOfEachKey(std::vector<Equipment::Attribute> attributes)
{
    QSet<QByteArray> keys;
    std::vector<Equipment::Attribute> kept;
    for (auto it = attributes.rbegin(); it != attributes.rend(); ++it) {
        const qsizetype before = keys.size();
        keys.insert(it->first);
        if (keys.size() > before)
            kept.push_back(std::move(*it));
    }
    std::reverse(kept.begin(), kept.end());
    return kept;
}

// Makes equipment of rows.
class EquipmentReader
{
public:
    EquipmentReader(const FoundRows& rows, const ListSink<Equipment>& sink)
        : m_sink(sink)
        , m_hasSensors(rows.layout.hasMap)
        , m_areChosen(!rows.columns.empty())
        , m_fields(
              m_areChosen ? RowFields(equipmentListFields(rows.layout), rows.columns)
                          : RowFields(RecordKind::Equipment, equipmentListFields(rows.layout)))
    {}

    Result<RowVerdict> take(const ListRow& row)
    {
        m_fields.find(row);
        for (std::size_t i = 0; row.isDelimited && i < row.cells.size(); ++i) {
            if (!isStorableText(row.cells[i].text))
                return RowVerdict::bad(RejectReason::Encoding, row, static_cast<int>(i));
        }
        const int idCell = m_fields.cellOf(TableField::Equipment);
        if (isEmpty(row, idCell))
            return RowVerdict::missing("equipment_id");
        Equipment equipment;
        const auto id = idOf(row, idCell);
        if (!id)
            return RowVerdict::bad(RejectReason::FieldValue, row, idCell);
        equipment.equipmentId = *id;
        std::vector<int> unused;
        int codeCell = m_fields.cellOf(TableField::Code);
        while (codeCell >= 0 && textOf(row, codeCell).isEmpty()) {
            unused.push_back(codeCell);
            codeCell = m_fields.nextCellOf(TableField::Code);
        }
        if (codeCell < 0)
            return RowVerdict::missing("code");
        equipment.code = textOf(row, codeCell);
        const int groupCell = m_fields.cellOf(TableField::Group);
        if (!isEmpty(row, groupCell))
            equipment.groupName = textOf(row, groupCell);
        equipment.attributes = attributesOf(row, unused);
        const auto accepted = m_sink.accepted(equipment);
        return accepted ? Result<RowVerdict>(RowVerdict::taken()) : accepted.error();
    }

private:
    static const ListCell& at(const ListRow& row, int cell)
    {
        return row.cells[static_cast<std::size_t>(cell)];
    }
    static bool isEmpty(const ListRow& row, int cell)
    {
        return cell < 0 || at(row, cell).kind == ListCell::Kind::Empty;
    }
    static QByteArray textOf(const ListRow& row, int cell)
    {
        const QByteArray& text = at(row, cell).text;
        return row.isDelimited ? text.trimmed() : text;
    }
    // Neither true nor an object names anything.
    static std::optional<QByteArray> idOf(const ListRow& row, int cell)
    {
        const ListCell& found = at(row, cell);
        if (found.kind != ListCell::Kind::Text && found.kind != ListCell::Kind::Number)
            return std::nullopt;
        const QByteArray& text = found.text;
        const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
        const auto id = canonicalId(row.isDelimited ? paddingRemoved(view) : view);
        if (!id)
            return std::nullopt;
        return QByteArray(id->data(), static_cast<qsizetype>(id->size()));
    }

    // Where rows are sensors, what else they say isn't about the equipment.
    bool mayBeAttribute(const ListRow& row, int cell) const
    {
        const auto chosen = m_areChosen ? m_fields.chosenField(row, cell) : std::nullopt;
        return chosen ? chosen == TableField::Attribute : !m_hasSensors;
    }

    std::vector<Equipment::Attribute>
    attributesOf(const ListRow& row, const std::vector<int>& unused) const
    {
        std::vector<Equipment::Attribute> attributes;
        for (int cell = 0; cell < static_cast<int>(row.cells.size()); ++cell) {
            const bool isLeftOut = !mayBeAttribute(row, cell) || m_fields.isUsed(cell)
                                   || at(row, cell).name.isEmpty()
                                   || std::find(unused.begin(), unused.end(), cell) != unused.end();
            if (isLeftOut)
                continue;
            attributes.emplace_back(
                at(row, cell).name,
                isEmpty(row, cell) ? std::nullopt : std::optional(textOf(row, cell)));
        }
        return lastOfEachKey(std::move(attributes));
    }

    const ListSink<Equipment>& m_sink;
    const bool m_hasSensors;
    const bool m_areChosen;
    RowFields m_fields;
};

// A list whose names are further down, or have changed since it was recognised.
Result<FoundRows> rowsOf(const InputFile& file, qint64 skipBytes, const SourceFormat& format)
{
    auto found = findRows(file, skipBytes, format);
    if (!found)
        return found.error();
    if (*found && (*found)->layout.hasEquipment)
        return **std::move(found);
    FoundRows rows;
    ListLayout& layout = rows.layout;
    layout.hasEquipment = true;
    JsonFileStream stream(file, skipBytes);
    stream.skipWhitespace();
    if (stream.failure())
        return *stream.failure();
    if (stream.peek() != '[')
        layout.shape = ListLayout::Shape::Sequence;
    const bool isJson = stream.atEnd() || stream.peek() == '[' || stream.peek() == '{';
    if (isJson && !format.table)
        return rows;
    return UserMessage::error(Text::tr("The equipment list no longer has its columns"))
        .because(Text::tr("Its first line must name the equipment's id and code, such as "
                          "equipment_id and code."))
        .at(file.path())
        .withRemedy(Text::tr("Check the file, then load again."))
        .withCode(u"header"_s);
}

} // namespace

std::vector<TableField> equipmentListFields(const ListLayout& layout)
{
    if (layout.hasMap)
        return {TableField::Equipment, TableField::Sensor, TableField::Code, TableField::Group};
    return {TableField::Equipment, TableField::Code, TableField::Group};
}

Result<ListCounts> parseEquipmentList(
    const InputFile& file, qint64 skipBytes, const ListSink<Equipment>& sink,
    const CancelToken& cancel, const SourceFormat& format)
{
    const auto found = rowsOf(file, skipBytes, format);
    if (!found)
        return found.error();
    EquipmentReader reader(*found, sink);
    const ListRowSink rows{
        [&reader, &sink](const ListRow& row) {
            if (sink.found)
                sink.found(row.place);
            return reader.take(row);
        },
        sink.rejected};
    return readListRows(file, skipBytes, found->layout, rows, cancel);
}

} // namespace faultline
