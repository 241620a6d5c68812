// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>

#include <functional>

class QObject;

namespace faultline {

class Preferences;

/// Saves passwords permanently, for users who ask for it. Nothing blocks: each answer arrives later
/// on the thread of `context`, unless that no longer exists. DesktopKeyring is the implementation.
class PasswordStore
{
public:
    using Found = std::function<void(const Result<QString>&)>;
    using Done = std::function<void(const Result<void>&)>;

    PasswordStore() = default;
    virtual ~PasswordStore() = default;
    PasswordStore(const PasswordStore&) = delete;
    PasswordStore& operator=(const PasswordStore&) = delete;

    /// Whether a store is available; never prompts the user.
    virtual void checkAvailable(QObject* context, Done done) = 0;
    /// The saved password, or empty. May prompt the user to unlock the store.
    virtual void find(QObject* context, const QString& key, Found found) = 0;
    virtual void save(QObject* context, const QString& key, const QString& password, Done done) = 0;
    /// Removing a missing password succeeds.
    virtual void remove(QObject* context, const QString& key, Done done) = 0;
};

/// The name under which a connection's password is saved: "user@host:port/database".
QString passwordKey(const ConnectionSettings& settings);

/// Saves the password of these settings, or removes the saved one, and records that in the
/// preferences. Without a password, the saved one stays. `failed` receives any error.
void saveOrRemovePassword(
    PasswordStore& passwords, Preferences& preferences, QObject* context,
    const ConnectionSettings& settings, bool keeps, std::function<void(const UserMessage&)> failed);

} // namespace faultline
