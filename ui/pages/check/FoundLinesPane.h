// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/FoundLine.h"

#include <QWidget>

#include <optional>

class QLabel;
class QModelIndex;
class QSplitter;

namespace faultline {

class BusyLine;
class DataTable;
class ElidedLabel;
class FileLinePane;
class FoundLinesModel;

/// The lines that a finding is about: a list of them, and the selected one as it is in its file.
class FoundLinesPane : public QWidget
{
    Q_OBJECT

public:
    explicit FoundLinesPane(QWidget* parent = nullptr);

    /// What to show.
    struct Lines
    {
        QString title;
        QList<FoundLine> lines;
        QString note;                            ///< Such as how many there are; or empty.
        std::optional<RejectReason> rejectedFor; ///< Rejected lines: why.
    };
    void showLines(const Lines& lines);
    /// Until they are found.
    void showSearching(const QString& title);
    void clear();

Q_SIGNALS:
    void folderRequested(const QString& path);

private:
    void showRow(const QModelIndex& index);
    void fitColumns();

    Lines m_shown;
    ElidedLabel* m_title;
    QLabel* m_note;
    BusyLine* m_busy;
    QSplitter* m_parts;
    DataTable* m_table;
    FoundLinesModel* m_model;
    FileLinePane* m_line;
};

} // namespace faultline
