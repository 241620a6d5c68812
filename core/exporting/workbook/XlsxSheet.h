// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/workbook/XlsxCheck.h"
#include "readings/Instant.h"

#include <QList>
#include <QString>
#include <QVariant>

#include <xlsxwriter.h>

#include <optional>

namespace faultline {

/// The formats of a workbook's cells; they belong to the workbook.
struct XlsxFormats
{
    explicit XlsxFormats(lxw_workbook* workbook);

    lxw_format* header;
    lxw_format* title;
    lxw_format* wrapped;
    lxw_format* code;
    lxw_format* time;
    lxw_format* share;
    lxw_format* total; ///< Of a line of sums.
    lxw_format* totalDigits;
    lxw_format* digits; ///< Figures that are text, because Excel would round them.
    /// Figures with so many decimals, 0 to 9.
    lxw_format* figure(int decimals) const { return m_figures.at(decimals); }
    lxw_format* sum(int decimals) const { return m_sums.at(decimals); }

private:
    QList<lxw_format*> m_figures;
    QList<lxw_format*> m_sums;
};

/// One worksheet, written row by row and cell by cell to the right. Keeps count of what it holds,
/// for isWholeWorkbook(), and the first failure.
class XlsxSheet
{
public:
    XlsxSheet(lxw_workbook* workbook, const QString& name);

    void text(lxw_row_t row, lxw_col_t column, const QString& text, lxw_format* format = nullptr);
    void blank(lxw_row_t row, lxw_col_t column, lxw_format* format);
    void number(lxw_row_t row, lxw_col_t column, double value, lxw_format* format);
    void formula(
        lxw_row_t row, lxw_col_t column, const QByteArray& formula, double value,
        lxw_format* format);
    /// In UTC; as text where Excel has no such date.
    void time(lxw_row_t row, lxw_col_t column, Instant time, lxw_format* format);

    lxw_worksheet* worksheet() const { return m_sheet; }
    const QByteArray& name() const { return m_name; }
    const SheetContent& content() const { return m_content; }
    Result<void> state() const;

private:
    template<typename Call>
    void write(lxw_row_t row, const Call& call);

    QByteArray m_name;
    lxw_worksheet* m_sheet;
    SheetContent m_content;
    std::optional<lxw_row_t> m_lastRow;
    std::optional<UserMessage> m_failure;
};

/// Why libxlsxwriter failed: it says "ZIP_ERRNO" of a full disk, which `reason`, the errno, has a
/// name for; where it noticed nothing, that a disk may have been full.
QString xlsxFailure(lxw_error error, int reason);

/// The text of a cell, so that it is read as it was: a spreadsheet takes _x000D_ for the character
/// of that number (ECMA-376, 22.9.2.19, ST_Xstring), so that what looks like it is escaped, and
/// U+FFFE and U+FFFF, which XML can't hold, are written in that way. libxlsxwriter sees to the
/// control characters.
QByteArray xlsxText(const QString& text);

/// A title for the eye, of a chart or the document: where programs differ in whether they decode
/// _x000D_. What looks like it loses its first underscore to a space; what XML can't hold is as
/// visibleText() has it.
QByteArray xlsxTitle(const QString& text);

/// `title` as the name of a sheet that none of `taken` has: at most 31 characters without those
/// that Excel forbids.
QString sheetName(const QString& title, const QStringList& taken);

/// Excel keeps fifteen digits of a number: a longer one would become another.
bool isExactInExcel(qint64 number);
/// Of the digits of a figure; false for what is no number.
bool isExactInExcel(const QString& figure);

} // namespace faultline
