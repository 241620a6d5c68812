// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/commands/FolderLoad.h"

#include "StopSignals.h"
#include "cli/Context.h"
#include "cli/output/ProgressLine.h"

#include "loading/ChosenFormats.h"
#include "loading/LoadJob.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <array>
#include <chrono>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace faultline {

namespace {

constexpr qint64 kMaxChunkRows = 1'000'000;
constexpr qint64 kMaxWorkers = 64;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FolderLoad)
};

UserMessage wrongUsage(const QString& what)
{
    return UserMessage::error(what).withCode(u"usage"_s);
}

// The value of an option that takes a number from 1 to `maximum`; otherwise `fallback`.
Result<qint64>
numberOf(const QCommandLineParser& parser, const QString& option, qint64 fallback, qint64 maximum)
{
    if (!parser.isSet(option))
        return fallback;
    bool ok = false;
    const qint64 value = parser.value(option).toLongLong(&ok);
    if (!ok || value < 1 || value > maximum) {
        return wrongUsage(Text::tr("--%1 takes a whole number from 1 to %2, not “%3”.")
                              .arg(option)
                              .arg(maximum)
                              .arg(parser.value(option)));
    }
    return value;
}

bool isTerminal(int descriptor)
{
    return ::isatty(descriptor) == 1;
}

// Discards input up to Enter, so that only this line counts.
void discardLine(int descriptor)
{
    std::array<char, 256> typed{};
    [[maybe_unused]] const auto count = ::read(descriptor, typed.data(), typed.size());
}

// Reports what blocks a load, once per problem, and when it resumes.
class TroubleNotes
{
public:
    TroubleNotes(Context& context, ProgressLine& line)
        : m_context(context)
        , m_line(line)
    {}

    void show(const LoadProgress& progress)
    {
        const QString code = progress.trouble ? progress.trouble->code : QString();
        if (code == m_code && progress.isPaused == m_isPaused)
            return;
        m_line.clear();
        if (progress.trouble)
            m_context.note(*progress.trouble);
        else
            m_context.note(Text::tr("Loading has resumed."));
        if (progress.isPaused)
            m_context.note(Text::tr("Press Enter to resume, or Ctrl+C to stop."));
        m_code = code;
        m_isPaused = progress.isPaused;
    }

private:
    Context& m_context;
    ProgressLine& m_line;
    QString m_code;
    bool m_isPaused = false;
};

} // namespace

void addLoadOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"chunk-rows"_s,
         Text::tr("Records in a chunk, which is stored completely or not at all. Default: %1.")
             .arg(LoadOptions::kDefaultChunkRows),
         u"N"_s});
    parser.addOption(
        {u"workers"_s, Text::tr("Number of connections that load in parallel. Default: automatic."),
         u"N"_s});
    parser.addOption(
        {u"max-rejects"_s,
         Text::tr("Stops if more than N lines, or more than P% of them, are rejected. Stored data "
                  "stays. Default: no limit."),
         u"N|P%"_s});
    parser.addOption(
        {u"final"_s,
         Text::tr(
             "The files are no longer being written: also loads a last line without a line end.")});
    parser.addOption(
        {u"encoding"_s,
         Text::tr("How files that aren't UTF-8 are encoded: windows-1252, iso-8859-1 or "
                  "iso-8859-15. Later loads remember it."),
         u"NAME"_s});
    parser.addOption(
        {u"format"_s,
         Text::tr("Reads all files that it fits in this format, which “formats set” has kept. "
                  "Default: the format that is kept for files of the same structure."),
         u"NAME"_s});
    parser.addOption(
        {u"plant"_s,
         Text::tr("Loads into this plant, which is created if it is new. Default: the plant that "
                  "this folder was loaded into before, or whose lists agree."),
         u"NAME"_s});
    parser.addOption(
        {u"plant-per-subfolder"_s,
         Text::tr("Each subfolder that has lists becomes a plant with its name.")});
    parser.addOption(
        {u"time-zone"_s,
         Text::tr("Times without a zone are in this one, such as Europe/Oslo. For the first load "
                  "of a plant, which keeps it. Default: UTC, or the plant's."),
         u"ZONE"_s});
    parser.addOption(
        {u"dates"_s,
         Text::tr("What comes first in dates such as 01/02/2021, in files that don't show it: "
                  "day-first or month-first."),
         u"ORDER"_s});
    parser.addOption(
        {u"zone"_s,
         Text::tr("The files of this folder write times in this zone, if they have none: a name "
                  "such as Europe/Oslo, UTC, or an offset such as +01:00. Later loads remember it. "
                  "Default: as “formats set” has kept it, or the plant's."),
         u"ZONE"_s});
}

namespace {

Result<PlantRequest> plantOf(const QCommandLineParser& parser)
{
    PlantRequest request;
    request.bySubfolder = parser.isSet(u"plant-per-subfolder"_s);
    if (parser.isSet(u"time-zone"_s)) {
        request.timeZone = parser.value(u"time-zone"_s);
        if (const auto zone = LocalTime::fromName(request.timeZone); !zone)
            return zone.error();
    }
    if (!parser.isSet(u"plant"_s))
        return request;
    if (request.bySubfolder)
        return wrongUsage(Text::tr("--plant and --plant-per-subfolder can't be used together."));
    const auto name = plantNameFromText(parser.value(u"plant"_s));
    if (!name)
        return name.error();
    request.name = *name;
    return request;
}

} // namespace

