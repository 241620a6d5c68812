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

/// The password of the read-only role for the current database: until the program ends, or from the
/// keyring if the user saved it there. Belongs to the window's thread.
class ReaderCredentials : public QObject
{
    Q_OBJECT

public:
    ReaderCredentials(
        const DatabaseController& database, Preferences& preferences, PasswordStore& passwords,
        QObject* parent = nullptr);

    /// Finds the role for queries (reachReader()) in the current database and remembers it. Call it
    /// on another thread, because it opens connections.
    using Finder = std::function<Result<ConnectionSettings>()>;
    Finder finder() const;

    /// Takes a valid password. With `keeps`, also saves it in the keyring; otherwise removes it
    /// there.
    void setPassword(const QString& password, bool keeps);
    /// Whether the keyring has one for the current database.
    bool keepsPassword() const;
    /// Discards the role that was found.
    void forget();

Q_SIGNALS:
    /// The password is usable until the program ends, but the keyring couldn't save or remove it.
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
