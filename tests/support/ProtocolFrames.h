// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace faultline {

/// One message of PostgreSQL's protocol: its type, 0 for those that open a connection, and the
/// first bytes of what follows its length.
/// https://www.postgresql.org/docs/15/protocol-message-formats.html
struct ProtocolMessage
{
    char type = 0;
    QByteArray body;

    /// It asks the server for a COMMIT and nothing else.
    bool isCommit() const;
    /// It asks for encryption, which is answered with a single byte.
    bool asksForEncryption() const;
};

/// Finds the messages in one direction of a connection, in whatever pieces the bytes come.
class ProtocolFrames
{
public:
    enum class Side { Client, Server };

    explicit ProtocolFrames(Side side)
        : m_isOpening(side == Side::Client)
    {}

    struct Taken
    {
        qsizetype bytes = 0;
        std::optional<ProtocolMessage> message; ///< The one that ends with the last of the bytes.
    };
    /// Takes bytes to the end of the next message, or all of them where it is still to come.
    Taken take(QByteArrayView bytes);

    /// The client asked for encryption: what comes next is the server's answer to that.
    void expectSingleByte() { m_isSingleByte = true; }

private:
    qsizetype headerBytes() const { return m_isOpening ? 4 : 5; }
    ProtocolMessage finish();

    bool m_isOpening; ///< Messages without a type, until the one that starts the session.
    bool m_isSingleByte = false;
    QByteArray m_header;
    QByteArray m_body;
    qsizetype m_bodyBytesLeft = 0;
};

} // namespace faultline
