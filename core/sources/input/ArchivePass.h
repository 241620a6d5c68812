// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ArchiveReader.h"
#include "sources/input/ByteStream.h"

#include <memory>

namespace faultline {

/// While one exists, readers of archives are kept when their member isn't needed any more, so that
/// the next member can be read without reading the archive from its beginning again. It costs up to
/// two open files and what their decompressors need.
class ArchivePass
{
public:
    ArchivePass();
    ~ArchivePass();
    ArchivePass(const ArchivePass&) = delete;
    ArchivePass& operator=(const ArchivePass&) = delete;
};

/// A reader of the archive that stands before entry `index`, or on it without having read of it;
/// kept or new.
std::unique_ptr<ArchiveReader> takeArchiveReader(
    const SharedFile& file, ContainerKind kind, int index, const ContainerLimits& limits);
/// The same for a member whose index isn't known.
std::unique_ptr<ArchiveReader> takeArchiveReader(
    const SharedFile& file, ContainerKind kind, const QString& member,
    const ContainerLimits& limits);
/// Keeps the reader if there is an ArchivePass and it reads members.
void keepArchiveReader(std::unique_ptr<ArchiveReader> reader);

/// The current member of an archive.
class MemberStream : public ByteStream
{
public:
    explicit MemberStream(std::unique_ptr<ArchiveReader> reader);
    ~MemberStream() override;

    Result<qint64> read(std::span<char> buffer) override { return m_reader->read(buffer); }
    qint64 doubtfulBytes() const override { return m_reader->doubtfulBytes(); }

private:
    std::unique_ptr<ArchiveReader> m_reader;
};

} // namespace faultline
