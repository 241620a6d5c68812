// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/text/CsvWriter.h"

#include <QCommandLineParser>

namespace faultline {

/// Options of commands that write CSV.
void addCsvOptions(QCommandLineParser& parser);
CsvOptions csvOptionsOf(const QCommandLineParser& parser);

} // namespace faultline
