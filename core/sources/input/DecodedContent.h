// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/input/ByteStream.h"
#include "sources/input/ContainerKind.h"
#include "sources/input/ContainerLimits.h"
#include "sources/input/InputName.h"
#include "sources/input/OpenFile.h"

#include <QByteArray>

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace faultline {

/// The content of a compressed file, of a member of an archive, of a list in a JSON document, of a
/// text that isn't UTF-8, or of JSON by columns, at any position: bytes of the decompressed text in
/// UTF-8, of the latter in rows. It is decoded from front to back; reading further back than a
/// little begins again, except at the beginning and, once it is measured, at the end. Several
/// threads may read from it.
class DecodedContent
{
public:
    static Result<std::unique_ptr<DecodedContent>>
    open(SharedFile file, InputName name, ContainerKind kind, const ContainerLimits& limits);

    /// Decodes everything, to find out its size. Fails only if cancelled or if the file has
    /// changed.
    Result<void> measure(const CancelToken& cancel);
    /// How much can be decoded; measures if necessary.
    qint64 size();
    /// Why it can't be decoded to its end, as far as that was tried.
    std::optional<UserMessage> damage() const;

    /// Fills `buffer` from `position`; fewer bytes only at the end, or where the damage is.
    Result<qint64> read(qint64 position, std::span<char> buffer);

private:
    DecodedContent(
        SharedFile file, InputName name, ContainerKind kind, const ContainerLimits& limits);

    Result<void> readHead();
    Result<std::unique_ptr<ByteStream>> makeStream() const;
    Result<std::unique_ptr<ByteStream>> makeBytes() const;
    Result<std::unique_ptr<ByteStream>> makeMember() const;
    Result<std::unique_ptr<ByteStream>> makeRows(ByteStream& stream) const;
    Result<void> begin();
    Result<qint64> decode(std::span<char> buffer);
    Result<void> decodeTo(qint64 position, const CancelToken& cancel);
    qint64 copyKept(qint64 position, std::span<char> buffer) const;
    void noteEnd(qint64 position, std::optional<UserMessage> damage);
    Result<void> checkUnchanged() const;

    const SharedFile m_file;
    InputName m_name;
    const ContainerKind m_kind;
    const ContainerLimits m_limits;
    const OpenFile::State m_state;
    QByteArray m_mark; ///< The first bytes of the file.

    mutable std::mutex m_mutex;
    std::unique_ptr<ByteStream> m_stream;
    qint64 m_position = 0; ///< Of the stream.
    std::string m_head;    ///< The first bytes of the content.
    std::string m_recent;  ///< The bytes before m_position, as many as are kept.
    std::string m_tail;    ///< The last bytes, once the end was reached.
    std::optional<qint64> m_end;
    std::optional<UserMessage> m_damage;
};

} // namespace faultline
