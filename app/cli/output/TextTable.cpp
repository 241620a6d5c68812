// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/output/TextTable.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// A cell must not break the table or send control codes to the terminal.
QString printable(QString text)
{
    for (QChar& character : text) {
        if (character.category() == QChar::Other_Control)
            character = u'·';
    }
    return text;
}

} // namespace

TextTable::TextTable(QList<Column> columns)
    : m_columns(std::move(columns))
    , m_widths(m_columns.size(), 0)
{
    QStringList titles;
    for (const Column& column : m_columns)
        titles << column.title;
    addRow(titles);
}

void TextTable::addRow(const QStringList& cells)
{
    QStringList row;
    for (qsizetype i = 0; i < m_columns.size(); ++i) {
        row << printable(cells.value(i));
        m_widths[i] = std::max(m_widths[i], row[i].size());
    }
    m_rows << row;
}

QString TextTable::toText() const
{
    return lines().join(u'\n');
}

QString TextTable::takeText()
{
    const QString text = toText();
    m_rows.clear();
    return text;
}

QStringList TextTable::lines() const
{
    QStringList lines;
    for (const QStringList& row : m_rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i > 0)
                line += u"  "_s;
            line += m_columns[i].isFigure ? row[i].rightJustified(m_widths[i])
                                          : row[i].leftJustified(m_widths[i]);
        }
        while (line.endsWith(u' '))
            line.chop(1);
        lines << line;
    }
    return lines;
}

} // namespace faultline
