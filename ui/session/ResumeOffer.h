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

/// Whether the chosen database has a load that was interrupted and can go on: its folder is there,
/// and nobody said that it shall not be offered any more. Looks when a database is opened.
class ResumeOffer : public QObject
{
    Q_OBJECT

public:
    ResumeOffer(
        DatabaseController& database, LoadController& loads, Preferences& preferences,
        QObject* parent = nullptr);

    const std::optional<LedgerEntry>& load() const { return m_load; }
    /// For people: what was interrupted, and how much of it is in.
    UserMessage message() const;

    /// Goes on with the load.
    void accept();
    /// Never offers this load again.
    void dismiss();

Q_SIGNALS:
    void changed();

private:
    void look();
    void withdraw();
    QString keyOf(const LedgerEntry& load) const;

    DatabaseController& m_database;
    LoadController& m_loads;
    Preferences& m_preferences;
    QueryLane m_lane;
    std::optional<LedgerEntry> m_load;
};

} // namespace faultline
