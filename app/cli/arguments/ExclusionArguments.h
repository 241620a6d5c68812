// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "loading/plants/Exclusions.h"

#include <QCommandLineParser>

namespace faultline {

void addExclusionOptions(QCommandLineParser& parser);

/// The excluded time that the options describe. Fails with the code "usage" if they don't describe
/// one.
Result<Exclusion> exclusionFrom(const QCommandLineParser& parser);

} // namespace faultline
