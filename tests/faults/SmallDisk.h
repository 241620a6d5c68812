// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>
#include <QTemporaryDir>

#include <memory>

namespace faultline {

/// A disk in memory that is soon full. Only this program and those that it starts afterwards see
/// it: it is gone with them, however they end. Needs the right to mount; all of it is for the main
/// thread.
class SmallDisk
{
public:
    /// Empty, and the property of the user that a temporary server runs as.
    static Result<std::unique_ptr<SmallDisk>> mount(qint64 bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    QString path() const { return m_directory.path(); }
    /// Fills it with something useless until so many bytes are free, or fewer.
    bool fillUpTo(qint64 freeBytes);
    /// Takes away what it was filled with.
    bool makeRoom();

private:
    SmallDisk() = default;

    QTemporaryDir m_directory{QStringLiteral("/tmp/faultline-disk-XXXXXX")};
    bool m_isMounted = false;
};

} // namespace faultline
