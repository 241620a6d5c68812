// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "dialogs/DialogService.h"
#include "loading/ledger/UndoLoad.h"
#include "loading/receipt/LoadReceipt.h"

namespace faultline {

/// What a person is asked before a load is taken back: what goes, and what stays.
Question undoQuestion(const LoadReceipt& receipt);
/// And what they are told afterwards.
QString undoneText(int loadId, const UndoneLoad& load);

} // namespace faultline
