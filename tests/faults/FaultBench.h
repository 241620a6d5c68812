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
    int lines = 20'000;
    quint32 seed = 1;
    int chunkRows = 400;
    int workers = 3;
};

/// What loads are disturbed on: a server that keeps its promises when it is killed, a data folder,
/// and databases that know what an undisturbed load makes of it. Times and orders of one thread.
class FaultBench
{
public:
    /// Loads the folder undisturbed, twice: once to know what is to be expected, once for the time.
    static Result<std::unique_ptr<FaultBench>> make(const BenchOptions& options);

    TemporaryServer& server() { return m_server; }
    const BenchOptions& options() const { return m_options; }
    const FaultFolder& folder() const { return m_folder; }
    /// How long the program takes when nothing disturbs it.
    int undisturbedMs() const { return m_undisturbedMs; }
    /// How many chunks it commits then.
    int undisturbedChunks() const { return m_undisturbedChunks; }

    /// A database with the schema and without data, for one try.
    Result<ConnectionSettings> freshDatabase();
    void drop(const ConnectionSettings& database);

    /// The program that loads the folder into the database.
    LoadProgram program(const ConnectionSettings& database) const;
    LoadProgram program(const ConnectionSettings& database, int chunkRows, int workers) const;

    /// How far loads are in a database: a moment that doesn't depend on how busy the machine is.
    struct Progress
    {
        int loads = 0;  ///< So many have begun …
        int chunks = 0; ///< … and so many chunks are committed.
    };
    /// Waits for it. False when the program ended before.
    static bool
    waitFor(const ConnectionSettings& database, const Progress& progress, LoadProgram& program);

    /// Whether a load was under way at this time, in milliseconds since 1970: it had begun, and its
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
