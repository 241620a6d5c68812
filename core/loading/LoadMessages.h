// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/receipt/LoadReceipt.h"
#include "sources/folder/SourceFile.h"

#include <QList>
#include <QMap>

namespace faultline {

// What LoadRun says.

UserMessage nothingToLoad(const DataFolder& folder);
/// Faultline was closed before the load had finished.
UserMessage interruptedLoad();

/// The load needs an answer first: a PlantQuestion or a DateOrderQuestion.
template<typename Question>
UserMessage openQuestion(const Question& question, QStringView code)
{
    return UserMessage::error(question.what())
        .because(question.why())
        .at(question.folder)
        .withCode(code.toString());
}

/// The user chose an order for a file whose dates are in both.
UserMessage contradictoryDates(const SourceFile& file, TimeFormat::DateOrder chosen);
/// The user chose an order, but the file shows another one.
UserMessage provedOtherwise(const SourceFile& file);

/// How often the load was interrupted, and how many lines the database refused, by reason.
QList<UserMessage> recoveryFindings(int interruptions, const QMap<QString, qint64>& refusals);
/// A file failed, although the rest is loaded; `log` are the records of all readings files.
UserMessage failedFile(const FileReceipt& failed, const RecordCounts& log);

} // namespace faultline
