// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionSettings.h"

#include <QByteArray>
#include <QList>
#include <QSettings>
#include <QStringList>

namespace faultline {

/// What the program remembers between its runs. Never a password: it is taken out before anything
/// is written.
class Preferences
{
public:
    Preferences();                                ///< The user's own settings.
    explicit Preferences(const QString& iniFile); ///< For tests.

    QString folder() const;
    QStringList recentFolders() const;
    /// Makes `folder` the current one and the first of the recent ones.
    void rememberFolder(const QString& folder);

    /// Connections that were typed in, the newest first.
    QList<ConnectionSettings> connections() const;
    /// Gives those that were there for too long and are forgotten now.
    QList<ConnectionSettings> rememberConnection(const ConnectionSettings& settings);
    void forgetConnection(const ConnectionSettings& settings);
    /// Whether a password is kept elsewhere under this key; see PasswordStore.
    bool keepsPassword(const QString& key) const;
    void rememberKeepsPassword(const QString& key, bool keeps);
    /// Which database was chosen by hand: a word that DatabaseController gives; empty: none was.
    QString chosenDatabase() const;
    void rememberChosenDatabase(const QString& key);

    /// Interrupted loads that shall not be offered any more, by a key of ResumeOffer.
    bool isResumeDismissed(const QString& key) const;
    void dismissResume(const QString& key);
    /// Whether exports keep spreadsheets from running text as a formula; yes unless said otherwise.
    bool guardsFormulas() const;
    void rememberGuardsFormulas(bool guards);
    /// Whether a CSV file gets a file beside it that says where its figures come from; only if
    /// it was said so.
    bool describesCsvFiles() const;
    void rememberDescribesCsvFiles(bool describes);

    /// State of windows, splitters and headers, by name.
    QByteArray state(const QString& name) const;
    void rememberState(const QString& name, const QByteArray& state);

    static constexpr int kMaxRecent = 10;

private:
    mutable QSettings m_settings;
};

} // namespace faultline
