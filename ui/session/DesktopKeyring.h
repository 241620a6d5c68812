// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/PasswordStore.h"

namespace faultline {

/// The desktop's keyring: the Secret Service (GNOME and others) or KWallet. Never a file: without a
/// keyring, no password is saved. Belongs to the window's thread. Error codes: "no-keyring",
/// "keyring-denied", "keyring".
class DesktopKeyring : public PasswordStore
{
public:
    void checkAvailable(QObject* context, Done done) override;
    void find(QObject* context, const QString& key, Found found) override;
    void save(QObject* context, const QString& key, const QString& password, Done done) override;
    void remove(QObject* context, const QString& key, Done done) override;
};

} // namespace faultline
