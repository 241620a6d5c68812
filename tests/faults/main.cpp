// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditSeries.h"
#include "FaultBench.h"
#include "FaultSeries.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <cstdio>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

struct Series
{
    const char* option;
    const char* description;
    SeriesResult (FaultSeries::*run)(int hits);
};

constexpr Series kSeries[] = {
    {"kills", "The program killed at random moments.", &FaultSeries::killedPrograms},
    {"backends", "Backends terminated.", &FaultSeries::terminatedBackends},
    {"server-kills", "The server killed and started again.", &FaultSeries::killedServers},
    {"server-stops", "The server shut down, fast and immediately in turn, and started again.",
     &FaultSeries::stoppedServers},
    {"links", "Links cut at random bytes.", &FaultSeries::cutLinks},
    {"commit-links", "Links cut around COMMIT.", &FaultSeries::brokenCommits},
    {"pairs", "Two programs at once, one of which is killed in every other pair.",
     &FaultSeries::twoPrograms},
    {"cancels", "Loads cancelled.", &FaultSeries::cancelled},
    {"mixed", "Two programs, lost answers to COMMIT, cut links and a killed server, all combined.",
     &FaultSeries::everythingAtOnce},
};

struct EditedFiles
{
    const char* option;
    const char* description;
    Edits edits;
};

using Form = EditedFolder::Form;
constexpr EditedFiles kEditedFiles[] = {
    {"edits", "Sequences of eight edits, undone loads and loads.", {"edits", Form::Logs, false}},
    {"killed-edits",
     "The same, with loads killed at one of their steps.",
     {"edits and kills", Form::Logs, true}},
    {"packed-edits",
     "The same in compressed files and archives.",
     {"packed edits", Form::Packed, false}},
    {"packed-killed-edits", "The same with kills.", {"packed edits and kills", Form::Packed, true}},
    {"table-edits", "The same in tables.", {"table edits", Form::Tables, false}},
    {"table-killed-edits", "The same with kills.", {"table edits and kills", Form::Tables, true}},
};

void say(const QString& text, FILE* stream = stdout)
{
    std::fprintf(stream, "%s\n", qUtf8Printable(text));
    std::fflush(stream);
}

void sayResult(const SeriesResult& result)
{
    say(u"%1 %2 %3 %4 %5 %6 %7 %8"_s.arg(result.name, -22)
            .arg(result.tries, 6)
            .arg(result.hits, 6)
            .arg(result.recovered, 9)
            .arg(result.lost, 6)
            .arg(result.twice, 6)
            .arg(result.failures.size(), 9)
            .arg(result.longestMs, 11));
    for (const QString& failure : result.failures)
        say(result.name + u": "_s + failure, stderr);
}

int numberOf(const QCommandLineParser& parser, const QString& option)
{
    bool ok = false;
    const int number = parser.value(option).toInt(&ok);
    if (!ok || number < 0) {
        say(u"--%1 takes a whole number."_s.arg(option), stderr);
        std::exit(2);
    }
    return number;
}

} // namespace

int main(int argc, char** argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Disturbs loads of the built program and checks that nothing is lost and nothing twice. "
        "Exit code 1: something was."_s);
    parser.addHelpOption();
    for (const Series& series : kSeries) {
        parser.addOption(
            {QString::fromLatin1(series.option), QString::fromLatin1(series.description), u"N"_s,
             u"0"_s});
    }
    parser.addOption({u"failpoints"_s, u"The program killed at each of its steps."_s});
    for (const EditedFiles& series : kEditedFiles) {
        parser.addOption(
            {QString::fromLatin1(series.option), QString::fromLatin1(series.description), u"N"_s,
             u"0"_s});
    }
    parser.addOption({u"seed"_s, u"Seed of all random choices. Default: 1."_s, u"N"_s, u"1"_s});
    parser.addOption({u"rows"_s, u"Lines of the logs. Default: 20000."_s, u"N"_s, u"20000"_s});
    parser.addOption(
        {u"plants"_s, u"Two plants, one of them with tags, and exports that overlap."_s});
    parser.addOption({u"tables"_s, u"Readings in tables."_s});
    parser.addOption({u"packed"_s, u"Lists and logs in compressed files and archives."_s});
    parser.process(application);

    BenchOptions options;
    if (parser.isSet(u"plants"_s))
        options.folder = FaultFolder::Kind::TwoPlants;
    else if (parser.isSet(u"packed"_s))
        options.folder = FaultFolder::Kind::Packed;
    else if (parser.isSet(u"tables"_s))
        options.folder = FaultFolder::Kind::Tables;
    options.lines = numberOf(parser, u"rows"_s);
    options.seed = static_cast<quint32>(numberOf(parser, u"seed"_s));
    const auto bench = FaultBench::make(options);
    if (!bench) {
        say(bench.error().toText(), stderr);
        return 1;
    }
    say(u"%1 records in %2 files, chunks of %3; an undisturbed load takes %4 ms; seed %5"_s
            .arg((*bench)->folder().totalRecords())
            .arg((*bench)->folder().records().size())
            .arg(options.chunkRows)
            .arg((*bench)->undisturbedMs())
            .arg(options.seed));
    say(u"%1 %2 %3 %4 %5 %6 %7 %8"_s.arg(u"fault"_s, -22)
            .arg(u"tries"_s, 6)
            .arg(u"hits"_s, 6)
            .arg(u"unaided"_s, 9)
            .arg(u"lost"_s, 6)
            .arg(u"twice"_s, 6)
            .arg(u"failures"_s, 9)
            .arg(u"longest ms"_s, 11));

    FaultSeries faults(**bench, options.seed);
    bool isGood = true;
    for (const Series& series : kSeries) {
        const int hits = numberOf(parser, QString::fromLatin1(series.option));
        if (hits == 0)
            continue;
        const SeriesResult result = (faults.*series.run)(hits);
        isGood = isGood && result.isGood();
        sayResult(result);
    }
    for (const EditedFiles& series : kEditedFiles) {
        const int sequences = numberOf(parser, QString::fromLatin1(series.option));
        if (sequences == 0)
            continue;
        const SeriesResult result =
            editedFiles((*bench)->server(), options.seed, sequences, series.edits);
        isGood = isGood && result.isGood();
        sayResult(result);
    }
    if (parser.isSet(u"failpoints"_s)) {
        const SeriesResult result = faults.failPoints(FaultSeries::Steps::All);
        isGood = isGood && result.isGood();
        sayResult(result);
    }
    return isGood ? 0 : 1;
}
