// SPDX-License-Identifier: GPL-3.0-or-later
#include "UndoQuestion.h"

#include "Formatting.h"

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
        Text::tr("Its %1 readings and %2 rejected lines are taken out of the database and of every "
                 "report.\n\nWhat its lists say of equipment and sensors stays, and its receipt "
                 "stays in the history. Loading the folder again brings everything back, as long "
                 "as the files are there.")
            .arg(format::count(receipt.readings().loaded), format::count(receipt.total().rejected)),
        Text::tr("Undo the load"), Text::tr("Keep it")};
}

QString undoneText(int loadId, const UndoneLoad& load)
{
    return Text::tr("Load %1 is undone: %2 readings and %3 rejected lines were taken back")
        .arg(
            QString::number(loadId), format::count(load.readings),
            format::count(load.rejectedLines));
}

} // namespace faultline
