// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/settings/ConnectionSettings.h"

#include <QString>

#include <functional>

class QObject;

namespace faultline {

class Preferences;

/// Keeps passwords beyond the end of the program, for those who ask for it. Nothing blocks: every
/// answer comes later on the thread of `context`, and not at all when that is gone by then.
/// DesktopKeyring is the real one.
class PasswordStore
{
public:
    using Found = std::function<void(const Result<QString>&)>;
    using Done = std::function<void(const Result<void>&)>;

    PasswordStore() = default;
    virtual ~PasswordStore() = default;
    PasswordStore(const PasswordStore&) = delete;
    PasswordStore& operator=(const PasswordStore&) = delete;

    /// Whether there is a place to keep passwords; asks the person nothing.
    virtual void reach(QObject* context, Done done) = 0;
    /// The kept password; empty when none is kept. The person may be asked to unlock the place.
    virtual void find(QObject* context, const QString& key, Found found) = 0;
    virtual void keep(QObject* context, const QString& key, const QString& password, Done done) = 0;
    /// Removing what isn't there succeeds.
    virtual void remove(QObject* context, const QString& key, Done done) = 0;
};

/// Under which name a connection's password is kept: "user@host:port/database".
QString passwordKey(const ConnectionSettings& settings);

/// Keeps the password of these settings, or removes the one that was kept, and has the preferences
/// remember which it is. Without a password the kept one is meant. `failed` hears what went wrong.
void keepOrForgetPassword(
    PasswordStore& passwords, Preferences& preferences, QObject* context,
    const ConnectionSettings& settings, bool keeps, std::function<void(const UserMessage&)> failed);

} // namespace faultline
