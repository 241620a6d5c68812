// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QCoreApplication>
#include <QString>

#include <memory>

namespace faultline {

/// A lock on a file, held until it is destroyed; the system releases it if the program dies. Each
/// object has its own descriptor, so that locks within one program exclude each other too.
class ServerLock
{
    Q_DECLARE_TR_FUNCTIONS(ServerLock)

public:
    enum class Mode { Shared, Exclusive };

    /// Opens or creates the file and waits for the lock. Fails after `timeoutMs` with the code
    /// "local-busy". A timeout of 0 only tries.
    static Result<std::unique_ptr<ServerLock>>
    acquire(const QString& path, Mode mode, int timeoutMs);

    ~ServerLock();
    ServerLock(const ServerLock&) = delete;
    ServerLock& operator=(const ServerLock&) = delete;

private:
    explicit ServerLock(int descriptor)
        : m_descriptor(descriptor)
    {}

    int m_descriptor;
};

} // namespace faultline
