// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/QueryHistory.h"
#include "session/QueryJob.h"
#include "session/QueryRunner.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace faultline {

class BusyLine;
class DataTable;
class EmptyState;
class ExportOptionsButton;
class MessageStrip;
class QueryResultModel;
class SaveReportDialog;
class SqlEditor;
struct OwnReportDraft;
struct Workbench;

/// A person's own queries: the text above, the result below. They run as a role that may only read.
class SqlPage : public QWidget
{
    Q_OBJECT

public:
    explicit SqlPage(Workbench& workbench, QWidget* parent = nullptr);
    ~SqlPage() override;

    void run();
    /// Ends what runs; false when nothing does.
    bool cancel();
    /// Puts a text into the editor, where undo brings the one before back.
    void openQuery(const QString& sql);

Q_SIGNALS:
    void loadPageAsked();
    void reportsChanged();
    void reportAsked(const QString& name);

private:
    QWidget* makeEditorSide();
    QWidget* makeResultSide();
    QListWidget* makeExamples();
    void connectParts();
    void showData();
    void fetchNames();
    void setBusy(bool busy);
    void showResult(const CustomQueryResult& result);
    void showFailure(const UserMessage& message, std::optional<int> position = {});
    void fillHistory();
    void exportRows();
    void exportTo(const QString& path);
    void saveAsReport();
    void saveDraft(SaveReportDialog* dialog, const OwnReportDraft& draft);
    void showOtherTools();

    Workbench& m_workbench;
    QueryLane m_namesLane;
    QueryHistory m_history;
    QueryJob m_job;
    QueryResultModel* m_model;
    std::optional<CancelToken> m_exporting;
    QString m_shownSql; ///< Whose rows are shown.
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    EmptyState* m_nothingLoaded;
    QSplitter* m_splitter;
    SqlEditor* m_editor = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_historyButton = nullptr;
    QMenu* m_historyMenu = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_tools = nullptr;
    BusyLine* m_busy = nullptr;
    QStackedWidget* m_result = nullptr;
    QListWidget* m_examples = nullptr;
    DataTable* m_table = nullptr;
    QLabel* m_info = nullptr;
    QPushButton* m_export = nullptr;
    ExportOptionsButton* m_exportOptions = nullptr;
};

} // namespace faultline
