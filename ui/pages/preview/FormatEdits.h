// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/choices/FormatChoice.h"
#include "sources/tables/TableFormat.h"
#include "sources/tables/TableRecognition.h"

#include <QList>
#include <QString>

#include <functional>
#include <optional>

namespace faultline {

/// What a user changes about how files are read.
struct FormatEdit
{
    std::function<void(FormatChoice& choice)> apply;
    std::optional<TableQuestion::Kind> answers; ///< The question that it answers.
};
FormatEdit tableEdit(TableFormat table, std::optional<TableQuestion::Kind> answers = {});

/// What a column means, for people: "Sensor", "Not used". `layout` tells a sensor's values from the
/// one value of a row.
QString tableFieldText(TableField field, TableLayout layout);
/// For people: "A row is a reading", "A column is a sensor".
QString tableLayoutText(TableLayout layout);

/// For people: "Windows-1252".
QString encodingName(TextEncoding encoding);

/// Gives columns a field. A field that only one column can have is taken from the others.
TableFormat withField(TableFormat table, const QList<int>& columns, TableField field);
/// What a sensor or measurement is called; empty: as the column.
TableFormat withLabel(TableFormat table, int column, const QString& label);
/// The other layout: columns with values of sensors become measurements, and the reverse. If
/// `recognised` has the layout, its columns are used.
TableFormat
withLayout(TableFormat table, TableLayout layout, const TableFormat* recognised = nullptr);

} // namespace faultline
