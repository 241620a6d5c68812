// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportContext.h"

#include <QString>

namespace faultline::notebook {

/// Empty if the report has no chart.
QString chart(const ReportSection& section);

} // namespace faultline::notebook
