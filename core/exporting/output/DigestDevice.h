// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCryptographicHash>
#include <QIODevice>

namespace faultline {

/// Forwards what is written to another device, and computes its SHA-256.
class DigestDevice : public QIODevice
{
public:
    explicit DigestDevice(QIODevice& target)
        : m_target(target)
    {
        open(QIODevice::WriteOnly | QIODevice::Unbuffered);
    }

    QByteArray sha256() const { return m_hash.result().toHex(); }

protected:
    qint64 readData(char*, qint64) override { return -1; }
    qint64 writeData(const char* data, qint64 size) override
    {
        const qint64 written = m_target.write(data, size);
        if (written > 0)
            m_hash.addData(QByteArrayView(data, written));
        else
            setErrorString(m_target.errorString());
        return written;
    }

private:
    QIODevice& m_target;
    QCryptographicHash m_hash{QCryptographicHash::Sha256};
};

} // namespace faultline
