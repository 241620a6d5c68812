// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace faultline {

/// What a running server writes about itself into its data directory (postmaster.pid), and what a
/// crashed one leaves there. Format: PostgreSQL's src/include/utils/pidfile.h.
class PostmasterFile
{
public:
    /// Empty if there is no such file.
    static std::optional<PostmasterFile> read(const QString& dataDirectory);

    qint64 processId() const { return m_processId; }
    const QString& socketDirectory() const { return m_socketDirectory; }
    /// The server says that it accepts connections; only meaningful if it is alive.
    bool isReady() const { return m_isReady; }

    /// Whether the process exists and serves this data directory. A zombie, or another process that
    /// reused the number, doesn't count.
    bool isAlive() const;

    /// Makes a dead server's file harmless for the next start. PostgreSQL only checks whether a
    /// process with that number exists, and then refuses to start. The file itself stays, because
    /// PostgreSQL finds in it what else the dead server may have left.
    bool disarm() const;

private:
    PostmasterFile() = default;

    QString m_dataDirectory;
    QString m_socketDirectory;
    qint64 m_processId = 0;
    bool m_isReady = false;
};

} // namespace faultline
