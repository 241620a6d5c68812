// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/fields/FieldNames.h"
#include "sources/input/InputFile.h"
#include "sources/lists/ListLayout.h"
#include "sources/lists/ListRow.h"
#include "sources/tables/TableFormat.h"

#include <QHash>
#include <QList>

#include <optional>
#include <vector>

namespace faultline {

/// Reads the rows of a list, whatever the shape of its file. `skipBytes` is the length of its byte
/// order mark. Memory doesn't depend on the file's size, except by columns, where it is limited.
Result<ListCounts> readListRows(
    const InputFile& file, qint64 skipBytes, const ListLayout& layout, const ListRowSink& sink,
    const CancelToken& cancel);

/// Finds the cells of a row that have certain fields: by their names, or as a person chose. For the
/// rows of one file.
class RowFields
{
public:
    /// Each cell has at most one field: of two fields, the first one takes it.
    RowFields(RecordKind kind, std::vector<TableField> fields);
    /// As chosen: `columns` are those of the file, of CSV in their order.
    RowFields(std::vector<TableField> fields, std::vector<TableColumn> columns);

    void find(const ListRow& row);
    /// The index of the cell that has this field, by its best name; -1: there is none.
    int cellOf(TableField field) const { return m_cells[indexOf(field)]; }
    /// The cell has a field.
    bool isUsed(int cell) const { return m_cells.contains(cell); }
    /// Takes another cell for the field, of the next best name; -1: there is none. Where columns
    /// were chosen, that is an attribute.
    int nextCellOf(TableField field);
    /// What a person chose for the cell. None: nothing, as for keys of JSON that come later.
    std::optional<TableField> chosenField(const ListRow& row, int cell) const;

private:
    qsizetype indexOf(TableField field) const;
    int takeCell(TableField field, int last);
    QList<int> ranksOf(const QByteArray& name);
    QList<int> chosenRanksOf(const ListRow& row, int cell) const;

    const RecordKind m_kind;
    const std::vector<TableField> m_fields;
    const std::vector<TableColumn> m_columns;     ///< Empty: names decide.
    QHash<QByteArray, std::size_t> m_columnNames; ///< Where they are in it.
    QHash<QByteArray, QList<int>> m_ranks; ///< Of each name as it is written, for each field.
    std::vector<QList<int>> m_rowRanks;    ///< Of each cell.
    QList<int> m_cells;                    ///< For each field.
    QList<int> m_firstCells;               ///< The same, before nextCellOf().
};

} // namespace faultline
