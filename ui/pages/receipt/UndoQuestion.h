// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DialogService.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/receipt/LoadReceipt.h"

namespace faultline {

/// The question before a load is undone: what is removed, and what stays.
Question undoQuestion(const LoadReceipt& receipt);
/// The message after a load was undone.
QString undoneText(int loadId, const UndoneLoad& load);

} // namespace faultline
