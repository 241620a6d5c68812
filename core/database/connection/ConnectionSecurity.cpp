// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/connection/ConnectionSecurity.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <memory>
#include <string_view>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kSystemCertificatesSince = 160000; // libpq 16

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionSecurity)
};

// The connection's value for a keyword, from any source.
QString usedValue(PGconn* connection, std::string_view keyword)
{
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfo(connection), &PQconninfoFree);
    for (const PQconninfoOption* option = options.get(); option && option->keyword; ++option) {
        if (keyword == option->keyword && option->val)
            return QString::fromUtf8(option->val);
    }
    return {};
}

ConnectionSecurity::Verified verifiedBy(PGconn* connection)
{
    const QString mode = usedValue(connection, "sslmode");
    if (mode == u"verify-full"_s)
        return ConnectionSecurity::Verified::Name;
    // libpq checks the certificate in every mode, if it has root certificates.
    const QString file = rootCertificateFile(usedValue(connection, "sslrootcert"));
    return mode == u"verify-ca"_s || QFile::exists(file) ? ConnectionSecurity::Verified::Certificate
                                                         : ConnectionSecurity::Verified::Nothing;
}

bool isLoopback(const char* address)
{
    const std::string_view text(address ? address : "");
    return text.starts_with("127.") || text == "::1";
}

} // namespace

ConnectionSecurity ConnectionSecurity::of(PGconn* connection)
{
    ConnectionSecurity security;
    const char* host = PQhost(connection);
    // A path, or an abstract name on Linux.
    security.viaSocket = !host || *host == '\0' || *host == '/' || *host == '@';
    security.toThisMachine = isLoopback(PQhostaddr(connection));
    security.encrypted = PQsslInUse(connection) != 0;
    if (!security.encrypted)
        return security;
    if (const char* protocol = PQsslAttribute(connection, "protocol"))
        security.tlsProtocol = QString::fromLatin1(protocol);
    security.verified = verifiedBy(connection);
    return security;
}

QString ConnectionSecurity::text() const
{
    if (viaSocket)
        return Text::tr("encryption not needed (local)");
    if (!encrypted)
        return toThisMachine ? Text::tr("not encrypted (this machine)") : Text::tr("not encrypted");
    QString protocol = tlsProtocol.isEmpty() ? u"TLS"_s : tlsProtocol;
    protocol.replace(u"TLSv"_s, u"TLS "_s);
    switch (verified) {
    case Verified::Name:
        return Text::tr("%1, server verified").arg(protocol);
    case Verified::Certificate:
        return Text::tr("%1, certificate verified").arg(protocol);
    case Verified::Nothing:
        break;
    }
    return Text::tr("%1, server not verified").arg(protocol);
}

std::optional<UserMessage> ConnectionSecurity::warning() const
{
    if (viaSocket || toThisMachine || encrypted)
        return std::nullopt;
    return UserMessage::warning(Text::tr("The connection to the database isn't encrypted"))
        .because(Text::tr("Anyone on the network path can read and change the data."))
        .withRemedy(Text::tr("Choose sslmode=verify-full, or at least require. The server's "
                             "administrator must also turn TLS on (ssl = on)."))
        .withCode(u"not-encrypted"_s);
}

QString rootCertificateFile(const QString& given)
{
    return given.isEmpty() ? QDir::home().filePath(u".postgresql/root.crt"_s) : given;
}

bool knowsSystemCertificates()
{
    return PQlibVersion() >= kSystemCertificatesSince;
}

} // namespace faultline
