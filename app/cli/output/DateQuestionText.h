// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"

#include "loading/receipt/LoadReceipt.h"

namespace faultline {

/// Reports that only the user can tell in which order the dates of files are, with the commands
/// that continue, ready to copy. Returns the exit code.
ExitCode askForDateOrder(Context& context, const LoadReceipt& receipt);

} // namespace faultline
