// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportContext.h"

#include <QList>
#include <QString>
#include <QVariant>

namespace faultline {

/// The receipt of the data behind the figures as a table for people, the same in every document: a
/// row for each load, and one for each of its files. Cells are QString or qint64.
struct ReceiptTable
{
    struct Column
    {
        QString title;
        bool isFigure = false;
    };
    QList<Column> columns;
    QList<QList<QVariant>> rows;
    QString note; ///< What it leaves out, or empty.
};
ReceiptTable receiptTable(const DataReceipt& data);

/// The origin of a document's figures: program, time, database, loads, balance, and what is
/// missing.
QList<FilterLine> originLines(const ReportContext& context);

/// The same in four lines, with what was observed and the filters, for the first page of a
/// document; and what is missing.
QList<FilterLine> dataLines(const ReportContext& context);

/// What kind of figures a column has: "whole number, SQL name error_records".
QString columnWords(const ReportColumn& column);

} // namespace faultline
