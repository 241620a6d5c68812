// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/ByteStream.h"
#include "sources/input/ContainerLimits.h"
#include "sources/input/OpenFile.h"

#include <memory>
#include <optional>
#include <vector>

namespace faultline {

/// The content of a gzip file, also of several gzip streams one after another. Not libarchive,
/// which doesn't check gzip's checksums and loses what precedes a fault. Bytes of a stream whose
/// checksum is wrong are doubtful.
class GzipStream : public ByteStream
{
public:
    GzipStream(SharedFile file, const ContainerLimits& limits);
    ~GzipStream() override;

    Result<qint64> read(std::span<char> buffer) override;
    qint64 doubtfulBytes() const override { return m_doubtful; }

private:
    struct Inflater;

    Result<bool> refill();
    Result<bool> beginNext();
    UserMessage fault(const QString& why) const;

    const SharedFile m_file;
    const ContainerLimits m_limits;
    std::unique_ptr<Inflater> m_inflater;
    std::vector<char> m_input;
    qint64 m_in = 0;       ///< Bytes of the file that were read, …
    qint64 m_out = 0;      ///< … and what became of them.
    qint64 m_streamAt = 0; ///< Where in the content the current stream began.
    qint64 m_doubtful = 0;
    std::optional<UserMessage> m_fault;
    bool m_isBetween = true; ///< Before a stream, or at the end.
};

} // namespace faultline
