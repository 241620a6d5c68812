// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ChunkLoader.h"

#include "database/FailureKind.h"

namespace faultline {

namespace {

// With more of them it is not the values: somebody has changed the type of a column. A constraint
// may refuse as many as it likes: whoever put it there wants that.
constexpr int kMostValuesRefused = 100;

} // namespace

ChunkLoader::ChunkLoader(
    const ConnectionSettings& settings, LoadId load, const SensorEquipment& sensorEquipment,
    Recovery& recovery, const CancelToken& cancel)
    : m_recovery(recovery)
    , m_link(
          settings, recovery, cancel,
          [this](Connection& connection) -> Result<void> {
              auto severities = SeverityCodes::fetch(connection);
              if (!severities)
                  return severities.error();
              m_parser.setSeverities(*std::move(severities));
              return {};
          })
    , m_parser(sensorEquipment, SeverityCodes::detached())
    , m_writer(load)
{}

Result<void> ChunkLoader::load(FileId file, const RawChunk& raw, const Report& report)
{
    const auto outcome = store(file, raw, As::Readings);
    if (outcome) {
        report(m_parsed, *outcome);
        return {};
    }
    const FailureKind kind = failureKind(outcome.error());
    if (kind != FailureKind::Value && kind != FailureKind::Constraint)
        return outcome.error();
    if (raw.lines > 1)
        return loadHalves(file, raw, report);
    if (kind == FailureKind::Value && ++m_valuesRefused > kMostValuesRefused)
        return outcome.error();
    return refuse(file, raw, outcome.error(), report);
}

Result<ChunkWriter::Outcome> ChunkLoader::store(FileId file, const RawChunk& raw, As as)
{
    // Outside of what is tried again: by its id a chunk is known whose COMMIT got no answer.
    const auto id =
        m_link.run([this](Connection& connection) { return m_writer.reserveId(connection); });
    if (!id)
        return id.error();
    return m_link.run([&](Connection& connection) -> Result<ChunkWriter::Outcome> {
        if (as == As::RejectedLine)
            m_parser.refuse(raw, *id, m_parsed);
        else if (const auto done = m_parser.parse(raw, *id, m_parsed, &connection); !done)
            return done.error();
        return m_writer.store(connection, file, m_parsed);
    });
}

Result<void> ChunkLoader::loadHalves(FileId file, const RawChunk& raw, const Report& report)
{
    for (const ChunkHalf half : {ChunkHalf::First, ChunkHalf::Second}) {
        if (const auto loaded = load(file, halfOf(raw, half), report); !loaded)
            return loaded;
    }
    return {};
}

Result<void> ChunkLoader::refuse(
    FileId file, const RawChunk& raw, const UserMessage& failure, const Report& report)
{
    const auto outcome = store(file, raw, As::RejectedLine);
    if (!outcome)
        return outcome.error();
    if (*outcome == ChunkWriter::Outcome::Stored)
        m_recovery.noteRefusal(failure);
    report(m_parsed, *outcome);
    return {};
}

} // namespace faultline
