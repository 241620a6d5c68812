// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/LoadProgress.h"
#include "sources/folder/SourceFile.h"

#include <QAbstractTableModel>

#include <optional>

namespace faultline {

/// What a user must answer before the file is loaded: "Which severity?"; empty if there is nothing.
QString openQuestion(const SourceFile& file);

/// The files of a data folder: first as found, then with their progress, then with their result.
/// Files that aren't loaded, many of a kind, are one row, which lists them when it is opened.
class SourceFilesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { File, Role, Size, Progress, Records, Rejected, State, ColumnCount };
    enum ItemRole {
        SortRole = Qt::UserRole + 1, ///< The raw value.
        FractionRole,                ///< 0 to 1; invalid if the file isn't loaded.
        FileStateRole,               ///< FileState as int.
    };

    using QAbstractTableModel::QAbstractTableModel;

    void showFolder(const DataFolder& folder);
    void showProgress(const LoadProgress& progress);
    void showReceipt(const LoadReceipt& receipt);
    void clear();
    /// Opens or closes such a row; nothing for other rows.
    void toggle(const QModelIndex& index);
    /// Which file the row is; empty for one of several files.
    QString pathOf(const QModelIndex& index) const;
    std::optional<SourceRole> roleOf(const QModelIndex& index) const;
    /// The row of a file in a role, or of the file in any; -1 if there is none.
    int rowOf(const QString& path, std::optional<SourceRole> role) const;
    /// The first file with a question, the first with readings, or the first one; -1 if there is
    /// none.
    int firstOfInterest() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row
    {
        FileProgress progress;
        RecordsAre recordsAre = RecordsAre::Readings; ///< If it has readings.
        bool started = false;                         ///< The counts are meaningful.
        bool balanced = true;
        bool isCheck = false;    ///< Nothing was loaded.
        bool isQuestion = false; ///< Its message is one, which must be answered.
    };

    /// Files that aren't loaded for the same reason.
    struct Group
    {
        OtherFiles files;
        QString title; ///< "212 files: .jpg 200, .png 12"
        qint64 bytes = 0;
        bool isOpen = false;
        bool hasOpenMark = false; ///< Follows: a model's rows may not change while it adds others.

        int rows() const { return 1 + (isOpen ? static_cast<int>(files.files.size()) : 0); }
    };
    /// A row below those of m_rows.
    struct Place
    {
        qsizetype group = -1; ///< -1: a row of m_rows.
        qsizetype file = -1;  ///< -1: the group itself.
    };

    Place placeOf(int row) const;
    Row rowAt(int row) const;
    static QList<Group> groupsOf(const QList<OtherFiles>& others);
    void replaceRows(QList<Row> rows, QList<Group> groups);
    QString displayText(const Row& row, int column) const;
    QString stateText(const Row& row) const;
    QVariant rawValue(const Row& row, int column) const;
    static double fraction(const FileProgress& file);

    QList<Row> m_rows;
    QList<Group> m_groups;
    QString m_folder; ///< Of the files in m_groups.
};

} // namespace faultline
