// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lists/ListRows.h"

#include "sources/lists/CsvRows.h"
#include "sources/lists/JsonColumns.h"
#include "sources/lists/JsonRows.h"

#include <algorithm>
#include <string>
#include <utility>

namespace faultline {

namespace {

// Objects may have any number of names of any length; more than these are looked up each time.
constexpr qsizetype kMaxKnownNames = 1000;
constexpr qsizetype kMaxKnownBytes = 128;

} // namespace

Result<ListCounts> readListRows(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel)
{
    switch (layout.shape) {
    case ListLayout::Shape::Delimited:
        return readCsvRows(file, skipBytes, layout, sink, cancel);
    case ListLayout::Shape::Columns:
        return readJsonColumns(file, skipBytes, layout, sink, cancel);
    case ListLayout::Shape::Sequence:
    case ListLayout::Shape::Objects:
    case ListLayout::Shape::Members:
    case ListLayout::Shape::RowArrays:
        break;
    }
    return readJsonRows(file, skipBytes, layout, sink, cancel);
}

RowFields::RowFields(RecordKind kind, std::vector<TableField> fields)
    : m_kind(kind)
    , m_fields(std::move(fields))
    , m_cells(static_cast<qsizetype>(m_fields.size()), -1)
{}

RowFields::RowFields(std::vector<TableField> fields, std::vector<TableColumn> columns)
    : m_kind(RecordKind::Equipment) // whose names of codes may be needed
    , m_fields(std::move(fields))
    , m_columns(std::move(columns))
    , m_cells(static_cast<qsizetype>(m_fields.size()), -1)
{
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        m_columnNames.insert(QByteArray::fromStdString(m_columns[i].name), i);
}

void RowFields::find(const ListRow& row)
{
    // All rows of CSV have the same names.
    if (row.isDelimited && m_rowRanks.size() == row.cells.size()) {
        m_cells = m_firstCells;
        return;
    }
    m_rowRanks.clear();
    for (int cell = 0; cell < static_cast<int>(row.cells.size()); ++cell) {
        m_rowRanks.push_back(
            m_columns.empty() ? ranksOf(row.cells[static_cast<std::size_t>(cell)].name)
                              : chosenRanksOf(row, cell));
    }
    m_cells.fill(-1);
    for (const TableField field : m_fields)
        takeCell(field, -1);
    m_firstCells = m_cells;
}

int RowFields::nextCellOf(TableField field)
{
    return takeCell(field, cellOf(field));
}

// The best of those after `last`, or the best of all.
int RowFields::takeCell(TableField field, int last)
{
    const qsizetype index = indexOf(field);
    const auto order = [this, index](int cell) {
        return std::pair(m_rowRanks[static_cast<std::size_t>(cell)][index], cell);
    };
    int best = -1;
    for (int cell = 0; cell < static_cast<int>(m_rowRanks.size()); ++cell) {
        if (order(cell).first < 0 || (isUsed(cell) && cell != last)
            || (last >= 0 && order(cell) <= order(last)))
            continue;
        if (best < 0 || order(cell) < order(best))
            best = cell;
    }
    m_cells[index] = best;
    return best;
}

qsizetype RowFields::indexOf(TableField field) const
{
    return std::find(m_fields.begin(), m_fields.end(), field) - m_fields.begin();
}

std::optional<TableField> RowFields::chosenField(const ListRow& row, int cell) const
{
    auto at = static_cast<std::size_t>(cell);
    if (!row.isDelimited)
        at = m_columnNames.value(row.cells[at].name, m_columns.size());
    return at < m_columns.size() ? std::optional(m_columns[at].field) : std::nullopt;
}

QList<int> RowFields::chosenRanksOf(const ListRow& row, int cell) const
{
    const auto chosen = chosenField(row, cell);
    QList<int> ranks;
    for (const TableField field : m_fields) {
        int rank = chosen == field ? 0 : -1;
        if (field == TableField::Code && chosen == TableField::Attribute) {
            const QByteArray& name = row.cells[static_cast<std::size_t>(cell)].name;
            rank = rankOfName(
                m_kind, field,
                comparableName({name.constData(), static_cast<std::size_t>(name.size())}));
            rank += rank < 0 ? 0 : 1; // behind the chosen one
        }
        ranks << rank;
    }
    return ranks;
}

QList<int> RowFields::ranksOf(const QByteArray& name)
{
    const auto known = m_ranks.constFind(name);
    if (known != m_ranks.cend())
        return *known;
    const std::string comparable =
        comparableName({name.constData(), static_cast<std::size_t>(name.size())});
    QList<int> ranks;
    for (const TableField field : m_fields)
        ranks << rankOfName(m_kind, field, comparable);
    if (m_ranks.size() < kMaxKnownNames && name.size() <= kMaxKnownBytes)
        m_ranks.insert(name, ranks);
    return ranks;
}

} // namespace faultline
