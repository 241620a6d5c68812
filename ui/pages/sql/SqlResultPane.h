// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/text/CsvWriter.h"

#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace faultline {

class BusyLine;
class DataTable;
class ExportOptionsButton;
class Preferences;
class QueryResultModel;
struct CustomQueryResult;

/// The rows of the user's own query, their number, and a button to export all of them. Without a
/// result, it shows example queries.
class SqlResultPane : public QWidget
{
    Q_OBJECT

public:
    explicit SqlResultPane(Preferences& preferences, QWidget* parent = nullptr);

    void showResult(const CustomQueryResult& result);
    /// A newer query has failed: mark the rows as those of the previous query.
    void showOutdated();
    void clear();
    void setBusy(bool busy);
    CsvOptions csvOptions() const;

Q_SIGNALS:
    void exampleChosen(const QString& sql);
    void exportRequested();

private:
    QListWidget* makeExamples();
    DataTable* makeTable();
    void showExport();

    bool m_isBusy = false;
    QString m_count; ///< The text with the number of rows.
    QueryResultModel* m_model;
    BusyLine* m_busy;
    QLabel* m_info;
    QPushButton* m_export;
    ExportOptionsButton* m_exportOptions;
    QStackedWidget* m_result;
    QListWidget* m_examples;
    DataTable* m_table;
};

} // namespace faultline
