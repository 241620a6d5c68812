// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/PasswordStore.h"

namespace faultline {

/// The desktop's own keyring: the Secret Service (GNOME and others) or KWallet. Never a file of
/// ours: without a keyring nothing is kept. Used on the thread of the window.
/// Codes of errors: "no-keyring", "keyring-denied", "keyring".
class DesktopKeyring : public PasswordStore
{
public:
    void reach(QObject* context, Done done) override;
    void find(QObject* context, const QString& key, Found found) override;
    void keep(QObject* context, const QString& key, const QString& password, Done done) override;
    void remove(QObject* context, const QString& key, Done done) override;
};

} // namespace faultline
