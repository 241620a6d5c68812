// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Drawing.h"

#include <QStringList>

namespace faultline {

/// Runs the command in the arguments (the first is the program's name) and returns the exit code: 0
/// done and balanced, 1 failed, 2 wrong usage, 3 done with rejected lines. Needs a
/// QCoreApplication. Without `drawing`, hands work that needs drawing over to the program that can
/// draw.
int runCommandLine(const QStringList& arguments, const Drawing& drawing = {});

} // namespace faultline
