// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace faultline {

/// A small disk in memory. Only this program and its later children see it, and it vanishes with
/// them, however they end. Needs the right to mount; for the main thread only.
class SmallDisk
{
public:
    /// Empty, and owned by the user that a temporary server runs as.
    static Result<std::unique_ptr<SmallDisk>> mount(qint64 bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    QString path() const { return m_directory.path(); }
    /// Fills it until at most this many bytes are free.
    bool fillUpTo(qint64 freeBytes);
    /// Removes the filling.
    bool makeRoom();

private:
    SmallDisk() = default;

    QTemporaryDir m_directory{QStringLiteral("/tmp/faultline-disk-XXXXXX")};
    bool m_isMounted = false;
};

} // namespace faultline