Result<FolderLoad> folderLoadOf(const QCommandLineParser& parser)
{
    const QStringList folders = parser.positionalArguments();
    if (folders.size() != 1)
        return wrongUsage(Text::tr("Specify exactly one data folder."));
    FolderLoad load;
    load.folder = QDir::cleanPath(QDir::current().absoluteFilePath(folders.first()));
    const auto rows =
        numberOf(parser, u"chunk-rows"_s, LoadOptions::kDefaultChunkRows, kMaxChunkRows);
    if (!rows)
        return rows.error();
    load.options.chunkRows = *rows;
    const auto workers = numberOf(parser, u"workers"_s, 0, kMaxWorkers);
    if (!workers)
        return workers.error();
    load.options.workers = static_cast<int>(*workers);
    const auto plant = plantOf(parser);
    if (!plant)
        return plant.error();
    load.options.plant = *plant;
    if (parser.isSet(u"dates"_s)) {
        const auto order = dateOrderFromWord(parser.value(u"dates"_s));
        if (!order) {
            return wrongUsage(Text::tr("--dates takes day-first or month-first, not “%1”.")
                                  .arg(parser.value(u"dates"_s)));
        }
        load.options.dates = *order;
    }
    if (parser.isSet(u"zone"_s)) {
        const auto zone = LocalTime::fromNameOrOffset(parser.value(u"zone"_s));
        if (!zone)
            return zone.error();
        load.options.zone = *zone;
    }
    load.options.isFinal = parser.isSet(u"final"_s);
    if (parser.isSet(u"encoding"_s)) {
        const auto encoding = encodingOfWord(parser.value(u"encoding"_s));
        if (!encoding || !choosableEncodings().contains(*encoding))
            return wrongUsage(
                Text::tr("--encoding must be windows-1252, iso-8859-1 or iso-8859-15."));
        load.options.encoding = *encoding;
    }
    load.options.format = parser.value(u"format"_s);
    if (parser.isSet(u"max-rejects"_s)) {
        const auto limit = RejectLimit::fromText(parser.value(u"max-rejects"_s));
        if (!limit)
            return limit.error();
        load.options.rejectLimit = *limit;
    }
    return load;
}

Result<void> checkFolder(const QString& folder)
{
    const QFileInfo info(folder);
    const auto problem = [&](const QString& why) {
        return UserMessage::error(Text::tr("The data folder can't be read"))
            .because(why)
            .at(folder)
            .withRemedy(Text::tr("Specify the folder that holds the exports."))
            .withCode(u"folder"_s);
    };
    if (!info.exists())
        return problem(Text::tr("The folder doesn't exist."));
    if (!info.isDir())
        return problem(Text::tr("It is a file, not a folder."));
    if (!info.isReadable() || !info.isExecutable())
        return problem(Text::tr("You don't have permission to read it."));
    return {};
}

LoadReceipt
loadAndWait(Context& context, const ConnectionSettings& settings, const FolderLoad& load)
{
    LoadOptions options = load.options;
    // With no one to ask, a blocked load fails after a while.
    const bool hasPerson = isTerminal(STDIN_FILENO) && isTerminal(STDERR_FILENO);
    options.whenStuck = hasPerson ? LoadOptions::WhenStuck::Pause : LoadOptions::WhenStuck::Fail;
    const LoadJob job = LoadJob::start(settings, load.folder, options);
    ProgressLine line;
    QEventLoop loop;
    QFutureWatcher<LoadReceipt> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);

    bool isStopping = false;
    const StopSignals stopSignals([&] {
        isStopping = true;
        job.cancel();
        line.clear();
        context.note(Text::tr(
            "Stopping at the end of a chunk. Stored data stays; loading again completes it."));
    });
    TroubleNotes troubles(context, line);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    input.setEnabled(false);
    QObject::connect(&input, &QSocketNotifier::activated, &loop, [&] {
        discardLine(STDIN_FILENO);
        job.resume();
    });
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (isStopping)
            return;
        const LoadProgress progress = job.totals();
        troubles.show(progress);
        input.setEnabled(progress.isPaused);
        if (!progress.trouble)
            line.show(progressText(progress));
    });
    timer.start(200ms);

    watcher.setFuture(job.future());
    loop.exec();
    timer.stop();
    line.clear();
    return watcher.result();
}

ExitCode exitCodeOf(const LoadReceipt& receipt)
{
    const bool isQuestion = receipt.question || receipt.dateQuestion
                            || (receipt.failure && receipt.failure->code == kFormatQuestionCode);
    if (isQuestion)
        return ExitCode::WrongUsage;
    const bool fileFailed =
        std::any_of(receipt.files.cbegin(), receipt.files.cend(), [](const FileReceipt& file) {
            return file.state == FileState::Failed;
        });
    if (receipt.outcome != LoadReceipt::Outcome::Succeeded || !receipt.balanced() || fileFailed)
        return ExitCode::Failed;
    return receipt.total().rejected > 0 ? ExitCode::DoneWithRejects : ExitCode::Done;
}

} // namespace faultline
