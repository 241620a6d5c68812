// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"
#include "loading/receipt/LoadReceipt.h"

#include <QString>

namespace faultline {

/// "In balance: 36,979 records in = 36,979 loaded + 0 rejected + 0 blank + 0 skipped"
QString balanceSentence(const RecordCounts& counts);

/// The full receipt for a terminal: a row for each file, the findings, with the commands that act
/// on them, and the balance. If there are very many files, it lists a few hundred, those with
/// something to report first.
QString receiptText(const LoadReceipt& receipt, const Context& context);

/// `head`, the receipt's headJson() and perhaps more, together with its files.
void printReceiptJson(Context& context, const QJsonObject& head, const LoadReceipt& receipt);

} // namespace faultline
