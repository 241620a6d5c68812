// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace faultline {

/// One message of PostgreSQL's protocol: its type, 0 for those that open a connection, and the
/// first bytes after its length. https://www.postgresql.org/docs/15/protocol-message-formats.html
struct ProtocolMessage
{
    char type = 0;
    QByteArray body;

    /// It is a COMMIT and nothing else.
    bool isCommit() const;
    /// It requests encryption, which is answered with a single byte.
    bool asksForEncryption() const;
};

/// Finds the messages in one direction of a connection, however the bytes are split.
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
        std::optional<ProtocolMessage> message; ///< The message that ends with the last of the
                                                ///< bytes.
    };
    /// Consumes bytes to the end of the next message, or all of them if it is incomplete.
    Taken take(QByteArrayView bytes);

    /// The client requested encryption: the next byte is the server's answer.
    void expectSingleByte() { m_isSingleByte = true; }

private:
    qsizetype headerBytes() const { return m_isOpening ? 4 : 5; }
    ProtocolMessage finish();

    bool m_isOpening; ///< Messages have no type until the one that starts the session.
    bool m_isSingleByte = false;
    QByteArray m_header;
    QByteArray m_body;
    qsizetype m_bodyBytesLeft = 0;
};

} // namespace faultline
