// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportContext.h"
#include "reports/definition/ReportRow.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

namespace faultline {

/// The content of a notebook's cells, in Python and Markdown. Names of reports, filters and
/// databases appear only as escaped strings.
namespace notebook {

/// A Python string literal.
QString pythonString(const QString& text);
/// Text without Markdown or HTML markup.
QString markdownText(const QString& text);

QString introduction(const ReportContext& context);
/// Connects with the libpq keywords in `connection`, and defines the functions that the other cells
/// use.
QString preparation(const ReportContext& context, const QMap<QString, QString>& connection);
QString description(const ReportSection& section);
/// Reads the report into the data frame `name`. Of a computed report, it makes the frame of `rows`,
/// which are all of its rows.
QString query(const ReportSection& section, const QList<ReportRow>& rows);
QString receipt(const DataReceipt& data);

} // namespace notebook

} // namespace faultline
