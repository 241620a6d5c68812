// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/ConnectionSettings.h"
#include "loading/ChunkWriter.h"
#include "loading/LoadLink.h"
#include "loading/ParsedChunk.h"
#include "loading/SensorEquipment.h"

#include <functional>

namespace faultline {

/// Parses chunks and stores them. One for each worker thread, with a connection of its own.
class ChunkLoader
{
public:
    /// References must outlive it.
    ChunkLoader(
        const ConnectionSettings& settings, LoadId load, const SensorEquipment& sensorEquipment,
        Recovery& recovery, const CancelToken& cancel);

    /// Told of what was stored, or found in the journal: all of the chunk, or each of its parts.
    using Report = std::function<void(const ParsedChunk& part, ChunkWriter::Outcome outcome)>;

    /// Stores the chunk, however often that has to be tried. A chunk with a value that the database
    /// doesn't take, or a row that a constraint of somebody's own refuses, is stored in halves, and
    /// in halves of these, until the line is found: that one is rejected.
    Result<void> load(FileId file, const RawChunk& raw, const Report& report);

private:
    enum class As { Readings, RejectedLine };
    Result<ChunkWriter::Outcome> store(FileId file, const RawChunk& raw, As as);
    Result<void> loadHalves(FileId file, const RawChunk& raw, const Report& report);
    Result<void>
    refuse(FileId file, const RawChunk& raw, const UserMessage& failure, const Report& report);

    Recovery& m_recovery;
    LoadLink m_link;
    ChunkParser m_parser;
    ChunkWriter m_writer;
    ParsedChunk m_parsed;
    int m_valuesRefused = 0;
};

} // namespace faultline
