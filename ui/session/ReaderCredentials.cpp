// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/ReaderCredentials.h"

#include "database/reader/ReaderAccess.h"
#include "session/DatabaseController.h"
#include "session/PasswordStore.h"
#include "session/Preferences.h"

#include <mutex>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

struct ReaderCredentials::Found
{
    std::mutex mutex;
    std::optional<ConnectionSettings> settings;
};

ReaderCredentials::ReaderCredentials(
    const DatabaseController& database, Preferences& preferences, PasswordStore& passwords,
    QObject* parent)
    : QObject(parent)
    , m_database(database)
    , m_preferences(preferences)
    , m_passwords(passwords)
    , m_found(std::make_shared<Found>())
{
    connect(&database, &DatabaseController::stateChanged, this, [this] { takeDatabase(); });
}

void ReaderCredentials::takeDatabase()
{
    const auto own = m_database.access() ? std::optional(m_database.access()->settings())
                                         : std::optional<ConnectionSettings>();
    // None while a database is being reopened.
    if (!own || own == m_own)
        return;
    m_own = own;
    m_password.clear();
    forget();
    const QString key = passwordKey(readerSettings(*own));
    if (!m_preferences.keepsPassword(key))
        return;
    m_passwords.find(this, key, [this, own](const Result<QString>& password) {
        if (password && own == m_own && m_password.isEmpty())
            m_password = *password;
    });
}

ReaderCredentials::Finder ReaderCredentials::finder() const
{
    return [own = m_own, password = m_password, found = m_found]() -> Result<ConnectionSettings> {
        if (!own)
            return UserMessage::error(tr("No database is open")).withCode(u"no-database"_s);
        const std::scoped_lock lock(found->mutex);
        if (found->settings)
            return *found->settings;
        auto reader = reachReader(*own, password);
        if (reader)
            found->settings = *reader;
        return reader;
    };
}

void ReaderCredentials::setPassword(const QString& password, bool keeps)
{
    m_password = password;
    forget();
    if (!m_own)
        return;
    saveOrRemovePassword(
        m_passwords, m_preferences, this, readerSettings(*m_own, password), keeps,
        [this](const UserMessage& problem) { Q_EMIT keyringFailed(problem); });
}

bool ReaderCredentials::keepsPassword() const
{
    return m_own && m_preferences.keepsPassword(passwordKey(readerSettings(*m_own)));
}

void ReaderCredentials::forget()
{
    m_found = std::make_shared<Found>();
}

} // namespace faultline
