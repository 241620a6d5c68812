// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportContext.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>

namespace faultline {

/// The texts of a notebook's cells, in Python and Markdown. Whatever a report, a filter or a
/// database is called, it stands in them as a string.
namespace notebook {

/// A string as Python writes it.
QString pythonString(const QString& text);
/// Text in which Markdown and HTML see nothing of theirs.
QString markdownText(const QString& text);

QString introduction(const ReportContext& context);
/// Connects with libpq's keywords of `connection`, and defines the functions that the other cells
/// use.
QString preparation(const ReportContext& context, const QMap<QString, QString>& connection);
QString description(const ReportSection& section);
/// Reads the report into the frame `name`.
QString query(const ReportSection& section);
/// Empty when the report has no chart.
QString chart(const ReportSection& section);
QString receipt(const DataReceipt& data);

} // namespace notebook

} // namespace faultline
