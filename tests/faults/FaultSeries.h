// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FaultBench.h"

#include <QRandomGenerator>
#include <QStringList>

#include <functional>

namespace faultline {

/// The result of many attempts with one disturbance.
struct SeriesResult
{
    QString name;
    int tries = 0;
    int hits = 0;      ///< The disturbance came during a load.
    int recovered = 0; ///< Hits after which the load completed without being restarted.
    qint64 lost = 0;
    qint64 twice = 0;
    qint64 longestMs = 0; ///< From the disturbance to the end of the program that it hit.
    QStringList failures; ///< One text for each violation.

    bool isGood() const { return lost == 0 && twice == 0 && failures.isEmpty(); }
};

/// Disturbs loads of the built program, each in a fresh database, and then checks Invariant I. An
/// attempt whose disturbance came too early or too late is checked too, but isn't a hit: a series
/// continues until it has the requested number of hits.
class FaultSeries
{
public:
    FaultSeries(FaultBench& bench, quint32 seed);

    /// SIGKILL at a random moment.
    SeriesResult killedPrograms(int hits);
    /// The program kills itself at each step in turn: at all of them, or at the first and the last
    /// of each name.
    enum class Steps { All, FirstAndLast };
    SeriesResult failPoints(Steps steps);
    /// pg_terminate_backend of one connection or of all.
    SeriesResult terminatedBackends(int hits);
    /// The server killed and started again.
    SeriesResult killedServers(int hits);
    /// The server stopped, fast and immediately in turn, and started again.
    SeriesResult stoppedServers(int hits);
    /// A connection cut at a random byte in either direction.
    SeriesResult cutLinks(int hits);
    /// A connection cut after a COMMIT was sent or just before.
    SeriesResult brokenCommits(int hits);
    /// Two programs with different chunks at once; every other attempt kills one.
    SeriesResult twoPrograms(int hits);
    /// Ctrl+C at a random moment.
    SeriesResult cancelled(int hits);
    /// Two programs, with lost answers to COMMIT, terminated backends and a killed server, all in
    /// one load.
    SeriesResult everythingAtOnce(int hits);

private:
    /// What a disturbance did to its program.
    struct Disturbed
    {
        qint64 at = 0; ///< Its time, in milliseconds since 1970; 0 if it didn't happen.
        CommandLineAnswer answer;
        QString problem; ///< A violation; empty if there is none.
    };
    using Disturb = std::function<Disturbed(const ConnectionSettings&)>;
    enum class Afterwards {
        LoadAgain,  ///< No program is left to continue.
        MustRecover ///< The load survives this.
    };

    SeriesResult
    repeat(const QString& name, int hits, Afterwards afterwards, const Disturb& disturb);
    void tryOnce(SeriesResult& result, Afterwards afterwards, const Disturb& disturb);
    Disturbed disturbServer(
        const ConnectionSettings& database, const std::function<Result<void>()>& disturb,
        int loads = 1);
    Disturbed killAtStep(const ConnectionSettings& database, int step);
    Disturbed runBoth(const ConnectionSettings& database, bool killsOne);
    QStringList steps();
    /// Waits for a random moment of the program's load, which is one of `loads`. False if it ended
    /// before.
    bool runIntoLoad(LoadProgram& program, const ConnectionSettings& database, int loads = 1);
    int randomMoment();

    FaultBench& m_bench;
    QRandomGenerator m_random;
    bool m_isByWork = false;
};

} // namespace faultline
