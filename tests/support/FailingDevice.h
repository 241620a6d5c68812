// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIODevice>

namespace faultline {

/// Accepts writes until write number `failAt` (from 1), which fails like a full disk, and so do all
/// later ones. 0 never fails.
class FailingDevice : public QIODevice
{
public:
    explicit FailingDevice(int failAt = 0)
        : m_failAt(failAt)
    {
        setOpenMode(QIODevice::WriteOnly | QIODevice::Unbuffered);
    }

    const QByteArray& data() const { return m_data; }
    int writes() const { return m_writes; }

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char* bytes, qint64 length) override
    {
        ++m_writes;
        if (m_failAt > 0 && m_writes >= m_failAt) {
            setErrorString(QStringLiteral("No space left on device"));
            return -1;
        }
        m_data.append(bytes, static_cast<qsizetype>(length));
        return length;
    }

private:
    int m_failAt;
    int m_writes = 0;
    QByteArray m_data;
};

} // namespace faultline
