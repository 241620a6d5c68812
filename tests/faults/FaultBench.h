// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FaultFolder.h"
#include "LoadProgram.h"
#include "base/Result.h"
#include "support/TemporaryServer.h"

#include <memory>

namespace faultline {

struct BenchOptions
{
    FaultFolder::Kind folder = FaultFolder::Kind::OnePlant;
    int lines = 20'000;
    quint32 seed = 1;
    int chunkRows = 400;
    int workers = 3;
};

/// What disturbed loads run on: a durable server, a data folder, and databases that know the result
/// of an undisturbed load. For one thread.
class FaultBench
{
public:
    /// Loads the folder undisturbed, twice: once for the expected result, once for the time.
    static Result<std::unique_ptr<FaultBench>> make(const BenchOptions& options);

    TemporaryServer& server() { return m_server; }
    const BenchOptions& options() const { return m_options; }
    const FaultFolder& folder() const { return m_folder; }
    /// The program's time without a disturbance.
    int undisturbedMs() const { return m_undisturbedMs; }
    /// The number of chunks that it then commits.
    int undisturbedChunks() const { return m_undisturbedChunks; }

    /// A database with the schema and without data, for one attempt.
    Result<ConnectionSettings> freshDatabase();
    void drop(const ConnectionSettings& database);

    /// The program that loads the folder into the database.
    LoadProgram program(const ConnectionSettings& database) const;
    LoadProgram program(const ConnectionSettings& database, int chunkRows, int workers) const;

    /// The progress of loads in a database: a moment that doesn't depend on the machine's speed.
    struct Progress
    {
        int loads = 0;  ///< This many have begun …
        int chunks = 0; ///< … and this many chunks are committed.
    };
    /// Waits for it. False if the program ended before.
    static bool
    waitFor(const ConnectionSettings& database, const Progress& progress, LoadProgram& program);

    /// Whether a load was running at this time, in milliseconds since 1970: it had begun, and its
    /// receipt wasn't written.
    static bool wasLoading(const ConnectionSettings& database, qint64 at);

private:
    explicit FaultBench(const BenchOptions& options);
    Result<void> prepare();

    BenchOptions m_options;
    FaultFolder m_folder;
    TemporaryServer m_server;
    ConnectionSettings m_template;
    int m_databases = 0;
    int m_undisturbedMs = 0;
    int m_undisturbedChunks = 0;
};

} // namespace faultline
