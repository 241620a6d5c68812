// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderAccess.h"

#include "database/reader/ReaderRole.h"
#include "database/schema/DatabaseCheck.h"

#include <QCoreApplication>
#include <QRandomGenerator>
#include <QUrl>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReaderAccess)
};

UserMessage missing(const ConnectionSettings& settings, const ReaderStatus& status)
{
    UserMessage message =
        UserMessage::error(Text::tr("The read-only role for queries doesn't exist yet"))
            .because(Text::tr("Your own queries run as a role that can't change anything. This "
                              "server has no role “%1”.")
                         .arg(QString::fromLatin1(kReaderRole)))
            .at(settings.displayName())
            .withCode(u"reader-missing"_s);
    return message.withRemedy(
        status.canBeCreated ? Text::tr("Create it now, with a password that Faultline generates.")
                            : Text::tr("Ask an administrator of the server to create it."));
}

UserMessage mayNotLogIn(const ConnectionSettings& settings)
{
    return UserMessage::error(Text::tr("The role for queries may not log in"))
        .because(
            Text::tr("The role “%1” exists, but an administrator took away its right to log in.")
                .arg(QString::fromLatin1(kReaderRole)))
        .at(settings.displayName())
        .withRemedy(Text::tr("Ask an administrator of the server to run: ALTER ROLE %1 LOGIN;")
                        .arg(QString::fromLatin1(kReaderRole)))
        .withCode(u"reader-login"_s);
}

UserMessage lacksRights(const ConnectionSettings& settings)
{
    return UserMessage::error(Text::tr("The role for queries may not read this database yet"))
        .because(Text::tr("The role “%1” exists, but it may not read some tables or views.")
                     .arg(QString::fromLatin1(kReaderRole)))
        .at(settings.displayName())
        .withRemedy(Text::tr("Grant access now."))
        .withCode(u"reader-rights"_s);
}

bool wantsPassword(const UserMessage& error)
{
    return error.code == "28P01"_L1 || error.code == "no-password"_L1 || error.code == "28000"_L1;
}

UserMessage passwordWanted(const ConnectionSettings& settings, const UserMessage& cause)
{
    return UserMessage::error(Text::tr("The role for queries needs its password"))
        .because(cause.why)
        .at(settings.displayName())
        .withRemedy(Text::tr("Enter it, or set a new one."))
        .withCode(u"reader-password"_s);
}

// With the person's own connection.
Result<void> readyReader(Connection& connection)
{
    const auto status = readerStatus(connection);
    if (!status)
        return status.error();
    if (!status->exists)
        return missing(connection.settings(), *status);
    if (!status->mayLogIn)
        return mayNotLogIn(connection.settings());
    if (status->isReady() || status->isPowerful)
        return {}; // a role that may do too much is reported when it is used
    if (!connection.settings().isLocalServer)
        return lacksRights(connection.settings());
    return createReader(connection, {});
}

} // namespace

ConnectionSettings readerSettings(const ConnectionSettings& settings, const QString& password)
{
    ConnectionSettings reader = settings;
    const QString user = QString::fromLatin1(kReaderRole);
    // Another role's password is useless here.
    if (settings.keywords.value(u"user"_s) != user)
        reader.keywords.remove(u"password"_s);
    reader.keywords.insert(u"user"_s, user);
    if (!password.isEmpty())
        reader.keywords.insert(u"password"_s, password);
    return reader;
}

Result<ConnectionSettings> reachReader(const ConnectionSettings& own, const QString& password)
{
    {
        auto connection = Connection::open(own);
        if (!connection)
            return explainConnectionFailure(connection.error(), own);
        const auto harmless = checkHarmless(*connection);
        if (harmless)
            return own;
        if (harmless.error().code != "reader-powerful"_L1)
            return harmless.error();
        if (const auto ready = readyReader(*connection); !ready)
            return ready.error();
    }
    const ConnectionSettings reader = readerSettings(own, password);
    auto connection = Connection::open(reader);
    if (!connection) {
        return wantsPassword(connection.error())
                   ? passwordWanted(reader, connection.error())
                   : explainConnectionFailure(connection.error(), reader);
    }
    if (const auto set = setUpReaderSession(*connection); !set)
        return set.error();
    if (const auto harmless = checkHarmless(*connection); !harmless)
        return harmless.error();
    return reader;
}

ReaderAddress readerAddress(const Connection& connection)
{
    const auto text = [](const char* value) { return QString::fromUtf8(value ? value : ""); };
    ReaderAddress address;
    address.host = text(PQhost(connection.handle()));
    address.port = text(PQport(connection.handle()));
    address.database = text(PQdb(connection.handle()));
    address.user = QString::fromLatin1(kReaderRole);
    address.sslMode = connection.settings().keywords.value(u"sslmode"_s);
    return address;
}

QString ReaderAddress::uri() const
{
    const auto encoded = [](const QString& part) {
        return QString::fromLatin1(QUrl::toPercentEncoding(part));
    };
    // The slashes of a socket's directory are encoded, because it takes the place of a host.
    QString uri = u"postgresql://"_s + encoded(user) + u'@' + encoded(host);
    if (!port.isEmpty())
        uri += u':' + encoded(port);
    uri += u'/' + encoded(database);
    if (!sslMode.isEmpty())
        uri += u"?sslmode="_s + encoded(sslMode);
    return uri;
}

QString ReaderAddress::keywords() const
{
    QStringList parts;
    const auto add = [&parts](const QString& keyword, QString value) {
        if (value.isEmpty())
            return;
        value.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
        const bool isPlain = !value.contains(u' ') && !value.contains(u'\\');
        parts << keyword + u'=' + (isPlain ? value : u'\'' + value + u'\'');
    };
    add(u"host"_s, host);
    add(u"port"_s, port);
    add(u"dbname"_s, database);
    add(u"user"_s, user);
    add(u"sslmode"_s, sslMode);
    return parts.join(u' ');
}

QString newReaderPassword()
{
    // 24 of 62 characters: as hard to guess as a 142-bit key.
    constexpr int kLength = 24;
    static const QString characters =
        u"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"_s;
    QString password;
    for (int i = 0; i < kLength; ++i) {
        password +=
            characters.at(QRandomGenerator::system()->bounded(static_cast<int>(characters.size())));
    }
    return password;
}

} // namespace faultline
