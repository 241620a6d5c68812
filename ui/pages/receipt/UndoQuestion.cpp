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
        Text::tr("Its %1 and %2 are taken out of the database and of every report.\n\nWhat its "
                 "lists say of equipment and sensors stays, and all reports go by it: to go back "
                 "to other lists, load their folder again. Its receipt stays in the history. "
                 "Loading the folder again brings everything back, as long as the files are "
                 "there.")
            .arg(
                format::readings(receipt.readings().loaded),
                format::rejectedLines(receipt.total().rejected)),
        Text::tr("Undo the load"), Text::tr("Keep it")};
}

QString undoneText(int loadId, const UndoneLoad& load)
{
    const QString text = Text::tr("Load %1 is undone: %2 and %3 were taken back")
                             .arg(
                                 QString::number(loadId), format::readings(load.readings),
                                 format::rejectedLines(load.rejectedLines));
    return load.keepsLists
               ? Text::tr("%1. What its lists say of equipment and sensors stays: to go back to "
                          "other lists, load their folder again.")
                     .arg(text)
               : text;
}

} // namespace faultline
