// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/PasswordStore.h"

#include "session/Preferences.h"

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QString passwordKey(const ConnectionSettings& settings)
{
    const auto value = [&settings](const QString& keyword, const QString& otherwise) {
        const QString given = settings.keywords.value(keyword);
        return given.isEmpty() ? otherwise : given;
    };
    const QString host = value(u"host"_s, value(u"hostaddr"_s, u"localhost"_s));
    return value(u"user"_s, QString()) + u'@' + host + u':' + value(u"port"_s, u"5432"_s) + u'/'
           + value(u"dbname"_s, QString());
}

void saveOrRemovePassword(
    PasswordStore& passwords, Preferences& preferences, QObject* context,
    const ConnectionSettings& settings, bool keeps, std::function<void(const UserMessage&)> failed)
{
    const QString key = passwordKey(settings);
    const QString password = settings.keywords.value(u"password"_s);
    const bool wasSaved = preferences.keepsPassword(key);
    // Don't mention the keyring to users who never asked for it.
    if (keeps ? password.isEmpty() : !wasSaved)
        return;
    // Assume it is saved until the keyring says otherwise, so that it can be removed.
    preferences.rememberKeepsPassword(key, true);
    const auto ended = [&preferences, key, keeps, wasSaved,
                        failed = std::move(failed)](const Result<void>& result) {
        preferences.rememberKeepsPassword(key, result ? keeps : wasSaved);
        if (!result)
            failed(result.error());
    };
    if (keeps)
        passwords.save(context, key, password, ended);
    else
        passwords.remove(context, key, ended);
}

} // namespace faultline
