// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>

namespace faultline {

class DatabaseController;
class PasswordStore;
class Preferences;

/// Knows the password of the role that may only read, for the chosen database: until the program
/// ends, or from the keyring when the person had it kept there. Belongs to the window's thread.
class ReaderCredentials : public QObject
{
    Q_OBJECT

public:
    ReaderCredentials(
        const DatabaseController& database, Preferences& preferences, PasswordStore& passwords,
        QObject* parent = nullptr);

    /// Finds the role for queries (reachReader()) in the chosen database; what it found is found at
    /// once the next time. For another thread, as it opens connections.
    using Finder = std::function<Result<ConnectionSettings>()>;
    Finder finder() const;

    /// Takes a password that holds. `keeps`: in the keyring, too; else the one that is there goes.
    void setPassword(const QString& password, bool keeps);
    /// Whether the keyring has one for the chosen database.
    bool keepsPassword() const;
    /// What was found doesn't hold any more.
    void forget();

Q_SIGNALS:
    /// The password holds until the program ends, but the keyring doesn't have it, or still has it.
    void keyringFailed(const UserMessage& problem);

private:
    struct Found;
    void takeDatabase();

    const DatabaseController& m_database;
    Preferences& m_preferences;
    PasswordStore& m_passwords;
    std::optional<ConnectionSettings> m_own;
    QString m_password;
    std::shared_ptr<Found> m_found;
};

} // namespace faultline
