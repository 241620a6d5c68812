// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/ConnectionSecurity.h"
#include "database/schema/DatabaseCheck.h"

#include <libpq-fe.h>

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>

#include <netdb.h>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DatabaseCheck)
};

// A keyword's value as libpq will use it, including the environment.
QString effective(const ConnectionSettings& settings, const QString& keyword)
{
    if (const QString given = settings.keywords.value(keyword); !given.isEmpty())
        return given;
    // It may come from the service file, which libpq doesn't expose.
    if (settings.keywords.contains(u"service"_s))
        return {};
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> defaults(
        PQconndefaults(), &PQconninfoFree);
    const QByteArray name = keyword.toLatin1();
    for (const PQconninfoOption* option = defaults.get(); option && option->keyword; ++option) {
        if (name == option->keyword && option->val)
            return QString::fromUtf8(option->val);
    }
    return {};
}

// As an SQL identifier that a person can copy.
QString quoted(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

// libpq's message for an unknown name is translated, so look the name up.
bool isUnknownName(const QString& host)
{
    if (host.isEmpty() || host.startsWith(u'/') || host.startsWith(u'@') || host.contains(u','))
        return false;
    addrinfo* found = nullptr;
    const int answer = getaddrinfo(host.toUtf8().constData(), nullptr, nullptr, &found);
    if (answer == 0)
        freeaddrinfo(found);
    return answer != 0;
}

class Explanation
{
public:
    Explanation(const UserMessage& error, const ConnectionSettings& settings)
        : m_error(error)
        , m_settings(settings)
        , m_host(effective(settings, u"host"_s))
        , m_user(effective(settings, u"user"_s))
        , m_database(effective(settings, u"dbname"_s))
    {
        // libpq's rule.
        if (m_database.isEmpty())
            m_database = m_user;
    }

    UserMessage message() const
    {
        const QString& state = m_error.code;
        if (state == u"no-password"_s)
            return noPassword();
        if (state == u"28P01"_s)
            return wrongPassword();
        if (state == u"28000"_s)
            return notLetIn();
        if (state == u"3D000"_s)
            return noDatabase();
        if (state == u"42501"_s)
            return noConnectRight();
        if (state == u"53300"_s)
            return tooManyConnections();
        if (state == u"57P03"_s)
            return notReady();
        if (state.startsWith(u"08"_s))
            return notReached();
        return m_error;
    }

private:
    UserMessage because(const QString& what, const QString& remedy) const
    {
        UserMessage message = m_error;
        message.what = what;
        message.remedy = remedy;
        return message;
    }

    UserMessage noPassword() const
    {
        return because(
            Text::tr("The database server needs a password for \"%1\"").arg(m_user),
            Text::tr("Set it as PG_PASSWORD in the .env file, in ~/.pgpass, or in the connection "
                     "dialog."));
    }

    UserMessage wrongPassword() const
    {
        return because(
            Text::tr("The database server doesn't accept the password for \"%1\"").arg(m_user),
            Text::tr("Check the role's name and the password. A role that doesn't exist gets the "
                     "same answer."));
    }

    UserMessage notLetIn() const
    {
        static const QRegularExpression noRole(u"role \".*\" does not exist"_s);
        if (m_error.why.contains(noRole)) {
            return because(
                Text::tr("The database server has no role \"%1\"").arg(m_user),
                Text::tr("Check the role's name (PG_USER), or ask an administrator to run: CREATE "
                         "ROLE %1 LOGIN PASSWORD '…';")
                    .arg(quoted(m_user)));
        }
        return because(
            Text::tr("The database server refuses access to \"%1\"").arg(m_user),
            Text::tr("Check the names of the role and the database. The server's administrator "
                     "sets in pg_hba.conf which roles may connect from where, and whether they "
                     "need TLS (sslmode)."));
    }

    UserMessage noDatabase() const
    {
        return because(
            Text::tr("The server has no database \"%1\"").arg(m_database),
            Text::tr("Check its name (PG_DB), or create it: CREATE DATABASE %1 OWNER %2 ENCODING "
                     "'UTF8' TEMPLATE template0;")
                .arg(quoted(m_database), quoted(m_user)));
    }

    UserMessage noConnectRight() const
    {
        return because(
            Text::tr("\"%1\" may not connect to the database \"%2\"").arg(m_user, m_database),
            Text::tr("Ask the database's owner to run: GRANT CONNECT ON DATABASE %1 TO %2;")
                .arg(quoted(m_database), quoted(m_user)));
    }

    UserMessage tooManyConnections() const
    {
        return because(
            Text::tr("The database server has no free connection"),
            Text::tr("Try again when other connections have closed, or use fewer workers. The "
                     "administrator can raise max_connections, or this role's CONNECTION LIMIT."));
    }

    UserMessage notReady() const
    {
        return because(
            Text::tr("The database server is starting or stopping"),
            Text::tr("Try again in a moment."));
    }

    UserMessage notReached() const
    {
        if (m_settings.isLocalServer) {
            return because(
                       Text::tr("The local server doesn't answer"),
                       Text::tr("Try again. The server's log, server.log next to its data, says "
                                "what happened."))
                .withCode(u"no-server"_s);
        }
        if (const auto problem = tlsProblem())
            return *problem;
        const QString port = effective(m_settings, u"port"_s);
        if (m_host.startsWith(u'/') && !QFile::exists(m_host + u"/.s.PGSQL."_s + port)) {
            return because(
                       Text::tr("No database server has its socket in %1").arg(m_host),
                       Text::tr("Start the server, or check the folder and the port (%1).")
                           .arg(port))
                .withCode(u"no-server"_s);
        }
        if (isUnknownName(m_host)) {
            return because(
                       Text::tr("The host \"%1\" is unknown").arg(m_host),
                       Text::tr("Check the spelling of the host (PG_HOST), and the network."))
                .withCode(u"unknown-host"_s);
        }
        if (m_error.why.contains(qt_error_string(ECONNREFUSED))) {
            return because(
                       Text::tr("No database server is listening at %1")
                           .arg(m_host.isEmpty() ? m_settings.displayName() : m_host + u':' + port),
                       Text::tr(
                           "Start the server, or check the host and the port (%1). The server's "
                           "setting listen_addresses must allow other machines.")
                           .arg(port))
                .withCode(u"no-server"_s);
        }
        return because(
                   Text::tr("The database server can't be reached"),
                   Text::tr("Check the host, the port and the network, and whether a firewall "
                            "blocks the connection. Or use the local database."))
            .withCode(u"no-server"_s);
    }

    // Why the server's TLS isn't trusted. libpq translates its messages, so this looks only for
    // what is never translated: OpenSSL's reasons, and names.
    std::optional<UserMessage> tlsProblem() const
    {
        const QString mode = effective(m_settings, u"sslmode"_s);
        const bool wantsTls = mode == u"require"_s || mode.startsWith(u"verify-"_s);
        if (m_host.startsWith(u'/') || m_error.why.contains(qt_error_string(ECONNREFUSED)))
            return std::nullopt;
        const QString rootFile = rootCertificateFile(effective(m_settings, u"sslrootcert"_s));
        if (m_error.why.contains(u"certificate verify failed"_s))
            return foreignAuthority(rootFile);
        if (!wantsTls)
            return std::nullopt;
        if (mode != u"require"_s && rootFile != u"system"_s && !QFile::exists(rootFile))
            return noRootCertificate(rootFile);
        if (mode == u"verify-full"_s && isForAnotherName())
            return wrongName();
        // "server does not support SSL, but SSL was required"
        constexpr int kTwice = 2;
        if (m_error.why.count(u"SSL"_s) >= kTwice)
            return noTls(mode);
        return std::nullopt;
    }

    // A line names the address, and then the host that the certificate isn't for.
    bool isForAnotherName() const
    {
        const QRegularExpression named(
            u"[^\\w\\s]\\s?%1\\s?[^\\w\\s]"_s.arg(QRegularExpression::escape(m_host)),
            QRegularExpression::UseUnicodePropertiesOption);
        const qsizetype asConnectedTo = effective(m_settings, u"hostaddr"_s).isEmpty() ? 1 : 0;
        const QStringList lines = m_error.why.split(u'\n');
        return std::any_of(lines.cbegin(), lines.cend(), [&](const QString& line) {
            return line.count(named) > asConnectedTo;
        });
    }

    UserMessage foreignAuthority(const QString& rootFile) const
    {
        return because(
                   Text::tr(
                       "The server's certificate comes from an authority that isn't trusted here"),
                   Text::tr("Ask the server's administrator for their authority's certificate, and "
                            "set it as sslrootcert (now: %1). Until then, don't give your password "
                            "to this server: it may be an impostor.")
                       .arg(rootFile))
            .withCode(u"tls-authority"_s);
    }

    UserMessage wrongName() const
    {
        return because(
                   Text::tr("The server's certificate isn't for \"%1\"").arg(m_host),
                   Text::tr("Set the host (PG_HOST) to the name in the certificate, or ask the "
                            "administrator for a certificate for this name. If neither helps, the "
                            "server may be an impostor."))
            .withCode(u"tls-name"_s);
    }

    UserMessage noRootCertificate(const QString& rootFile) const
    {
        const QString system =
            knowsSystemCertificates()
                ? u' '
                      + Text::tr(
                          "sslrootcert=system uses the certificates that this machine trusts.")
                : QString();
        return because(
                   Text::tr("There is no root certificate to check the server's certificate with"),
                   Text::tr("Save the certificate of the server's authority as %1, or set another "
                            "file as sslrootcert.")
                           .arg(rootFile)
                       + system)
            .withCode(u"tls-no-authority"_s);
    }

    UserMessage noTls(const QString& mode) const
    {
        return because(
                   Text::tr("The server can't encrypt the connection"),
                   Text::tr("Ask its administrator to turn TLS on (ssl = on). Without it, "
                            "sslmode=%1 refuses to connect.")
                       .arg(mode))
            .withCode(u"tls-missing"_s);
    }

    const UserMessage& m_error;
    const ConnectionSettings& m_settings;
    QString m_host;
    QString m_user;
    QString m_database;
};

} // namespace

UserMessage explainConnectionFailure(const UserMessage& error, const ConnectionSettings& settings)
{
    return Explanation(error, settings).message();
}

} // namespace faultline
