// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/DatabaseCheck.h"

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

    /// "TLSv1.3", "TLS not needed (socket)", "not encrypted"
    static QString securityText(const ServerFacts& facts);

private:
    void showConnection();
    void showData();

    DatabaseController& m_database;
    QLabel* m_connection;
    QLabel* m_data;
};

} // namespace faultline
