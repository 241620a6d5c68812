// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"
#include "loading/receipt/LoadReceipt.h"

#include <QString>

namespace faultline {

/// "In balance: 36,979 records in = 36,979 loaded + 0 rejected + 0 blank + 0 skipped"
QString balanceSentence(const RecordCounts& counts);

/// The whole receipt for a terminal: a row for each file, what is to be known, the balance. Of very
/// many files some hundred are named, first those that there is something to say of.
QString receiptText(const LoadReceipt& receipt);

/// `head`, which is the receipt's headJson() and perhaps more, with its files.
void printReceiptJson(Context& context, const QJsonObject& head, const LoadReceipt& receipt);

} // namespace faultline
