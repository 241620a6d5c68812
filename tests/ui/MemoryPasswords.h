// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "session/PasswordKeeper.h"

#include <QMap>
#include <QObject>

#include <optional>

namespace faultline {

/// Keeps passwords in memory, for tests without a desktop's keyring. With a problem it answers
/// everything with that.
class MemoryPasswords : public PasswordKeeper
{
public:
    using Passwords = QMap<QString, QString>;
    Passwords passwords;
    std::optional<UserMessage> problem;

    void reach(QObject* context, Done done) override
    {
        later(context, [this, done] { done(outcome()); });
    }
    void find(QObject* context, const QString& key, Found found) override
    {
        later(context, [this, key, found] {
            found(problem ? Result<QString>(*problem) : Result<QString>(passwords.value(key)));
        });
    }
    void keep(QObject* context, const QString& key, const QString& password, Done done) override
    {
        later(context, [this, key, password, done] {
            if (!problem)
                passwords.insert(key, password);
            done(outcome());
        });
    }
    void remove(QObject* context, const QString& key, Done done) override
    {
        later(context, [this, key, done] {
            if (!problem)
                passwords.remove(key);
            done(outcome());
        });
    }

private:
    Result<void> outcome() const { return problem ? Result<void>(*problem) : Result<void>(); }
    template<typename Work>
    static void later(QObject* context, Work work)
    {
        QMetaObject::invokeMethod(context, work, Qt::QueuedConnection);
    }
};

} // namespace faultline
