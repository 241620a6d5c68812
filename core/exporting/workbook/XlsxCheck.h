// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// What a worksheet must contain.
struct SheetContent
{
    qint64 rows = 0;
    qint64 cells = 0;
};

/// Whether the sheets of the workbook at `path` are complete, in order. libxlsxwriter assembles
/// sheets in temporary files and doesn't check writes: a full disk leaves a workbook that lacks
/// rows but is otherwise valid.
bool isCompleteWorkbook(const QString& path, const QList<SheetContent>& sheets);

} // namespace faultline
