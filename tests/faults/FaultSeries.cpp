// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultSeries.h"

#include "Invariant.h"
#include "database/connection/Connection.h"
#include "support/SocketProxy.h"

#include <QDateTime>
#include <QTemporaryFile>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kFailureLength = 1'500;
// Chunks of a second program, with other boundaries than those of the first.
constexpr int kOtherChunkRows = 700;
constexpr int kOtherWorkers = 2;
constexpr int kBoth = 2; // loads

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

QString asText(const CommandLineAnswer& answer)
{
    const QJsonObject json = answer.json();
    const QJsonObject error = json.value(u"error"_s).toObject();
    QStringList parts{
        u"exit %1"_s.arg(answer.exitCode), json.value(u"outcome"_s).toString(),
        error.value(u"code"_s).toString(), error.value(u"what"_s).toString(),
        error.value(u"why"_s).toString()};
    if (json.isEmpty())
        parts << QString::fromUtf8(answer.whole());
    parts.removeAll(QString());
    return parts.join(u" | "_s);
}

// It began loading: a server that is missing at the start doesn't disturb a load.
bool hasLoaded(const CommandLineAnswer& answer)
{
    return answer.json().contains(u"files"_s) || answer.json().isEmpty();
}

} // namespace

FaultSeries::FaultSeries(FaultBench& bench, quint32 seed)
    : m_bench(bench)
    , m_random(seed)
{}

SeriesResult FaultSeries::killedPrograms(int hits)
{
    return repeat(u"program killed"_s, hits, Afterwards::LoadAgain, [this](const auto& database) {
        Disturbed disturbed;
        LoadProgram program = m_bench.program(database);
        program.start();
        if (runIntoLoad(program, database)) {
            disturbed.at = now();
            program.kill();
        }
        disturbed.answer = program.finish();
        return disturbed;
    });
}

SeriesResult FaultSeries::failPoints(Steps which)
{
    SeriesResult result;
    result.name = u"killed at a step"_s;
    const QStringList all = steps();
    if (all.isEmpty())
        result.failures << u"The program has no steps to be killed at: is it a dev build?"_s;
    for (int step = 1; step <= all.size(); ++step) {
        const QString& name = all.at(step - 1);
        const bool isOnEdge = all.indexOf(name) == step - 1 || all.lastIndexOf(name) == step - 1;
        if (which == Steps::FirstAndLast && !isOnEdge)
            continue;
        tryOnce(result, Afterwards::LoadAgain, [this, step](const auto& database) {
            return killAtStep(database, step);
        });
    }
    return result;
}

SeriesResult FaultSeries::terminatedBackends(int hits)
{
    const auto disturb = [this](const ConnectionSettings& database) {
        const bool all = m_random.bounded(4) == 0;
        return disturbServer(database, [this, &database, all]() -> Result<void> {
            const QByteArray which =
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + database.keywords.value(u"dbname"_s).toLatin1() + "' ORDER BY random() LIMIT "
                + (all ? "ALL" : "1");
            return TemporaryServer::executeAsSuperuser(m_bench.server().settings(), {which});
        });
    };
    return repeat(u"backend terminated"_s, hits, Afterwards::MustRecover, disturb);
}

SeriesResult FaultSeries::killedServers(int hits)
{
    const auto disturb = [this](const ConnectionSettings& database) {
        return disturbServer(database, [this]() -> Result<void> {
            m_bench.server().kill();
            return m_bench.server().startAgain();
        });
    };
    return repeat(u"server killed"_s, hits, Afterwards::MustRecover, disturb);
}

SeriesResult FaultSeries::stoppedServers(int hits)
{
    auto how = LocalCluster::Stop::Fast;
    const auto disturb = [this, &how](const ConnectionSettings& database) {
        how = how == LocalCluster::Stop::Fast ? LocalCluster::Stop::Immediate
                                              : LocalCluster::Stop::Fast;
        return disturbServer(database, [this, how] { return m_bench.server().restart(how); });
    };
    return repeat(u"server shut down"_s, hits, Afterwards::MustRecover, disturb);
}

