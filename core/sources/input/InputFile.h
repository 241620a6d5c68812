// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>

#include <span>

namespace faultline {

/// Whether an error concerns a single file, so that the other files of a folder can still be
/// loaded.
bool concernsOneFile(const UserMessage& error);

/// Whether nothing exists at `path`, rather than something unreadable.
bool isFileGone(const QString& path);

/// A regular file that is open for reading at any position. It is never mapped into memory:
/// truncating a mapped file kills the process. Positions and sizes are in bytes. Several threads
/// may read from it at once.
class InputFile
{
public:
    /// Fails for anything that isn't a readable regular file, without waiting for a FIFO's writer.
    static Result<InputFile> open(const QString& path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;

    const QString& path() const { return m_path; }
    /// Its size when it was opened; it may have grown since.
    qint64 size() const { return m_size; }
    /// Identifies the file whatever its name; only while it is open or known to exist.
    struct SystemId
    {
        quint64 device = 0;
        quint64 inode = 0;

        bool operator==(const SystemId&) const = default;
    };
    SystemId systemId() const { return m_systemId; }
    /// When it was last written, according to its file system: milliseconds since 1970. Only a
    /// hint.
    qint64 modifiedMs() const { return m_modifiedMs; }
    /// Its size now; -1 if unknown.
    qint64 currentSize() const;

    /// Fills `buffer` from `position`; returns the number of bytes, which is smaller only at the
    /// end of the file.
    Result<qint64> read(qint64 position, std::span<char> buffer) const;
    /// The same, but fewer bytes are an error: the file became shorter while it was being read.
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
