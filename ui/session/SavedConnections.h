// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "database/settings/ConnectionChoice.h"

#include <QList>
#include <QObject>

namespace faultline {

class PasswordStore;
class Preferences;

/// The connections the user entered, newest first. They are saved; their passwords only in the
/// keyring, and only if the user wants that.
class SavedConnections : public QObject
{
    Q_OBJECT

public:
    SavedConnections(Preferences& preferences, PasswordStore& passwords, QObject* parent = nullptr);

    const QList<ConnectionChoice>& all() const { return m_all; }
    /// A unique key without secrets.
    static QString keyOf(const ConnectionChoice& choice);
    bool has(const QString& key) const;

    void add(const ConnectionChoice& choice, bool keepsPassword);
    /// Also removes its passwords from the keyring, and that of the role for queries unless one of
    /// `others` connects to the same database.
    void remove(const QString& key, const QList<ConnectionSettings>& others);
    /// Sets a password found in the keyring.
    void takePassword(const QString& key, const QString& password);

Q_SIGNALS:
    void keyringFailed(const UserMessage& problem);

private:
    void saveOrRemove(const ConnectionSettings& settings, bool keeps);

    Preferences& m_preferences;
    PasswordStore& m_passwords;
    QList<ConnectionChoice> m_all;
};

} // namespace faultline
