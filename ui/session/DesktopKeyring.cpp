// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/DesktopKeyring.h"

#include "session/BackgroundTask.h"

#include <qt6keychain/keychain.h>

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusReply>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kService = u"org.faultline.Faultline"_s; // shown in the keyring as the owner

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DesktopKeyring)
};

UserMessage noKeyring(const QString& why)
{
    return UserMessage::error(Text::tr("No keyring is available for the password"))
        .because(why)
        .withRemedy(Text::tr("Start your desktop's keyring (GNOME Keyring, KWallet, KeePassXC), or "
                             "enter the password each time."))
        .withCode(u"no-keyring"_s);
}

UserMessage problemOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return noKeyring(job.errorString());
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return UserMessage::error(Text::tr("The keyring denied access to Faultline"))
            .because(job.errorString())
            .withRemedy(
                Text::tr("Unlock the keyring and allow access, or enter the password each time."))
            .withCode(u"keyring-denied"_s);
    default:
        return UserMessage::error(Text::tr("The keyring can't be used"))
            .because(job.errorString())
            .withRemedy(
                Text::tr("Check that the keyring is unlocked, or enter the password each time."))
            .withCode(u"keyring"_s);
    }
}

// Looks for running or startable services. Querying a password could open a dialog.
Result<void> lookForKeyring()
{
    static const QStringList services{
        u"org.freedesktop.secrets"_s, u"org.kde.kwalletd5"_s, u"org.kde.kwalletd6"_s};
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return noKeyring(Text::tr("This session has no message bus (D-Bus)."));
    const QStringList running = bus.interface()->registeredServiceNames();
    const QStringList startable = bus.interface()->activatableServiceNames();
    const bool found = std::any_of(services.cbegin(), services.cend(), [&](const QString& service) {
        return running.contains(service) || startable.contains(service);
    });
    if (found)
        return {};
    return noKeyring(Text::tr("No keyring is running in this session."));
}

// The job deletes itself; `ended` is called unless `context` no longer exists.
template<typename Ended>
void start(QKeychain::Job* job, const QString& key, QObject* context, Ended ended)
{
    job->setKey(key);
    // Overrides any user setting: the fallback writes passwords to a plain file.
    job->setInsecureFallback(false);
    QObject::connect(job, &QKeychain::Job::finished, context, ended);
    job->start();
}

void startAndTell(
    QKeychain::Job* job, const QString& key, QObject* context, PasswordStore::Done done)
{
    start(job, key, context, [done = std::move(done)](const QKeychain::Job* ended) {
        const bool ok =
            ended->error() == QKeychain::NoError || ended->error() == QKeychain::EntryNotFound;
        done(ok ? Result<void>() : Result<void>(problemOf(*ended)));
    });
}

} // namespace

void DesktopKeyring::checkAvailable(QObject* context, Done done)
{
    runInBackground(context, &lookForKeyring, std::move(done));
}

void DesktopKeyring::find(QObject* context, const QString& key, Found found)
{
    auto* job = new QKeychain::ReadPasswordJob(kService);
    start(job, key, context, [job, found = std::move(found)](const QKeychain::Job*) {
        if (job->error() == QKeychain::NoError)
            found(job->textData());
        else if (job->error() == QKeychain::EntryNotFound)
            found(QString());
        else
            found(problemOf(*job));
    });
}

void DesktopKeyring::save(QObject* context, const QString& key, const QString& password, Done done)
{
    auto* job = new QKeychain::WritePasswordJob(kService);
    job->setTextData(password);
    startAndTell(job, key, context, std::move(done));
}

void DesktopKeyring::remove(QObject* context, const QString& key, Done done)
{
    startAndTell(new QKeychain::DeletePasswordJob(kService), key, context, std::move(done));
}

} // namespace faultline
