// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QIODevice>
#include <QStringView>

#include <optional>

namespace faultline {

/// The code of the message that a file can't be written.
inline constexpr QStringView kWriteCode = u"write";

/// Collects what is written to a device, and passes it on in large blocks. The first failed write
/// is kept and returned by every later call.
class OutputBuffer
{
public:
    explicit OutputBuffer(QIODevice& device);

    /// For appending.
    QByteArray& bytes() { return m_bytes; }
    OutputBuffer& operator<<(QByteArrayView text)
    {
        m_bytes += text;
        return *this;
    }
    OutputBuffer& operator<<(QStringView text)
    {
        m_bytes += text.toUtf8();
        return *this;
    }

    /// Passes on what has accumulated if it is enough.
    Result<void> flushIfFull();
    /// Passes everything on, and flushes a file.
    Result<void> flush();

private:
    Result<void> writeOut();
    UserMessage failure(const QString& why) const;

    QIODevice& m_device;
    QByteArray m_bytes;
    std::optional<UserMessage> m_failure;
};

} // namespace faultline
