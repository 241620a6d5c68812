// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/preview/PreviewReader.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QMap>
#include <QStringList>

namespace faultline {

/// The first records of a file, each beside what is stored of it. A reading is a row; where a
/// record gives several, they are in one row, with a column for each sensor.
class PreviewRowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Line, Raw, FirstStored };
    enum ItemRole {
        MarkRole = Qt::UserRole + 1, ///< Of Raw: the character where reading stopped; or invalid.
    };

    using QAbstractTableModel::QAbstractTableModel;

    void show(const PreviewedFile& file);
    void clear();
    /// Shows the rejected records only, also those further down.
    void setOnlyRejected(bool only);
    /// Whether the row has a text about the whole record in FirstStored, instead of its fields.
    /// It has columns of failures, whose texts are long.
    bool isFailureList() const { return !m_failureColumns.isEmpty(); }
    bool isMessage(int row) const { return m_rows.at(row).isMessage; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Cell
    {
        QString text;
        bool isBad = false; ///< It isn't stored.
        bool isNumber = false;
    };
    struct Row
    {
        qint64 line = 0; ///< 0: a continuation of the row above.
        QString raw;
        int mark = -1; ///< In `raw`; -1: none.
        bool isMessage = false;
        QHash<int, Cell> cells; ///< By column, from 0 at FirstStored on.
    };

    void rebuild();
    void makeColumns();
    void addRecord(const PreviewRecord& record);
    void addMessage(Row row, const QString& text, bool isBad);
    void addReading(const PreviewReading& reading, Row& row);
    void addWide(const PreviewRecord& record, Row& row);
    void addEquipment(const Equipment& equipment, Row& row) const;
    void addMapEntry(const SensorMapEntry& entry, Row& row) const;
    void setTime(const PreviewReading& reading, Row& row) const;
    int addColumn(const QString& name);
    /// The order of the dates isn't known yet, and so no time is.
    bool areTimesOpen() const { return m_file.file.needsDateOrder(); }
    QString shownTime(const std::optional<qint64>& time) const;

    PreviewedFile m_file;
    bool m_isWide = false;
    bool m_isOfEquipment = false; ///< It has no sensors, and says so once.
    bool m_isOnlyRejected = false;
    QStringList m_titles;                   ///< Of the columns from FirstStored on.
    QHash<QString, int> m_columns;          ///< Of measurements or sensors, by their names.
    QMap<TableField, int> m_failureColumns; ///< Of a failure list.
    int m_furtherSensors = -1;              ///< The column for those without a column.
    QHash<QString, QString> m_sensors;      ///< In a wide table, by the name of the column.
    QList<Row> m_rows;
};

} // namespace faultline
