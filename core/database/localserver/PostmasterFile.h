// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace faultline {

/// What a running server writes about itself into its data directory (postmaster.pid), and what a
/// dead one left there. Format: PostgreSQL's src/include/utils/pidfile.h.
class PostmasterFile
{
public:
    /// Empty if there is no such file.
    static std::optional<PostmasterFile> read(const QString& dataDirectory);

    qint64 processId() const { return m_processId; }
    const QString& socketDirectory() const { return m_socketDirectory; }
    /// The server says that it takes connections; only meaningful if it is alive.
    bool isReady() const { return m_isReady; }

    /// Whether the process is there and serves this data directory. A dead process that its parent
    /// didn't clear away, and another that got the same number, are not.
    bool isAlive() const;

    /// Makes the file of a server that isn't alive harmless for the next start. PostgreSQL only
    /// looks whether a process with that number exists, and then refuses to start. The file itself
    /// stays: PostgreSQL finds in it what else may be left of the dead server.
    bool disarm() const;

private:
    PostmasterFile() = default;

    QString m_dataDirectory;
    QString m_socketDirectory;
    qint64 m_processId = 0;
    bool m_isReady = false;
};

} // namespace faultline
