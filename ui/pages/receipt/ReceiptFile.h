// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/receipt/LoadReceipt.h"

class QWidget;

namespace faultline {

class DialogService;
class MessageStrip;

/// Asks for a file name and saves a receipt as JSON in the background; `strip` shows the result.
void saveReceipt(
    QWidget* parent, DialogService& dialogs, const LoadReceipt& receipt, MessageStrip* strip);

} // namespace faultline
