// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "exporting/workbook/XlsxCheck.h"
#include "readings/ZonedTime.h"

#include <QList>
#include <QString>
#include <QVariant>

#include <xlsxwriter.h>

#include <optional>

namespace faultline {

/// A workbook's cell formats; the workbook owns them.
struct XlsxFormats
{
    explicit XlsxFormats(lxw_workbook* workbook);

    lxw_format* header;
    lxw_format* title;
    lxw_format* wrapped;
    lxw_format* code;
    lxw_format* share;
    lxw_format* total; ///< For a row of sums.
    lxw_format* totalDigits;
    lxw_format* digits; ///< Figures as text, because Excel would round them.
    /// Figures with this number of decimals, 0 to 9.
    lxw_format* figure(int decimals) const { return m_figures.at(decimals); }
    lxw_format* sum(int decimals) const { return m_sums.at(decimals); }

    /// Shows what clocks show, with the offset if the time is written with it.
    lxw_format* time(const ZonedTime& time);

private:
    lxw_workbook* m_workbook;
    QHash<QString, lxw_format*> m_times; ///< By offset.
    QList<lxw_format*> m_figures;
    QList<lxw_format*> m_sums;
};

/// One worksheet, written row by row and from left to right. Counts its content for
/// isCompleteWorkbook(), and keeps the first failure.
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
    /// What clocks show; as text if Excel can't represent the date.
    void time(lxw_row_t row, lxw_col_t column, const ZonedTime& time, XlsxFormats& formats);

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

/// Why libxlsxwriter failed. For a full disk it only says "ZIP_ERRNO"; `reason`, the errno, names
/// it. If it noticed nothing, says that a disk may have been full.
QString xlsxFailure(lxw_error error, int reason);

/// A cell's text, encoded to be read back unchanged. A spreadsheet decodes _x000D_ as the character
/// with that number (ECMA-376, 22.9.2.19, ST_Xstring), so text that looks like that is escaped.
/// U+FFFE and U+FFFF, which XML can't hold, use this form; libxlsxwriter encodes control
/// characters.
QByteArray xlsxText(const QString& text);

/// A title of a chart or the document, where programs differ in decoding _x000D_. If a text looks
/// like that, a space replaces its first underscore. What XML can't hold is as in visibleText().
QByteArray xlsxTitle(const QString& text);

/// `title` as a unique sheet name: at most 31 characters, without those that Excel forbids.
QString sheetName(const QString& title, const QStringList& taken);

/// Excel keeps fifteen digits of a number; longer ones would change.
bool isExactInExcel(qint64 number);
/// The same for a figure's digits; false if it isn't a number.
bool isExactInExcel(const QString& figure);

} // namespace faultline
