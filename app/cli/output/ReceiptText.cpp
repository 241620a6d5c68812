// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/ReceiptText.h"

#include "cli/output/Figures.h"
#include "cli/output/TextTable.h"

#include "loading/ledger/FailureChoice.h"
#include "readings/ZonedTime.h"
#include "sources/folder/RoleText.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(ReceiptText)
};

// The same limit as in documents.
constexpr qsizetype kMaxFiles = 500;

bool hasMuchToSay(const FileReceipt& file)
{
    const bool isAsUsual = file.state == FileState::Loaded || file.state == FileState::Unchanged;
    return !isAsUsual || file.records.rejected > 0 || !file.records.balanced();
}

// Indexes of the files to name, in their order.
QList<qsizetype> namedFiles(const LoadReceipt& receipt)
{
    QList<qsizetype> named;
    for (const bool wanted : {true, false}) {
        for (qsizetype i = 0; i < receipt.files.size() && named.size() < kMaxFiles; ++i) {
            if (hasMuchToSay(receipt.files.at(i)) == wanted)
                named << i;
        }
    }
    std::sort(named.begin(), named.end());
    return named;
}

QString fileTable(const LoadReceipt& receipt, const QList<qsizetype>& named)
{
    TextTable table(
        {{Text::tr("File")},
         {Text::tr("Role")},
         {Text::tr("Size"), true},
         {Text::tr("Records"), true},
         {Text::tr("Loaded"), true},
         {Text::tr("Rejected"), true},
         {Text::tr("Blank"), true},
         {Text::tr("Skipped"), true},
         {Text::tr("State")}});
    for (const qsizetype index : named) {
        const FileReceipt& file = receipt.files.at(index);
        table.addRow(
            {file.relativePath, file.role ? roleText(*file.role, file.recordsAre) : Text::tr("–"),
             figures::bytes(file.bytes), figures::count(file.records.in),
             figures::count(file.records.loaded), figures::count(file.records.rejected),
             figures::count(file.records.blank), figures::count(file.records.skipped),
             fileStateText(file.state)});
    }
    return table.toText();
}

QString plantLine(const LoadReceipt& receipt, const PlantChoice& plant)
{
    const QString folder = QDir(receipt.folder).relativeFilePath(plant.folder);
    return receipt.plants.size() == 1 || folder == "."_L1
               ? Text::tr("Plant: %1").arg(plant.toLine())
               : Text::tr("Plant of “%1”: %2").arg(folder, plant.toLine());
}

QString findingText(const UserMessage& finding, const Context& context)
{
    const QString text = Text::tr("Finding: %1").arg(finding.toText());
    const auto choice = FailureChoice::of(finding);
    if (!choice)
        return text;
    const QString command = context.commandOnDatabase(
        {u"plant"_s, u"set"_s, choice->plant, u"--failure-severities"_s,
         choice->severities.join(u',')});
    return text + u"\n  "_s + command;
}

// Of a dry run; after a load, `rejects` lists them.
QString rejectedText(const RejectedKind& kind)
{
    const FoundLine& first = kind.lines.constFirst();
    return Text::tr("Rejected: %1 × %2 (first: %3, line %4, column %5)")
        .arg(
            figures::count(kind.count), rejectReasonText(kind.reason), first.relativePath,
            figures::count(first.location.lineNumber), figures::count(first.location.columnNumber));
}

QString outcomeSentence(const LoadReceipt& receipt)
{
    const QString time = figures::duration(receipt.elapsedMs);
    switch (receipt.outcome) {
    case LoadReceipt::Outcome::Succeeded:
        return receipt.dryRun ? Text::tr("Dry run: read in %1. Nothing was stored.").arg(time)
                              : Text::tr("Load %1: done in %2.").arg(receipt.loadId).arg(time);
    case LoadReceipt::Outcome::Cancelled:
        return Text::tr("Load %1: cancelled after %2. Complete chunks are stored; loading again "
                        "adds the rest.")
            .arg(receipt.loadId)
            .arg(time);
    case LoadReceipt::Outcome::Failed:
        break;
    }
    if (receipt.dryRun)
        return Text::tr("Dry run: failed after %1. Nothing was stored.").arg(time);
    return receipt.loadId > 0 ? Text::tr("Load %1: failed after %2.").arg(receipt.loadId).arg(time)
                              : Text::tr("The load failed before it began.");
}

} // namespace

QString balanceSentence(const RecordCounts& counts)
{
    const QString sentence =
        counts.balanced()
            ? Text::tr(
                "In balance: %1 records in = %2 loaded + %3 rejected + %4 blank + %5 skipped")
            : Text::tr("OUT OF BALANCE: %1 records in, but %2 loaded + %3 rejected + %4 blank + %5 "
                       "skipped");
    return sentence.arg(
        figures::count(counts.in), figures::count(counts.loaded), figures::count(counts.rejected),
        figures::count(counts.blank), figures::count(counts.skipped));
}

QString receiptText(const LoadReceipt& receipt, const Context& context)
{
    QStringList parts;
    const QList<qsizetype> named = namedFiles(receipt);
    if (!receipt.files.isEmpty())
        parts << fileTable(receipt, named);
    if (const qsizetype more = receipt.files.size() - named.size(); more > 0) {
        parts << Text::tr(
            "… and %n more file(s). Use --json to list all of them.", nullptr,
            static_cast<int>(more));
    }
    for (const PlantChoice& plant : receipt.plants)
        parts << plantLine(receipt, plant);
    for (const qsizetype index : named) {
        const FileReceipt& file = receipt.files.at(index);
        if (!file.message.isEmpty())
            parts << file.relativePath + u": "_s + file.message;
    }
    for (const RejectedKind& kind : receipt.rejectedKinds)
        parts << rejectedText(kind);
    for (const UserMessage& finding : receipt.findings)
        parts << findingText(finding, context);
    for (const qsizetype index : named) {
        const FileReceipt& file = receipt.files.at(index);
        if (!file.records.balanced())
            parts << file.relativePath + u": "_s + balanceSentence(file.records);
    }
    if (!receipt.others.isEmpty()) {
        parts << Text::tr("Use --json to list each file that was not loaded.");
    }
    if (receipt.hasUnfinishedLines) {
        parts << Text::tr("A last line without a line end was left out, because another program "
                          "may still be writing it. Use --final to load it.");
    }
    if (const QString loaded = receipt.loadedText(); !loaded.isEmpty())
        parts << (receipt.dryRun ? Text::tr("To load: %1.") : Text::tr("Loaded: %1.")).arg(loaded);
    parts << outcomeSentence(receipt);
    if (!receipt.files.isEmpty())
        parts << balanceSentence(receipt.total());
    if (receipt.undoneAt.isValid()) {
        parts << Text::tr("Undone on %1: what it loaded is no longer in the database.")
                     .arg(ZonedTime::here(receipt.undoneAt).shown());
    }
    return parts.join(u'\n');
}

void printReceiptJson(Context& context, const QJsonObject& head, const LoadReceipt& receipt)
{
    context.printJson(head, "files"_L1, receipt.fileCount(), [&receipt](qsizetype index) {
        return receipt.fileJson(index);
    });
}

} // namespace faultline
