// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

class QLabel;

namespace faultline {

class DatabaseController;

/// The status bar: the connected database and what it holds.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(DatabaseController& database, QWidget* parent = nullptr);

private:
    void showConnection();
    void showData();

    DatabaseController& m_database;
    QLabel* m_warning; ///< Shown when others on the network could read the connection.
    QLabel* m_connection;
    QLabel* m_data;
};

} // namespace faultline
