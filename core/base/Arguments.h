// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QCommandLineParser>

#include <optional>

namespace faultline {

/// Reports the first option or argument whose value is empty or only spaces. That is a mistake,
/// such as an unset variable in a script. Treating it as missing would change its meaning.
std::optional<UserMessage> emptyArgument(const QCommandLineParser& parser);

/// Reports that the working directory was removed: a relative path would lead elsewhere.
std::optional<UserMessage> missingWorkingDirectory();

} // namespace faultline
