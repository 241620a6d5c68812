// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/HtmlOutput.h"

#include "exporting/text/HtmlText.h"

namespace faultline {

HtmlOutput& HtmlOutput::text(QStringView text)
{
    return *this << htmlText(text);
}

HtmlOutput& HtmlOutput::element(QByteArrayView tag, QStringView text)
{
    const qsizetype nameEnd = tag.indexOf(' ');
    const QByteArrayView name = nameEnd < 0 ? tag : tag.first(nameEnd);
    return *this << "<" << tag << ">" << htmlText(text) << "</" << name << ">\n";
}

HtmlOutput& HtmlOutput::link(const QString& target, QStringView text)
{
    return *this << "<a href=\"#" << htmlText(target) << "\">" << htmlText(text) << "</a>";
}

HtmlOutput& HtmlOutput::lines(const QList<FilterLine>& lines)
{
    if (lines.isEmpty())
        return *this;
    *this << "<dl>\n";
    for (const FilterLine& line : lines)
        element("dt", line.title).element("dd", line.value);
    return *this << "</dl>\n";
}

} // namespace faultline
