// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/findings/FindingRows.h"
#include "loading/receipt/LoadReceipt.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// One kind of finding in the data of plants or of a folder.
struct DataFinding
{
    static constexpr int kMaxExamples = 3;

    QString word; ///< Of faultline.data_findings().
    int count = 0;
    qint64 readings = 0;
    QStringList examples; ///< At most kMaxExamples.
    bool hasMap = false;  ///< There is a sensor map, and an equipment list.
    bool hasList = false;
    /// Why a map or a list of the load gave nothing; empty if it had none.
    QString mapTrouble;
    QString listTrouble;
    /// Some readings without equipment count as failures.
    bool hasFailures = false;
    /// In a database, where a report lists all of them. Otherwise in the files of a folder, whose
    /// plant may have further lists.
    bool isStored = true;
    FindingRows rows; ///< In these files.
};

/// What people read about them, in the order of the report. Words without a message of their own
/// are left out: what a list says twice is said where the list is loaded. Details of a message:
/// "count", "examples" and, if they are stored, "report", the report that lists them all;
/// otherwise, for most, which rows of the files are meant.
QList<UserMessage> messagesOf(const QList<DataFinding>& findings);

/// Why lists of this role gave nothing, though the load had some. Empty if it had none.
QString troubleOfLists(const QList<FileReceipt>& files, SourceRole role);

/// Moves warnings before what is only information.
void putWarningsFirst(QList<UserMessage>& findings);

} // namespace faultline
