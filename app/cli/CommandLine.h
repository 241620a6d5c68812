// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Drawing.h"

#include <QStringList>

namespace faultline {

/// Does what the arguments say (the first is the program's name) and gives the exit code: 0 done
/// and balanced, 1 failed, 2 wrong usage, 3 done with rejected lines. Needs a QCoreApplication.
/// Without `drawing`, what has to be drawn is left to the program that has one.
int runCommandLine(const QStringList& arguments, const Drawing& drawing = {});

} // namespace faultline
