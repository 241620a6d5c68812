// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// What a worksheet must hold.
struct SheetContent
{
    qint64 rows = 0;
    qint64 cells = 0;
};

/// Whether the sheets of the workbook at `path` hold all of it, the first one's first.
/// libxlsxwriter puts sheets together in temporary files and doesn't look whether the disk took
/// them: a full one leaves a workbook that lacks rows and is otherwise in order.
bool isWholeWorkbook(const QString& path, const QList<SheetContent>& sheets);

} // namespace faultline
