// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ChunkLoader.h"

#include "database/connection/FailureKind.h"

namespace faultline {

ChunkLoader::ChunkLoader(const LoadContext& context, const SensorMap& sensorMap)
    : m_recovery(context.recovery)
    , m_link(
          context.settings, context.recovery, context.cancel,
          [this](Connection& connection) -> Result<void> {
              auto severities = SeverityCodes::fetch(connection);
              if (!severities)
                  return severities.error();
              m_parser.setSeverities(*std::move(severities));
              return {};
          })
    , m_parser(sensorMap, context.zones, SeverityCodes::detached())
    , m_writer(context.load)
{}

Result<void> ChunkLoader::load(std::span<const FileChunk> chunks, const Report& report)
{
    const auto outcome = store(chunks, As::Readings);
    if (outcome && (*outcome == ChunkWriter::Outcome::Stored || chunks.size() == 1)) {
        reportAll(chunks, *outcome, report);
        return {};
    }
    // Some bytes of these chunks are already in the journal.
    if (outcome)
        return loadHalves(chunks, report);
    const FailureKind kind = failureKind(outcome.error());
    if (kind != FailureKind::Value && kind != FailureKind::Constraint)
        return outcome.error();
    if (chunks.size() > 1 || chunks.front().raw.lines > 1)
        return loadHalves(chunks, report);
    if (kind == FailureKind::Value && ++m_valuesRefused > kMaxValuesRefused)
        return outcome.error();
    return refuse(chunks.front(), outcome.error(), report);
}

Result<ChunkWriter::Outcome> ChunkLoader::store(std::span<const FileChunk> chunks, As as)
{
    // Outside the retried step: the id identifies a chunk whose COMMIT got no answer.
    const auto ids = m_link.run(
        [&](Connection& connection) { return ChunkWriter::reserveIds(connection, chunks.size()); });
    if (!ids)
        return ids.error();
    return m_link.run([&](Connection& connection) -> Result<ChunkWriter::Outcome> {
        if (const auto parsed = parse(chunks, *ids, as, connection); !parsed)
            return parsed.error();
        return m_writer.store(connection, m_batch);
    });
}

Result<void> ChunkLoader::parse(
    std::span<const FileChunk> chunks, const std::vector<ChunkId>& ids, As as,
    Connection& connection)
{
    m_batch.clear();
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const FileChunk& chunk = chunks[i];
        if (as == As::RejectedLine) {
            m_parser.refuse(chunk.raw, chunk.file, ids[i], m_batch);
            continue;
        }
        if (const auto chosen = m_parser.usePlant(chunk.plant, &connection); !chosen)
            return chosen;
        const auto done = m_parser.parse(chunk.raw, chunk.file, ids[i], m_batch, &connection);
        if (!done)
            return done;
    }
    return {};
}

Result<void> ChunkLoader::loadHalves(std::span<const FileChunk> chunks, const Report& report)
{
    if (chunks.size() > 1) {
        const std::size_t half = chunks.size() / 2;
        const auto loaded = load(chunks.first(half), report);
        return loaded ? load(chunks.subspan(half), report) : loaded;
    }
    const FileChunk& whole = chunks.front();
    for (const ChunkHalf half : {ChunkHalf::First, ChunkHalf::Second}) {
        const FileChunk part{whole.plant, whole.file, whole.fileIndex, halfOf(whole.raw, half)};
        if (const auto loaded = load({&part, 1}, report); !loaded)
            return loaded;
    }
    return {};
}

Result<void>
ChunkLoader::refuse(const FileChunk& chunk, const UserMessage& failure, const Report& report)
{
    const auto outcome = store({&chunk, 1}, As::RejectedLine);
    if (!outcome)
        return outcome.error();
    if (*outcome == ChunkWriter::Outcome::Stored)
        m_recovery.noteRefusals(failure.why, 1);
    reportAll({&chunk, 1}, *outcome, report);
    return {};
}

void ChunkLoader::reportAll(
    std::span<const FileChunk> chunks, ChunkWriter::Outcome outcome, const Report& report) const
{
    for (std::size_t i = 0; i < chunks.size(); ++i)
        report(chunks[i].fileIndex, m_batch.chunks[i], outcome);
}

} // namespace faultline
