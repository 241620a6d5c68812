// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

class QStackedWidget;

namespace faultline {

class LoadPage;
class LoadsPage;
class MessageStrip;
class NavigationList;
class ReadingsPage;
class RejectedPage;
class ReportsPage;
class SqlPage;
class TopBar;
struct ConnectionSettings;
struct Workbench;

/// The main window: connects the top bar, the pages and the status bar to the controllers of the
/// workbench. It keeps no state of its own.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Workbench& workbench, QWidget* parent = nullptr);
    ~MainWindow() override;

    enum Page { Load, Reports, Readings, Rejected, Sql, Loads };
    void showPage(Page page);
    /// Chooses a folder as if the user had chosen it.
    void openFolder(const QString& folder);

Q_SIGNALS:
    void closed();

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makePages();
    void buildFrame();
    void connectPages();
    void addShortcuts();
    void startOrCancel();
    void askForConnection(bool complete);
    void showDatabaseState();
    void showCounts();
    void refreshPage();
    void focusFilter();
    void cancelCurrent();
    void closeWhenIdle();

    Workbench& m_workbench;
    TopBar* m_topBar = nullptr;
    MessageStrip* m_strip = nullptr;
    NavigationList* m_navigation = nullptr;
    QStackedWidget* m_pages = nullptr;
    LoadPage* m_load = nullptr;
    ReportsPage* m_reports = nullptr;
    ReadingsPage* m_readings = nullptr;
    RejectedPage* m_rejected = nullptr;
    SqlPage* m_sql = nullptr;
    LoadsPage* m_loads = nullptr;
    bool m_closing = false; ///< Close as soon as the load has stopped.
    bool m_asking = false;  ///< The "Close Faultline?" question is open.
};

} // namespace faultline
