// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QCommandLineParser>

#include <optional>

namespace faultline {

/// Says of arguments that were parsed which option or argument is empty, or nothing but spaces, if
/// any is. That is a mistake, such as of a script whose variable isn't set: taken as if it weren't
/// given it would mean something else.
std::optional<UserMessage> emptyArgument(const QCommandLineParser& parser);

/// That the working directory was removed, if it was. A relative path would lead elsewhere.
std::optional<UserMessage> missingWorkingDirectory();

} // namespace faultline
