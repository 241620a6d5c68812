// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportCatalogue.h"
#include "reports/custom/OwnReports.h"
#include "session/CheckController.h"
#include "session/DatabaseController.h"
#include "session/LedgerController.h"
#include "session/LoadController.h"
#include "session/Preferences.h"
#include "session/ReaderCredentials.h"
#include "session/ResumePrompt.h"

namespace faultline {

class DialogService;
class PasswordStore;

/// The state behind the window. It outlives the widgets, which own no data.
struct Workbench
{
    Workbench(
        Preferences& thePreferences, DialogService& theDialogs, PasswordStore& thePasswords,
        const StartOptions& options)
        : preferences(thePreferences)
        , dialogs(theDialogs)
        , passwords(thePasswords)
        , database(preferences, passwords, options)
        , loads(database, preferences)
        , check(loads)
        , ledger(database)
        , resume(database, loads, preferences)
        , reader(database, preferences, passwords)
        , catalogue(ReportCatalogue::withOwn(ownReportsFolder()))
    {}

    /// Shows `folder` and checks the database.
    void start(const QString& folder)
    {
        if (folder.isEmpty())
            database.setDataFolder(folder);
        else
            loads.setFolder(folder);
    }

    /// Checks whether the server is back, and what other programs have loaded.
    void refresh()
    {
        if (loads.isBusy())
            database.refreshSummary();
        else
            database.refreshOrReopen();
    }

    /// Call it after the user saved or removed a report.
    void reloadReports() { catalogue = ReportCatalogue::withOwn(ownReportsFolder()); }

    Preferences& preferences;
    DialogService& dialogs;
    PasswordStore& passwords;
    DatabaseController database;
    LoadController loads;
    CheckController check;
    LedgerController ledger;
    ResumePrompt resume;
    ReaderCredentials reader;
    Result<ReportCatalogue> catalogue;
};

} // namespace faultline
