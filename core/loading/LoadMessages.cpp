// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/LoadMessages.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(LoadMessages)
};

} // namespace

UserMessage nothingToLoad(const DataFolder& folder)
{
    const auto failed =
        std::find_if(folder.files.begin(), folder.files.end(), [](const SourceFile& file) {
            return file.problem->kind == UserMessage::Kind::Error && !file.problem->what.isEmpty();
        });
    // An unreadable file may be the one that was meant, and then another program's log.
    const bool hasFailed = failed != folder.files.end();
    const auto log =
        std::find_if(folder.files.begin(), folder.files.end(), [](const SourceFile& file) {
            return file.problem->code == u"unreadable-log";
        });
    return UserMessage::error(
               hasFailed ? Text::tr("Nothing in this folder can be loaded")
                         : Text::tr("This folder contains nothing to load"))
        .because(
            hasFailed                   ? failed->problem->toLine()
            : log != folder.files.end() ? log->relativePath + u": "_s + reasonText(*log->problem)
            : folder.files.isEmpty() && folder.others.isEmpty()
                ? Text::tr("It contains no files.")
                : Text::tr("None of its files is a sensor log, a sensor map or an equipment list."))
        .at(folder.path)
        .withRemedy(
            hasFailed ? Text::tr("Fix this and load again.")
                      : Text::tr("Choose the folder that contains the exports."))
        .withCode(u"nothing-to-load"_s);
}

UserMessage contradictoryDates(const SourceFile& file, TimeFormat::DateOrder chosen)
{
    return UserMessage::warning(Text::tr("The dates of a file are in both orders"))
        .because(Text::tr("%1. They are read %2, as chosen; dates that don't exist are rejected.")
                     .arg(file.dateOrderText(), dateOrderText(chosen)))
        .at(file.path)
        .withCode(u"date-order-contradiction"_s);
}

UserMessage provedOtherwise(const SourceFile& file)
{
    return UserMessage::information(Text::tr("A file shows itself in which order its dates are"))
        .because(
            Text::tr("The order that you chose wasn't used for it: %1.").arg(file.dateOrderText()))
        .at(file.path)
        .withCode(u"date-order-proved"_s);
}

UserMessage interruptedLoad()
{
    return UserMessage::error(Text::tr("The load was interrupted"))
        .because(Text::tr("Faultline was closed before the load had finished."))
        .withRemedy(Text::tr("Load the folder again. Loading continues where it stopped."))
        .withCode(kInterruptedCode.toString());
}

QList<UserMessage> recoveryFindings(int interruptions, const QMap<QString, qint64>& refusals)
{
    QList<UserMessage> findings;
    if (interruptions > 0) {
        findings << UserMessage::information(
                        Text::tr("The load was interrupted %n time(s)", nullptr, interruptions))
                        .because(Text::tr("The database was unreachable or full. Interrupted "
                                          "steps were repeated, and their records counted once."))
                        .withCode(u"interrupted"_s);
    }
    for (auto it = refusals.cbegin(); it != refusals.cend(); ++it) {
        findings << UserMessage::warning(Text::tr(
                                             "The database refused %n line(s)", nullptr,
                                             static_cast<int>(it.value())))
                        .because(it.key())
                        .withRemedy(Text::tr("They were rejected with the reason “database”."))
                        .withCode(u"refused"_s);
    }
    return findings;
}

UserMessage failedFile(const FileReceipt& failed, const RecordCounts& log)
{
    const bool hasNone = failed.role == SourceRole::Readings && log.loaded + log.skipped == 0;
    return UserMessage::error(
               hasNone ? Text::tr("No reading was loaded")
                       : Text::tr("Not everything in the folder could be loaded"))
        .because(failed.message)
        .at(failed.path)
        .withRemedy(
            hasNone ? Text::tr("Fix this and load again.")
                    : Text::tr("The rest is loaded. Fix this and load again."))
        .withCode(u"file"_s);
}

} // namespace faultline
