// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/output/OutputBuffer.h"

#include <QCoreApplication>
#include <QFileDevice>

#include <algorithm>

namespace faultline {

namespace {

constexpr qsizetype kBufferBytes = 65'536;

} // namespace

OutputBuffer::OutputBuffer(QIODevice& device)
    : m_device(device)
{
    m_bytes.reserve(kBufferBytes + 4096);
}

Result<void> OutputBuffer::flushIfFull()
{
    return m_bytes.size() < kBufferBytes && !m_failure ? Result<void>() : writeOut();
}

Result<void> OutputBuffer::writeOut()
{
    // A partial write to a full disk gives no reason; only the next write does.
    qsizetype written = 0;
    while (!m_failure && written < m_bytes.size()) {
        const qint64 count =
            m_device.write(m_bytes.constData() + written, m_bytes.size() - written);
        written += std::max<qint64>(count, 0);
        if (count <= 0)
            m_failure = failure(m_device.errorString());
    }
    m_bytes.clear();
    if (m_failure)
        return *m_failure;
    return {};
}

Result<void> OutputBuffer::flush()
{
    if (auto written = writeOut(); !written)
        return written;
    if (auto* file = qobject_cast<QFileDevice*>(&m_device); file != nullptr && !file->flush()) {
        m_failure = failure(file->errorString());
        return *m_failure;
    }
    return {};
}

UserMessage OutputBuffer::failure(const QString& why) const
{
    return UserMessage::error(
               QCoreApplication::translate("OutputBuffer", "The file can't be written"))
        .because(why)
        .withCode(kWriteCode.toString());
}

} // namespace faultline
