// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <libpq-fe.h>

#include <QString>

#include <optional>

namespace faultline {

/// What protects a connection on its way, as it was negotiated and not as it was wished for.
struct ConnectionSecurity
{
    enum class Verified {
        Nothing,     ///< Encrypted perhaps, but by whom?
        Certificate, ///< It comes from an authority that is trusted here.
        Name         ///< And it is for the host that was asked for.
    };

    bool viaSocket = false;
    bool toThisMachine = false; ///< By TCP, over the loopback interface.
    bool encrypted = false;
    QString tlsProtocol; ///< "TLSv1.3", or empty.
    Verified verified = Verified::Nothing;

    /// Of an open connection.
    static ConnectionSecurity of(PGconn* connection);

    /// For people: "TLS 1.3, server verified", "not encrypted", "TLS not needed (socket)".
    QString text() const;
    /// When somebody on the way could read or change what goes over it: says so.
    std::optional<UserMessage> warning() const;
};

/// The file with the certificates of trusted authorities that libpq uses for these settings, or
/// "system"; it need not be there. `given` is sslrootcert, and may be empty.
QString rootCertificateFile(const QString& given);

/// Whether sslrootcert=system, the certificates that the operating system trusts, can be used.
bool knowsSystemCertificates();

} // namespace faultline