SeriesResult FaultSeries::cutLinks(int hits)
{
    using Direction = SocketProxy::Direction;
    qint64 bytes[2] = {0, 0}; // sent and received by an undisturbed load
    const auto disturb = [this, &bytes](const ConnectionSettings& database) {
        Disturbed disturbed;
        SocketProxy proxy;
        if (const auto started = proxy.start(database); !started) {
            disturbed.problem = started.error().toText();
            return disturbed;
        }
        const bool isMeasured = bytes[0] > 0;
        if (isMeasured) {
            const auto direction =
                m_random.bounded(2) == 0 ? Direction::ToServer : Direction::ToClient;
            proxy.cut({direction, m_random.bounded(bytes[direction == Direction::ToClient]), 0});
        }
        LoadProgram program = m_bench.program(proxy.through(database));
        program.start();
        disturbed.answer = program.finish();
        const auto traffic = proxy.traffic();
        if (!isMeasured) {
            bytes[0] = traffic.bytesToServer;
            bytes[1] = traffic.bytesToClient;
        }
        disturbed.at = traffic.lastFaultAt;
        return disturbed;
    };
    return repeat(u"link cut"_s, hits, Afterwards::MustRecover, disturb);
}

SeriesResult FaultSeries::brokenCommits(int hits)
{
    using Fault = SocketProxy::CommitFault;
    int commits = 0; // of an undisturbed load
    const auto disturb = [this, &commits](const ConnectionSettings& database) {
        Disturbed disturbed;
        SocketProxy proxy;
        if (const auto started = proxy.start(database); !started) {
            disturbed.problem = started.error().toText();
            return disturbed;
        }
        if (commits > 0) {
            // Losing the answer is the harder case.
            const auto fault = m_random.bounded(4) > 0 ? Fault::DropReply : Fault::CutBefore;
            proxy.breakCommit(fault, m_random.bounded(1, commits + 1));
        }
        LoadProgram program = m_bench.program(proxy.through(database));
        program.start();
        disturbed.answer = program.finish();
        disturbed.at = proxy.traffic().lastFaultAt;
        if (commits == 0)
            commits = proxy.traffic().commits;
        return disturbed;
    };
    return repeat(u"COMMIT in doubt"_s, hits, Afterwards::MustRecover, disturb);
}

SeriesResult FaultSeries::twoPrograms(int hits)
{
    bool killsOne = true;
    return repeat(
        u"two programs"_s, hits, Afterwards::LoadAgain, [this, &killsOne](const auto& database) {
            killsOne = !killsOne;
            return runBoth(database, killsOne);
        });
}

SeriesResult FaultSeries::cancelled(int hits)
{
    return repeat(u"cancelled"_s, hits, Afterwards::LoadAgain, [this](const auto& database) {
        Disturbed disturbed;
        LoadProgram program = m_bench.program(database);
        program.start();
        if (runIntoLoad(program, database)) {
            disturbed.at = now();
            program.interrupt();
        }
        disturbed.answer = program.finish();
        const QString outcome = disturbed.answer.json().value(u"outcome"_s).toString();
        if (disturbed.at > 0 && FaultBench::wasLoading(database, disturbed.at)
            && outcome != u"cancelled"_s && outcome != u"succeeded"_s)
            disturbed.problem = asText(disturbed.answer);
        return disturbed;
    });
}

SeriesResult FaultSeries::everythingAtOnce(int hits)
{
    const auto disturb = [this](const ConnectionSettings& database) {
        constexpr int kCommitsBetween = 5;
        Disturbed disturbed;
        SocketProxy proxy;
        if (const auto started = proxy.start(database); !started) {
            disturbed.problem = started.error().toText();
            return disturbed;
        }
        proxy.breakCommit(
            SocketProxy::CommitFault::DropReply, m_random.bounded(1, kCommitsBetween),
            kCommitsBetween);
        LoadProgram other =
            m_bench.program(proxy.through(database), kOtherChunkRows, kOtherWorkers);
        other.start();
        const auto disturbAll = [&]() -> Result<void> {
            proxy.cutAll();
            m_bench.server().kill();
            return m_bench.server().startAgain();
        };
        disturbed = disturbServer(proxy.through(database), disturbAll, kBoth);
        const auto otherAnswer = other.finish();
        if (!LoadProgram::isComplete(otherAnswer) && hasLoaded(otherAnswer))
            disturbed.problem += u"The other one: "_s + asText(otherAnswer);
        return disturbed;
    };
    return repeat(u"several at once"_s, hits, Afterwards::MustRecover, disturb);
}

SeriesResult
FaultSeries::repeat(const QString& name, int hits, Afterwards afterwards, const Disturb& disturb)
{
    // A bound for disturbances that never hit: normally every second one does, however busy the
    // machine.
    constexpr int kTriesForAHit = 20;
    constexpr int kMaxFailures = 20;
    SeriesResult result;
    result.name = name;
    while (result.hits < hits && result.tries < hits * kTriesForAHit + kTriesForAHit
           && result.failures.size() < kMaxFailures)
        tryOnce(result, afterwards, disturb);
    if (result.hits < hits)
        result.failures
            << u"Only %1 of %2 tries hit a running load"_s.arg(result.hits).arg(result.tries);
    return result;
}

