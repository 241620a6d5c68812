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

/// The rows of a person's own query, how many there are, and the way to a file of all of them. As
/// long as there are none, examples to begin with.
class SqlResultPane : public QWidget
{
    Q_OBJECT

public:
    explicit SqlResultPane(Preferences& preferences, QWidget* parent = nullptr);

    void showResult(const CustomQueryResult& result);
    /// A newer query has failed: the rows there are aren't its.
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
    QString m_count; ///< How many rows there are.
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
