// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "database/settings/ConnectionChoice.h"

#include <QList>
#include <QObject>

namespace faultline {

class PasswordStore;
class Preferences;

/// The connections that a person typed in, the newest first. They are remembered, their passwords
/// only in the keyring and only when the person wants that.
class SavedConnections : public QObject
{
    Q_OBJECT

public:
    SavedConnections(Preferences& preferences, PasswordStore& passwords, QObject* parent = nullptr);

    const QList<ConnectionChoice>& all() const { return m_all; }
    /// Tells one from the others, without a secret.
    static QString keyOf(const ConnectionChoice& choice);
    bool has(const QString& key) const;

    void add(const ConnectionChoice& choice, bool keepsPassword);
    /// Its passwords go from the keyring, too: also that of the role for queries, unless `others`
    /// are connections to the same database.
    void remove(const QString& key, const QList<ConnectionSettings>& others);
    /// A password that the keyring had.
    void takePassword(const QString& key, const QString& password);

Q_SIGNALS:
    void keyringFailed(const UserMessage& problem);

private:
    void keepOrForget(const ConnectionSettings& settings, bool keeps);

    Preferences& m_preferences;
    PasswordStore& m_passwords;
    QList<ConnectionChoice> m_all;
};

} // namespace faultline
