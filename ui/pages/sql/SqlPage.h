// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/export/ExportJob.h"
#include "pages/sql/QueryHistory.h"
#include "pages/sql/QueryJob.h"
#include "pages/sql/SqlEditor.h"
#include "session/QueryRunner.h"

#include <QWidget>

class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace faultline {

class EmptyState;
class MessageStrip;
class SaveReportDialog;
class SqlResultPane;
struct FittedDraft;
struct ReportDefinition;
struct Workbench;

/// The user's own queries: the SQL above, the result below. They run as a read-only role.
class SqlPage : public QWidget
{
    Q_OBJECT

public:
    explicit SqlPage(Workbench& workbench, QWidget* parent = nullptr);
    ~SqlPage() override;

    void run();
    /// Cancels a running query or export; false if there is none.
    bool cancel();
    /// Replaces the text in the editor; undo restores the previous text.
    void openQuery(const QString& sql);

Q_SIGNALS:
    void loadPageRequested();
    void reportsChanged();
    void reportRequested(const QString& name);

private:
    QWidget* makeEditorSide();
    void connectParts();
    void takeDatabase();
    void showData();
    void showEmptyReason();
    void fetchNames();
    bool isBusy() const { return m_job.isBusy() || m_export.isBusy(); }
    void setBusy(bool busy);
    void showResult(const CustomQueryResult& result);
    void showFailure(const UserMessage& message);
    void fillHistory();
    void exportRows();
    void exportTo(const QString& path);
    void showExported(const Result<qint64>& rows, const QString& path);
    void saveAsReport();
    void saveDraft(
        SaveReportDialog* dialog, const QString& text, const ReportDefinition& draft,
        const CancelToken& cancel);
    void showSaved(const FittedDraft& saved);
    void showOtherTools();

    Workbench& m_workbench;
    QueryLane m_namesLane;
    QueryHistory m_history;
    QueryJob m_job;
    ExportJob m_export;
    SqlEditor::Piece m_running; ///< Or the last one that ran.
    QString m_shownSql;         ///< The query of the rows on screen.
    std::optional<ConnectionSettings> m_shownDatabase;
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    EmptyState* m_nothingLoaded;
    QSplitter* m_splitter;
    SqlResultPane* m_result = nullptr;
    SqlEditor* m_editor = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_historyButton = nullptr;
    QMenu* m_historyMenu = nullptr;
    QPushButton* m_save = nullptr;
    QPushButton* m_tools = nullptr;
};

} // namespace faultline
