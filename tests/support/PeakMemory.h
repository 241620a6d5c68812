// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QtGlobal>

namespace faultline {

/// The growth of this process's peak memory since this object was created, in bytes; -1 if the
/// system doesn't report it, or a sanitizer needs more than the program. One at a time.
class PeakMemory
{
public:
    PeakMemory()
    {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        // proc(5): resets the peak.
        QFile file(QStringLiteral("/proc/self/clear_refs"));
        m_known = file.open(QIODevice::WriteOnly) && file.write("5") == 1;
        file.close();
#endif
        m_before = kilobytes("VmRSS:");
    }

    qint64 growth() const
    {
        return m_known ? (kilobytes("VmHWM:") - m_before) * 1024 : qint64{-1};
    }

private:
    static qint64 kilobytes(const char* field)
    {
        QFile file(QStringLiteral("/proc/self/status"));
        if (!file.open(QIODevice::ReadOnly))
            return 0;
        const QByteArray status = file.readAll();
        const qsizetype start = status.indexOf(field) + qstrlen(field);
        return status.mid(start, status.indexOf('k', start) - start).trimmed().toLongLong();
    }

    bool m_known = false;
    qint64 m_before = 0;
};

} // namespace faultline
