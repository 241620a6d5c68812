// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QIODevice>
#include <QStringView>

#include <optional>

namespace faultline {

/// The code of a message that says a file can't be written.
inline constexpr QStringView kWriteCode = u"write";

/// Gathers what is written to a device, and hands it over in large pieces. The first failed write
/// is kept and returned by every later call.
class OutputBuffer
{
public:
    explicit OutputBuffer(QIODevice& device);

    /// To be appended to.
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

    /// Hands over what has gathered, once it is enough to be worth it.
    Result<void> pass();
    /// Hands everything over, and has a file do so too.
    Result<void> flush();

private:
    Result<void> writeOut();
    UserMessage failure(const QString& why) const;

    QIODevice& m_device;
    QByteArray m_bytes;
    std::optional<UserMessage> m_failure;
};

} // namespace faultline