void FaultSeries::tryOnce(SeriesResult& result, Afterwards afterwards, const Disturb& disturb)
{
    ++result.tries;
    const auto fail = [&result](const QString& what) {
        result.failures << u"try %1: %2"_s.arg(result.tries).arg(what.left(kFailureLength));
    };
    const auto database = m_bench.freshDatabase();
    if (!database)
        return fail(database.error().toText());
    const Disturbed disturbed = disturb(*database);
    const qint64 ended = now();
    if (!disturbed.problem.isEmpty())
        fail(disturbed.problem);
    const bool isHit = disturbed.at > 0 && hasLoaded(disturbed.answer)
                       && FaultBench::wasLoading(*database, disturbed.at);
    const bool isComplete = LoadProgram::isComplete(disturbed.answer);
    result.hits += isHit;
    result.recovered += isHit && isComplete;
    if (isHit)
        result.longestMs = std::max(result.longestMs, ended - disturbed.at);
    if (isHit && !isComplete && afterwards == Afterwards::MustRecover)
        fail(u"The load didn't recover: "_s + asText(disturbed.answer));
    if (!isComplete) {
        LoadProgram again = m_bench.program(*database);
        again.start();
        if (const auto answer = again.finish(); !LoadProgram::isComplete(answer))
            fail(u"Loading again: "_s + asText(answer));
    }
    const InvariantReport report = checkInvariant(*database, m_bench.folder());
    result.lost += report.lost;
    result.twice += report.twice;
    if (!report.holds())
        fail(report.text());
    m_bench.drop(*database);
}

// Runs the program and, at a random moment of its load, takes its server away.
FaultSeries::Disturbed FaultSeries::disturbServer(
    const ConnectionSettings& database, const std::function<Result<void>()>& disturb, int loads)
{
    Disturbed disturbed;
    LoadProgram program = m_bench.program(database);
    program.start();
    if (runIntoLoad(program, database, loads)) {
        disturbed.at = now();
        if (const auto done = disturb(); !done)
            disturbed.problem = done.error().toText();
    }
    disturbed.answer = program.finish();
    return disturbed;
}

FaultSeries::Disturbed FaultSeries::killAtStep(const ConnectionSettings& database, int step)
{
    LoadProgram program = m_bench.program(database);
    program.set(u"FAULTLINE_FAIL_AT"_s, QString::number(step));
    program.start();
    Disturbed disturbed;
    disturbed.answer = program.finish();
    disturbed.at = now();
    return disturbed;
}

// They share the work: when the first ends, the other may still be running.
FaultSeries::Disturbed FaultSeries::runBoth(const ConnectionSettings& database, bool killsOne)
{
    Disturbed disturbed;
    LoadProgram one = m_bench.program(database);
    LoadProgram other = m_bench.program(database, kOtherChunkRows, kOtherWorkers);
    one.start();
    other.start();
    if (runIntoLoad(one, database, kBoth)) {
        disturbed.at = now();
        if (killsOne)
            one.kill();
    }
    disturbed.answer = one.finish();
    const auto otherAnswer = other.finish();
    if (!LoadProgram::isComplete(otherAnswer))
        disturbed.problem = asText(otherAnswer);
    else if (!killsOne && !LoadProgram::isComplete(disturbed.answer))
        disturbed.problem = asText(disturbed.answer);
    return disturbed;
}

// The names of the steps of an undisturbed load, in order.
QStringList FaultSeries::steps()
{
    const auto database = m_bench.freshDatabase();
    QTemporaryFile log;
    if (!database || !log.open())
        return {};
    LoadProgram program = m_bench.program(*database);
    program.set(u"FAULTLINE_FAIL_LOG"_s, log.fileName());
    program.start();
    static_cast<void>(program.finish());
    m_bench.drop(*database);
    return QString::fromUtf8(log.readAll()).split(u'\n', Qt::SkipEmptyParts);
}

// A random moment, so that every part of the program's run can be hit: chosen by the time of an
// undisturbed load, or by its progress, which works on a busy machine too.
bool FaultSeries::runIntoLoad(LoadProgram& program, const ConnectionSettings& database, int loads)
{
    m_isByWork = !m_isByWork;
    if (!m_isByWork)
        return program.runFor(randomMoment());
    const int chunks = m_random.bounded(m_bench.undisturbedChunks());
    return FaultBench::waitFor(database, {loads, chunks}, program);
}

// In microseconds from the program's start.
int FaultSeries::randomMoment()
{
    constexpr int kMicrosecondsInMs = 1000;
    return m_random.bounded(m_bench.undisturbedMs() * kMicrosecondsInMs);
}

} // namespace faultline
