// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/ledger/Ledger.h"
#include "session/QueryRunner.h"

#include <QObject>

#include <optional>

namespace faultline {

class DatabaseController;
class LoadController;
class Preferences;

/// Finds an interrupted load that can be resumed: its folder exists, and the user hasn't dismissed
/// it. Checks whenever a database is opened.
class ResumePrompt : public QObject
{
    Q_OBJECT

public:
    ResumePrompt(
        DatabaseController& database, LoadController& loads, Preferences& preferences,
        QObject* parent = nullptr);

    const std::optional<LedgerEntry>& load() const { return m_load; }
    /// What was interrupted, and how much of it is loaded.
    UserMessage message() const;

    /// Resumes the load.
    void accept();
    /// Never suggests this load again.
    void dismiss();

Q_SIGNALS:
    void changed();

private:
    void check();
    void withdraw();
    QString keyOf(const LedgerEntry& load) const;

    DatabaseController& m_database;
    LoadController& m_loads;
    Preferences& m_preferences;
    QueryLane m_lane;
    std::optional<LedgerEntry> m_load;
};

} // namespace faultline
