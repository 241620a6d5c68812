// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/UndoQuestion.h"

#include "style/Formatting.h"

#include <QCoreApplication>
#include <QDir>

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(UndoQuestion)
};

} // namespace

Question undoQuestion(const LoadReceipt& receipt)
{
    return {
        Text::tr("Undo load %1 of %2?")
            .arg(QString::number(receipt.loadId), QDir(receipt.folder).dirName()),
        Text::tr(
            "This removes its %1 and %2 from the database and from every report. The lists of "
            "the remaining loads apply again.\n\nOther loads may have skipped lines that this one "
            "had loaded. To load those, load their folders again.\n\nThe receipt stays in the "
            "ledger. To restore everything, load this folder again while its files still "
            "exist.")
            .arg(
                receipt.loadedText().isEmpty() ? format::readings(0) : receipt.loadedText(),
                format::rejectedLines(receipt.total().rejected)),
        Text::tr("Undo load"), Text::tr("Keep load")};
}

QString undoneText(int loadId, const UndoneLoad& load)
{
    const QString text = Text::tr("Load %1 is undone: %2 and %3 were removed")
                             .arg(
                                 QString::number(loadId), format::readings(load.readings),
                                 format::rejectedLines(load.rejectedLines));
    if (load.linesToLoadAgain == 0)
        return text;
    return Text::tr("%1. Other loads had skipped %2 lines, perhaps because this one had loaded "
                    "them. To load what is missing now, load again: %3")
        .arg(
            text, format::count(load.linesToLoadAgain),
            load.foldersToLoadAgain.join(QStringLiteral(", ")));
}

} // namespace faultline
