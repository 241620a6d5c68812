// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportContext.h"
#include "exporting/workbook/XlsxSheet.h"

namespace faultline {

/// Fills a worksheet with facts about the figures: their time and database, what each report and
/// column counts, filters, SQL, and the receipt of the data.
void writeAboutSheet(XlsxSheet& sheet, const XlsxFormats& formats, const ReportContext& context);

} // namespace faultline
