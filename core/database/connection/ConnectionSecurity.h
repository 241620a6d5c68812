// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <libpq-fe.h>

#include <QString>

#include <optional>

namespace faultline {

/// How a connection is protected: what was negotiated, not what was requested.
struct ConnectionSecurity
{
    enum class Verified {
        Nothing,     ///< Perhaps encrypted, but the peer is unknown.
        Certificate, ///< Issued by an authority that is trusted here.
        Name         ///< Also issued for the requested host.
    };

    bool viaSocket = false;
    bool toThisMachine = false; ///< By TCP, over the loopback interface.
    bool encrypted = false;
    QString tlsProtocol; ///< "TLSv1.3", or empty.
    Verified verified = Verified::Nothing;

    /// Of an open connection.
    static ConnectionSecurity of(PGconn* connection);

    /// For people: "TLS 1.3, server verified", "not encrypted", "encryption not needed (local)".
    QString text() const;
    /// Set if someone on the network could read or change the traffic.
    std::optional<UserMessage> warning() const;
};

/// The root certificate file that libpq uses for these settings, or "system". It need not exist.
/// `given` is sslrootcert and may be empty.
QString rootCertificateFile(const QString& given);

/// Whether libpq supports sslrootcert=system, the operating system's trusted certificates.
bool knowsSystemCertificates();

} // namespace faultline
