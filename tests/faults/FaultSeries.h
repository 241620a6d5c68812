// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FaultBench.h"

#include <QRandomGenerator>
#include <QStringList>

#include <functional>

namespace faultline {

/// What became of many tries with one disturbance.
struct SeriesResult
{
    QString name;
    int tries = 0;
    int hits = 0;     ///< The disturbance came while a load was under way.
    int byItself = 0; ///< Hits after which the load ended well without being started again.
    qint64 lost = 0;
    qint64 twice = 0;
    qint64 longestMs = 0; ///< From the disturbance to the end of the program that it hit.
    QStringList failures; ///< One text for each thing that isn't as it must be.

    bool isGood() const { return lost == 0 && twice == 0 && failures.isEmpty(); }
};

/// Disturbs loads of the built program, each in a fresh database, and afterwards checks Invariant
/// I. A try whose disturbance came too late or too early is checked too, but is no hit: a series
/// goes on until it has as many hits as are asked for.
class FaultSeries
{
public:
    FaultSeries(FaultBench& bench, quint32 seed);

    /// SIGKILL at a random moment.
    SeriesResult killedPrograms(int hits);
    /// The program kills itself at one step after the other: at all it comes to, or at the first
    /// and the last of each name.
    enum class Steps { All, FirstAndLast };
    SeriesResult failPoints(Steps steps);
    /// pg_terminate_backend of one connection or of all.
    SeriesResult terminatedBackends(int hits);
    /// The server killed and started again.
    SeriesResult killedServers(int hits);
    /// The server stopped, fast and immediately in turn, and started again.
    SeriesResult stoppedServers(int hits);
    /// A link cut at a random byte in either direction.
    SeriesResult cutLinks(int hits);
    /// A link cut after a COMMIT was sent or just before.
    SeriesResult brokenCommits(int hits);
    /// Two programs with different chunks at once, of which every other try kills one.
    SeriesResult twoPrograms(int hits);
    /// Ctrl+C at a random moment.
    SeriesResult cancelled(int hits);
    /// Two programs, answers to COMMIT lost again and again, backends terminated and the server
    /// killed, all in one load.
    SeriesResult everythingAtOnce(int hits);

private:
    /// What a disturbance did to the program that it was for.
    struct Disturbed
    {
        qint64 at = 0; ///< When it came, in milliseconds since 1970; 0: it didn't.
        CommandLineAnswer answer;
        QString problem; ///< Something that must not be; empty when there is nothing.
    };
    using Disturb = std::function<Disturbed(const ConnectionSettings&)>;
    enum class Afterwards {
        LoadAgain,      ///< Nobody is left who could go on.
        MustEndByItself ///< The load survives this.
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
    /// Waits for a random moment of the program's load, which is one of `loads`. False when it
    /// ended before.
    bool runIntoLoad(LoadProgram& program, const ConnectionSettings& database, int loads = 1);
    int randomMoment();

    FaultBench& m_bench;
    QRandomGenerator m_random;
    bool m_isByWork = false;
};

} // namespace faultline
