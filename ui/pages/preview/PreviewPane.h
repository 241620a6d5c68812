// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "pages/preview/FormatEdits.h"
#include "pages/preview/PreviewReader.h"

#include <QHash>
#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

class QCheckBox;
class QLabel;
class QPushButton;
class QSplitter;

namespace faultline {

class BusyLine;
class DataTable;
class ElidedLabel;
class MessageStrip;
class ParagraphLabel;
class PreviewColumnsModel;
class PreviewColumnsTable;
class PreviewQuestions;
class PreviewRowsModel;
class PreviewSettings;
struct Workbench;

/// A file before it is loaded: what it is, how its first records will be stored, and what the user
/// can choose about it, with immediate effect. What is chosen applies to all files of the folder
/// that look the same. Reads the file in the background; needs no database.
class PreviewPane : public QWidget
{
    Q_OBJECT

public:
    explicit PreviewPane(Workbench& workbench, QWidget* parent = nullptr);
    ~PreviewPane() override;

    /// Shows a file of the data folder; one with two roles in this one.
    void showFile(const QString& path, std::optional<SourceRole> role);
    /// Shows the same file again, after the folder or its formats have changed.
    void refresh();
    void clear();
    /// Moves the focus to the first answer, once the file was read.
    void focusQuestion();
    const QString& path() const { return m_path; }
    bool isBusy() const { return m_isBusy; }

private:
    void buildRows();
    void layOut();
    void fitRows();
    void shrinkRows(int excess, const QList<int>& minWidths);
    QWidget* makeFooter();
    void connectParts();
    void read();
    void takeFile(const Result<PreviewedFile>& read);
    void showTexts();
    void showTables();
    void showRows();
    void showCounts();
    void showScope();
    void showFormats();
    void setBusy(bool busy);
    void edit(const FormatEdit& edit);
    void editTable(const std::function<TableFormat(TableFormat)>& change);
    void reset();

    Workbench& m_workbench;
    QString m_path; ///< Empty: none.
    std::optional<SourceRole> m_role;
    std::optional<PreviewedFile> m_file; ///< What is shown; of m_path, unless it is being read.
    /// Questions about columns that were chosen without answering them, by structure.
    QHash<QString, std::vector<TableQuestion>> m_unanswered;
    CancelToken m_reading;
    quint64 m_generation = 0;
    bool m_isBusy = false;
    bool m_isFocusWanted = false; ///< By the first answer, once the file was read.

    ElidedLabel* m_name;
    QPushButton* m_reset;
    ElidedLabel* m_kind;
    ParagraphLabel* m_why;
    MessageStrip* m_strip;
    PreviewQuestions* m_questions;
    PreviewSettings* m_settings;
    BusyLine* m_busy;
    QSplitter* m_parts;
    DataTable* m_rows;
    PreviewRowsModel* m_rowsModel;
    PreviewColumnsModel* m_columnsModel;
    PreviewColumnsTable* m_columns;
    QCheckBox* m_onlyRejected = nullptr;
    QLabel* m_counts = nullptr;
    ElidedLabel* m_scope = nullptr;
};

} // namespace faultline
