// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionSettings.h"

#include <QByteArray>
#include <QList>
#include <QSettings>
#include <QStringList>

namespace faultline {

/// Settings that persist between runs. Never a password: it is removed before anything is written.
class Preferences
{
public:
    Preferences();                                ///< The user's own settings.
    explicit Preferences(const QString& iniFile); ///< For tests.

    QString folder() const;
    QStringList recentFolders() const;
    /// Makes `folder` the current and most recent one.
    void rememberFolder(const QString& folder);

    /// Connections the user entered, newest first.
    QList<ConnectionSettings> connections() const;
    /// Returns the oldest connections, which were dropped to make room.
    QList<ConnectionSettings> rememberConnection(const ConnectionSettings& settings);
    void forgetConnection(const ConnectionSettings& settings);
    /// Whether the PasswordStore has a password under this key.
    bool keepsPassword(const QString& key) const;
    void rememberKeepsPassword(const QString& key, bool keeps);
    /// The key of the database the user chose (see DatabaseController); empty if none.
    QString chosenDatabase() const;
    void rememberChosenDatabase(const QString& key);

    /// Interrupted loads the user no longer wants to resume, by a key of ResumePrompt.
    bool isResumeDismissed(const QString& key) const;
    void dismissResume(const QString& key);
    /// Whether exports keep spreadsheets from running text as a formula; on by default.
    bool guardsFormulas() const;
    void rememberGuardsFormulas(bool guards);
    /// Whether exports add a file beside each CSV file that says where its figures come from; off
    /// by default.
    bool describesCsvFiles() const;
    void rememberDescribesCsvFiles(bool describes);

    /// How PDF and HTML documents look: their title (empty: what they contain), the file of their
    /// logo (empty: none), and whether they have an appendix.
    QString documentTitle() const;
    QString documentLogo() const;
    bool documentHasAppendix() const;
    void rememberDocument(const QString& title, const QString& logo, bool hasAppendix);

    /// State of windows, splitters and headers, by name.
    QByteArray state(const QString& name) const;
    void rememberState(const QString& name, const QByteArray& state);

    static constexpr int kMaxRecent = 10;

private:
    mutable QSettings m_settings;
};

} // namespace faultline
