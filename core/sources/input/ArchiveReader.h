// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ContainerKind.h"
#include "sources/input/ContainerLimits.h"
#include "sources/input/MemberNames.h"
#include "sources/input/OpenFile.h"

#include <QString>

#include <memory>
#include <span>

namespace faultline {

/// A member of an archive that is a file.
struct ArchiveMember
{
    QString name;          ///< Unique in its archive; see MemberNames.
    int index = -1;        ///< Of all entries, from 0.
    qint64 bytes = -1;     ///< Decompressed, as the archive says; -1 if it doesn't.
    qint64 modifiedMs = 0; ///< Since 1970; 0 if unknown.
    bool isEncrypted = false;
};

/// Reads the members of an archive, or the content of a compressed file as the only member, from
/// front to back, through libarchive. Nothing is written anywhere. One thread.
class ArchiveReader
{
public:
    /// What the file is: compressed, an archive, or a compressed tar.
    enum class Content { File, Members };
    ArchiveReader(
        SharedFile file, ContainerKind kind, Content content, const ContainerLimits& limits);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    /// Goes to the next member that is a file. False at the end.
    Result<bool> next();
    const ArchiveMember& member() const { return m_member; }
    /// Whether the member was passed or is the current one.
    bool hasMet(const QString& name) const { return m_names.contains(name); }
    /// Whether something of the current member was read.
    bool isBegun() const { return m_isBegun; }
    /// Fills at least a part of `buffer` with the current member's content; 0 at its end.
    Result<qint64> read(std::span<char> buffer);
    /// After a wrong checksum: the bytes of the member that were read.
    qint64 doubtfulBytes() const { return m_doubtful; }
    Content content() const { return m_content; }
    /// Of the file, when it was opened.
    const OpenFile::State& state() const { return m_state; }

private:
    struct Input;
    struct Block
    {
        const char* bytes = nullptr;
        qint64 offset = 0; ///< In the member.
        qint64 count = 0;

        qint64 end() const { return offset + count; }
    };
    struct Handle;

    Result<void> open();
    UserMessage fault() const;
    Result<void> checkRatio() const;
    Result<bool> take();

    const SharedFile m_file;
    const OpenFile::State m_state;
    const ContainerKind m_kind;
    const Content m_content;
    const ContainerLimits m_limits;
    std::unique_ptr<Input> m_input;
    std::unique_ptr<Handle> m_handle;
    MemberNames m_names;
    ArchiveMember m_member;
    Block m_block;          ///< libarchive's, until the next is read.
    int m_entries = 0;      ///< Passed, including the current one.
    qint64 m_memberOut = 0; ///< Bytes of the current member that were read, …
    qint64 m_out = 0;       ///< … and of all members.
    qint64 m_promised = 0;  ///< What the members' sizes add up to.
    qint64 m_doubtful = 0;
    bool m_isBegun = false;
};

} // namespace faultline
