// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportCatalogue.h"
#include "session/DatabaseController.h"
#include "session/LedgerController.h"
#include "session/LoadController.h"
#include "session/Preferences.h"
#include "session/ResumeOffer.h"

namespace faultline {

class DialogService;
class PasswordKeeper;

/// Everything durable behind the window: it outlives the widgets, which own nothing.
struct Workbench
{
    Workbench(
        Preferences& thePreferences, DialogService& theDialogs, PasswordKeeper& thePasswords,
        const StartOptions& options)
        : preferences(thePreferences)
        , dialogs(theDialogs)
        , passwords(thePasswords)
        , database(preferences, passwords, options)
        , loads(database, preferences)
        , ledger(database)
        , resume(database, loads, preferences)
        , catalogue(ReportCatalogue::builtIn())
    {}

    /// Shows `folder`, and looks whether the database is there.
    void start(const QString& folder)
    {
        if (folder.isEmpty())
            database.setDataFolder(folder);
        else
            loads.setFolder(folder);
    }

    Preferences& preferences;
    DialogService& dialogs;
    PasswordKeeper& passwords;
    DatabaseController database;
    LoadController loads;
    LedgerController ledger;
    ResumeOffer resume;
    Result<ReportCatalogue> catalogue;
};

} // namespace faultline
