// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"

#include "loading/receipt/LoadReceipt.h"

namespace faultline {

/// Reports that only the user can tell a folder's plant, with the commands that continue, ready to
/// copy. `request` is what the load was told. Returns the exit code.
ExitCode askForPlant(Context& context, const LoadReceipt& receipt, const PlantRequest& request);

} // namespace faultline
