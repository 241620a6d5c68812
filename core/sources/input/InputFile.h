// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>

#include <span>

namespace faultline {

/// Whether an error is about a file that can't be read, or not any more, and so no reason to stop
/// with the other files of a folder.
bool concernsOneFile(const UserMessage& error);

/// Whether there is nothing at `path`, and not only nothing that may be read.
bool isFileGone(const QString& path);

/// A regular file that is open for reading at any position. It is never mapped into memory: a
/// mapped file that somebody truncates kills the process. Positions and sizes in bytes.
/// Reading from several threads at once is safe.
class InputFile
{
public:
    /// Fails for anything that isn't a readable regular file, without waiting for a FIFO's writer.
    static Result<InputFile> open(const QString& path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;

    const QString& path() const { return m_path; }
    /// Its size when it was opened. It may have grown since.
    qint64 size() const { return m_size; }
    /// Which file of the system it is, whatever its name; only while it is open or known to exist.
    struct SystemId
    {
        quint64 device = 0;
        quint64 inode = 0;

        bool operator==(const SystemId&) const = default;
    };
    SystemId systemId() const { return m_systemId; }
    /// When it was last written, as its file system says: milliseconds since 1970. A hint at best.
    qint64 modifiedMs() const { return m_modifiedMs; }
    /// Its size now; -1 when that can't be told.
    qint64 currentSize() const;

    /// Fills as much of `buffer` as the file has from `position`; gives the number of bytes, which
    /// is less only at the end of the file.
    Result<qint64> read(qint64 position, std::span<char> buffer) const;
    /// The same, where less is an error: the file became shorter while it was read.
    Result<void> readExactly(qint64 position, std::span<char> buffer) const;

private:
    InputFile(QString path, int descriptor, qint64 size, qint64 modifiedMs, SystemId systemId);

    QString m_path;
    int m_descriptor = -1;
    qint64 m_size = 0;
    qint64 m_modifiedMs = 0;
    SystemId m_systemId;
};

} // namespace faultline
