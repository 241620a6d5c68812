// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/SavedConnections.h"

#include "database/reader/ReaderAccess.h"
#include "session/PasswordStore.h"
#include "session/Preferences.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

ConnectionChoice choiceOf(const ConnectionSettings& settings)
{
    ConnectionChoice choice;
    choice.kind = ConnectionChoice::Kind::Described;
    choice.settings = settings;
    return choice;
}

} // namespace

SavedConnections::SavedConnections(
    Preferences& preferences, PasswordStore& passwords, QObject* parent)
    : QObject(parent)
    , m_preferences(preferences)
    , m_passwords(passwords)
{
    const auto remembered = m_preferences.connections();
    for (const ConnectionSettings& settings : remembered)
        m_all << choiceOf(settings);
}

QString SavedConnections::keyOf(const ConnectionChoice& choice)
{
    return u"typed: "_s + choice.displayName();
}

bool SavedConnections::has(const QString& key) const
{
    return std::any_of(m_all.cbegin(), m_all.cend(), [&key](const ConnectionChoice& choice) {
        return keyOf(choice) == key;
    });
}

void SavedConnections::add(const ConnectionChoice& choice, bool keepsPassword)
{
    const auto forgotten = m_preferences.rememberConnection(choice.settings);
    for (const ConnectionSettings& settings : forgotten)
        saveOrRemove(settings, false);
    saveOrRemove(choice.settings, keepsPassword);
    const QString key = keyOf(choice);
    m_all.removeIf([&key](const ConnectionChoice& other) { return keyOf(other) == key; });
    m_all.prepend(choice);
}

void SavedConnections::remove(const QString& key, const QList<ConnectionSettings>& others)
{
    QList<ConnectionSettings> removed;
    // Several connections may share a display name and differ in other settings.
    const auto remembered = m_preferences.connections();
    for (const ConnectionSettings& settings : remembered) {
        if (keyOf(choiceOf(settings)) == key)
            removed << settings;
    }
    m_all.removeIf([&key](const ConnectionChoice& choice) { return keyOf(choice) == key; });
    const auto isUsedByOthers = [&others](const ConnectionSettings& settings, auto settingsOf) {
        return std::any_of(others.cbegin(), others.cend(), [&](const ConnectionSettings& other) {
            return passwordKey(settingsOf(other)) == passwordKey(settings);
        });
    };
    for (const ConnectionSettings& settings : std::as_const(removed)) {
        m_preferences.forgetConnection(settings);
        const auto itself = [](const ConnectionSettings& other) { return other; };
        if (!isUsedByOthers(settings, itself))
            saveOrRemove(settings, false);
        const auto reader = [](const ConnectionSettings& other) { return readerSettings(other); };
        if (!isUsedByOthers(reader(settings), reader))
            saveOrRemove(reader(settings), false);
    }
}

void SavedConnections::takePassword(const QString& key, const QString& password)
{
    for (ConnectionChoice& choice : m_all) {
        if (keyOf(choice) == key)
            choice.settings.keywords.insert(u"password"_s, password);
    }
}

void SavedConnections::saveOrRemove(const ConnectionSettings& settings, bool keeps)
{
    saveOrRemovePassword(
        m_passwords, m_preferences, this, settings, keeps,
        [this](const UserMessage& problem) { Q_EMIT keyringFailed(problem); });
}

} // namespace faultline
