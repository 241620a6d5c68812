// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/ContainerKind.h"
#include "sources/input/ContainerLimits.h"
#include "sources/input/InputName.h"
#include "sources/input/OpenFile.h"

#include <QString>

#include <memory>
#include <optional>
#include <span>

namespace faultline {

class DecodedContent;

/// Whether an error concerns a single file, so that the other files of a folder can still be
/// loaded.
bool concernsOneFile(const UserMessage& error);

/// Whether nothing exists where `name` says, rather than something unreadable; `error` is why it
/// couldn't be opened.
bool isFileGone(const InputName& name, const UserMessage& error);

/// Content that can be read at any position: that of a regular file, or what DecodedContent makes
/// of a compressed file, a member of an archive or a text that isn't UTF-8. A file is never mapped
/// into memory: truncating a mapped file kills the process. Positions and sizes are in bytes of the
/// content. Several threads may read from it at once.
class InputFile
{
public:
    /// Fails for anything that isn't a readable regular file, without waiting for a FIFO's writer.
    /// An archive without a member is opened as the file that it is.
    static Result<InputFile> open(const InputName& name, const ContainerLimits& limits = {});
    static Result<InputFile> open(const QString& path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;

    /// For people; see InputName.
    const QString& path() const { return m_path; }
    /// What the file itself is.
    ContainerKind container() const { return m_container; }
    /// To read the members of an archive.
    const SharedFile& file() const { return m_file; }
    /// Whether positions are those of a decoded text, which is best read from front to back.
    bool isDecoded() const { return m_decoded != nullptr; }
    /// Its size when it was opened; it may have grown since. Decoded content is measured for it.
    qint64 size() const;
    /// Measures decoded content, for which it is decoded completely, once as long as the file isn't
    /// changed. Fails only if cancelled or if the file can't be read any more.
    Result<void> measure(const CancelToken& cancel) const;
    /// Why decoded content ends early, if it was measured.
    std::optional<UserMessage> damage() const;
    /// Identifies the file whatever its name; only while it is open or known to exist.
    struct SystemId
    {
        quint64 device = 0;
        quint64 inode = 0;
        quint64 part = 0; ///< Tells the members of an archive apart.

        bool operator==(const SystemId&) const = default;
    };
    SystemId systemId() const { return m_systemId; }
    /// When the file was last written, according to its file system: milliseconds since 1970. Only
    /// a hint.
    qint64 modifiedMs() const { return m_modifiedMs; }

    /// Fills `buffer` from `position`; returns the number of bytes, which is smaller only at the
    /// end of the file.
    Result<qint64> read(qint64 position, std::span<char> buffer) const;
    /// The same, but fewer bytes are an error: the file became shorter while it was being read.
    Result<void> readExactly(qint64 position, std::span<char> buffer) const;

private:
    InputFile(QString path, SharedFile file, ContainerKind container);

    QString m_path;
    SharedFile m_file;
    std::unique_ptr<DecodedContent> m_decoded;
    ContainerKind m_container = ContainerKind::None;
    qint64 m_size = 0;
    qint64 m_modifiedMs = 0;
    SystemId m_systemId;
};

} // namespace faultline
