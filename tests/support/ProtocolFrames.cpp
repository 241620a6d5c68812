// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/ProtocolFrames.h"

#include <QtEndian>

#include <algorithm>

namespace faultline {

namespace {

constexpr qsizetype kKeptBodyBytes = 64;
constexpr quint32 kSslRequest = 80877103;
constexpr quint32 kGssEncryptionRequest = 80877104;
constexpr quint32 kCancelRequest = 80877102;

quint32 requestCode(const QByteArray& body)
{
    return body.size() < 4 ? 0 : qFromBigEndian<quint32>(body.constData());
}

} // namespace

bool ProtocolMessage::isCommit() const
{
    using namespace Qt::Literals::StringLiterals;
    // A Parse message begins with the statement's name; libpq's is empty.
    return (type == 'Q' && body == "COMMIT\0"_ba)
           || (type == 'P' && body.startsWith("\0COMMIT\0"_ba));
}

bool ProtocolMessage::asksForEncryption() const
{
    const quint32 code = requestCode(body);
    return type == 0 && (code == kSslRequest || code == kGssEncryptionRequest);
}

ProtocolFrames::Taken ProtocolFrames::take(QByteArrayView bytes)
{
    Taken taken;
    if (m_isSingleByte && !bytes.isEmpty()) {
        m_isSingleByte = false;
        taken.bytes = 1;
        taken.message = ProtocolMessage{bytes.front(), {}};
        return taken;
    }
    if (m_header.size() < headerBytes()) {
        const qsizetype count = std::min(headerBytes() - m_header.size(), bytes.size());
        m_header += bytes.first(count);
        taken.bytes = count;
        if (m_header.size() < headerBytes())
            return taken;
        // The length includes itself.
        m_bodyBytesLeft = qFromBigEndian<qint32>(m_header.constData() + headerBytes() - 4) - 4;
    }
    const QByteArrayView rest = bytes.sliced(taken.bytes);
    const qsizetype count = std::min(m_bodyBytesLeft, rest.size());
    m_body += rest.first(std::min(count, kKeptBodyBytes - m_body.size()));
    m_bodyBytesLeft -= count;
    taken.bytes += count;
    if (m_bodyBytesLeft == 0)
        taken.message = finish();
    return taken;
}

ProtocolMessage ProtocolFrames::finish()
{
    ProtocolMessage message{m_isOpening ? '\0' : m_header.front(), m_body};
    if (m_isOpening)
        m_isOpening = message.asksForEncryption() || requestCode(m_body) == kCancelRequest;
    m_header.clear();
    m_body.clear();
    return message;
}

} // namespace faultline
