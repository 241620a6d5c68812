// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/schema/DatabaseCheck.h"

#include <QStatusBar>

class QLabel;

namespace faultline {

class DatabaseController;

/// What is connected, and what it holds.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(DatabaseController& database, QWidget* parent = nullptr);

private:
    void showConnection();
    void showData();

    DatabaseController& m_database;
    QLabel* m_warning; ///< Shown when what goes over the connection can be read on the way.
    QLabel* m_connection;
    QLabel* m_data;
};

} // namespace faultline
