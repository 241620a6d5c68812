// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/chunks/ChunkLoader.h"

#include "database/connection/FailureKind.h"

#include <utility>

namespace faultline {

namespace {

// Only small chunks share a batch.
FileChunk copyOf(const FileChunk& chunk)
{
    FileChunk copy{chunk.plant, chunk.file, chunk.fileIndex, chunk.skipped, chunk.format, {}};
    static_cast<ChunkRange&>(copy.raw) = chunk.raw;
    copy.raw.bytes.append(chunk.raw.bytes.view());
    copy.raw.unkept = chunk.raw.unkept;
    copy.raw.firstRecord = chunk.raw.firstRecord;
    return copy;
}

} // namespace

ChunkLoader::ChunkLoader(const LoadContext& context, LoadedExtents& extents)
    : m_recovery(context.recovery)
    , m_summaries(context.summaries)
    , m_extents(extents)
    , m_link(
          context.settings, context.recovery, context.cancel,
          [this](Connection& connection) -> Result<void> {
              auto severities = SeverityCodes::fetch(connection);
              if (!severities)
                  return severities.error();
              m_parser.setSeverities(*std::move(severities));
              return {};
          })
    , m_parser(SeverityCodes::detached())
    , m_writer(context.load)
{}

Result<bool> ChunkLoader::load(std::span<const FileChunk> chunks, const Report& report)
{
    const auto outcome = store(chunks, As::Readings);
    if (outcome && *outcome == ChunkWriter::Outcome::LostTurn)
        return false;
    if (outcome && *outcome == ChunkWriter::Outcome::HeldBack)
        return loadOthers(chunks, std::exchange(m_held, {}), report);
    if (outcome && (*outcome == ChunkWriter::Outcome::Stored || chunks.size() == 1)) {
        reportAll(chunks, *outcome, report);
        return true;
    }
    // Some bytes of these chunks are already in the journal.
    if (outcome)
        return loadHalves(chunks, report);
    const FailureKind kind = failureKind(outcome.error());
    if (kind != FailureKind::Value && kind != FailureKind::Constraint)
        return outcome.error();
    if (chunks.size() > 1 || chunks.front().raw.records > 1)
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
    auto outcome = m_link.run([&](Connection& connection) -> Result<ChunkWriter::Outcome> {
        if (const auto parsed = parse(chunks, *ids, as, connection); !parsed)
            return parsed.error();
        if (as == As::Readings) {
            m_held = heldBack(chunks);
            if (!m_held.empty())
                return ChunkWriter::Outcome::HeldBack;
        }
        return m_writer.store(connection, chunks.front().plant, m_batch);
    });
    if (outcome && *outcome == ChunkWriter::Outcome::Stored)
        m_summaries.of(chunks.front().plant).add(m_batch.summary, m_batch.ids());
    return outcome;
}

Result<void> ChunkLoader::parse(
    std::span<const FileChunk> chunks, const std::vector<ChunkId>& ids, As as,
    Connection& connection)
{
    m_batch.clear();
    const SummaryRules& rules = m_summaries.rulesOf(chunks.front().plant);
    if (const auto chosen = m_parser.usePlant(rules, &connection); !chosen)
        return chosen;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const FileChunk& chunk = chunks[i];
        if (as == As::RejectedLine) {
            m_parser.refuse(chunk.raw, chunk.file, ids[i], m_batch);
            continue;
        }
        m_parser.setSkippedLines(chunk.skipped);
        m_parser.useFormat(chunk.format);
        const auto done = m_parser.parse(chunk.raw, chunk.file, ids[i], m_batch, &connection);
        if (!done)
            return done;
    }
    return {};
}

// Which chunks of the batch may repeat readings of other files; empty if none does.
std::vector<bool> ChunkLoader::heldBack(std::span<const FileChunk> chunks) const
{
    std::vector<bool> held;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        const FileChunk& chunk = chunks[i];
        const ChunkExtent& extent = m_batch.chunks[i].extent;
        if (chunk.skipped) {
            m_extents.add(chunk.plant, chunk.file, extent);
        } else if (!m_extents.tryAdd(chunk.plant, chunk.file, extent)) {
            held.resize(chunks.size());
            held[i] = true;
        }
    }
    return held;
}

Result<bool> ChunkLoader::loadOthers(
    std::span<const FileChunk> chunks, const std::vector<bool>& held, const Report& report)
{
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        if (held[i])
            report(chunks[i].fileIndex, m_batch.chunks[i], ChunkWriter::Outcome::HeldBack);
    }
    std::vector<FileChunk> others;
    for (std::size_t i = 0; i < chunks.size(); ++i) {
        if (!held[i])
            others.push_back(copyOf(chunks[i]));
    }
    return others.empty() ? Result<bool>(true) : load(others, report);
}

Result<bool> ChunkLoader::loadHalves(std::span<const FileChunk> chunks, const Report& report)
{
    if (chunks.size() > 1) {
        const std::size_t half = chunks.size() / 2;
        const auto loaded = load(chunks.first(half), report);
        return loaded && *loaded ? load(chunks.subspan(half), report) : loaded;
    }
    const FileChunk& whole = chunks.front();
    for (const ChunkHalf half : {ChunkHalf::First, ChunkHalf::Second}) {
        const FileChunk part{whole.plant,     whole.file,
                             whole.fileIndex, whole.skipped,
                             whole.format,    halfOf(whole.raw, half, whole.format.cutter())};
        if (const auto loaded = load({&part, 1}, report); !loaded || !*loaded)
            return loaded;
    }
    return true;
}

Result<bool>
ChunkLoader::refuse(const FileChunk& chunk, const UserMessage& failure, const Report& report)
{
    const auto outcome = store({&chunk, 1}, As::RejectedLine);
    if (!outcome)
        return outcome.error();
    if (*outcome == ChunkWriter::Outcome::LostTurn)
        return false;
    if (*outcome == ChunkWriter::Outcome::Stored)
        m_recovery.noteRefusals(failure.why, 1);
    reportAll({&chunk, 1}, *outcome, report);
    return true;
}

void ChunkLoader::reportAll(
    std::span<const FileChunk> chunks, ChunkWriter::Outcome outcome, const Report& report) const
{
    for (std::size_t i = 0; i < chunks.size(); ++i)
        report(chunks[i].fileIndex, m_batch.chunks[i], outcome);
}

} // namespace faultline
