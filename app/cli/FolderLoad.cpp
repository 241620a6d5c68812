// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/FolderLoad.h"

#include "StopSignals.h"
#include "cli/Context.h"
#include "cli/ProgressLine.h"

#include "loading/LoadJob.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QTimer>

#include <algorithm>
#include <chrono>

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

// The value of an option that is a number from 1 to `maximum`; `fallback` when it isn't given.
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

} // namespace

void addLoadOptions(QCommandLineParser& parser)
{
    parser.addOption(
        {u"chunk-rows"_s,
         Text::tr("Records in a chunk, the unit that is stored in full or not at all. Default: %1.")
             .arg(LoadOptions::kDefaultChunkRows),
         u"N"_s});
    parser.addOption(
        {u"workers"_s, Text::tr("Connections that load at once. Default: as many as suit."),
         u"N"_s});
    parser.addOption(
        {u"final"_s, Text::tr("Nobody is writing the files any more: also loads a last line that "
                              "has no line end.")});
}

Result<FolderLoad> folderLoadOf(const QCommandLineParser& parser)
{
    const QStringList folders = parser.positionalArguments();
    if (folders.size() != 1)
        return wrongUsage(Text::tr("Exactly one data folder is to be given."));
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
    load.options.isFinal = parser.isSet(u"final"_s);
    return load;
}

Result<void> checkFolder(const QString& folder)
{
    const QFileInfo info(folder);
    const auto problem = [&](const QString& why) {
        return UserMessage::error(Text::tr("The data folder can't be read"))
            .because(why)
            .at(folder)
            .toMend(Text::tr("Give the folder that holds the exports."))
            .withCode(u"folder"_s);
    };
    if (!info.exists())
        return problem(Text::tr("There is no such folder."));
    if (!info.isDir())
        return problem(Text::tr("It is a file, not a folder."));
    if (!info.isReadable() || !info.isExecutable())
        return problem(Text::tr("You have no right to read it."));
    return {};
}

LoadReceipt
loadAndWait(Context& context, const ConnectionSettings& settings, const FolderLoad& load)
{
    const LoadJob job = LoadJob::start(settings, load.folder, load.options);
    ProgressLine line;
    QEventLoop loop;
    QFutureWatcher<LoadReceipt> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);

    bool isStopping = false;
    const StopSignals stopSignals([&] {
        isStopping = true;
        job.cancel();
        line.clear();
        context.note(Text::tr("Stopping at the end of a chunk. What is stored stays; "
                              "loading again completes it."));
    });
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
        if (!isStopping)
            line.show(progressText(job.progress()));
    });
    if (line.isShown())
        timer.start(200ms);

    watcher.setFuture(job.future());
    loop.exec();
    timer.stop();
    line.clear();
    return watcher.result();
}

ExitCode exitCodeOf(const LoadReceipt& receipt)
{
    const bool fileFailed =
        std::any_of(receipt.files.cbegin(), receipt.files.cend(), [](const FileReceipt& file) {
            return file.state == FileState::Failed;
        });
    if (receipt.outcome != LoadReceipt::Outcome::Succeeded || !receipt.balanced() || fileFailed)
        return ExitCode::Failed;
    return receipt.total().rejected > 0 ? ExitCode::DoneWithRejects : ExitCode::Done;
}

} // namespace faultline
