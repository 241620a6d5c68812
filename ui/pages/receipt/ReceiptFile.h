// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/receipt/LoadReceipt.h"

class QWidget;

namespace faultline {

class DialogService;
class MessageStrip;

/// Asks for a place and saves a receipt there as JSON, aside; `strip` says what became of it.
void saveReceipt(
    QWidget* parent, DialogService& dialogs, const LoadReceipt& receipt, MessageStrip* strip);

} // namespace faultline
