// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/TextTable.h"

#include "reports/ReportDefinition.h"

#include <QJsonArray>
#include <QStringList>
#include <QVariant>

namespace faultline {

// Rows of reports and queries, for people and for programs.

TextTable textTableOf(const QList<ReportColumn>& columns);
QStringList shownCells(const QList<ReportColumn>& columns, const QList<QVariant>& row);

/// Name, title and type of each.
QJsonArray jsonColumns(const QList<ReportColumn>& columns);
QJsonArray jsonRow(const QList<ReportColumn>& columns, const QList<QVariant>& row);

} // namespace faultline
