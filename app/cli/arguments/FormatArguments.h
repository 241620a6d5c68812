// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/choices/FormatChoice.h"
#include "sources/folder/SourceFile.h"

#include <QCommandLineParser>

namespace faultline {

/// The options of `formats set` that say how files are read.
void addFormatOptions(QCommandLineParser& parser);

/// `choice`, changed as the options say, for files like `file`. `file` is as it was recognised,
/// and `choice` is what was chosen before. Errors are wrong usage.
Result<FormatChoice>
choiceWith(const QCommandLineParser& parser, FormatChoice choice, const SourceFile& file);

} // namespace faultline
