// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "exporting/context/ReportContext.h"
#include "exporting/output/OutputBuffer.h"

#include <QByteArrayView>
#include <QStringView>

namespace faultline {

/// Elements of an HTML document. Texts are escaped; tags and attributes are the program's own.
class HtmlOutput
{
public:
    explicit HtmlOutput(QIODevice& device)
        : m_output(device)
    {}

    /// Markup, as it is.
    HtmlOutput& operator<<(QByteArrayView markup)
    {
        m_output << markup;
        return *this;
    }
    HtmlOutput& text(QStringView text);
    /// <tag>text</tag>; `tag` may have attributes.
    HtmlOutput& element(QByteArrayView tag, QStringView text);
    HtmlOutput& link(const QString& target, QStringView text);
    /// A list of names and values.
    HtmlOutput& lines(const QList<FilterLine>& lines);

    Result<void> flushIfFull() { return m_output.flushIfFull(); }
    Result<void> flush() { return m_output.flush(); }

private:
    OutputBuffer m_output;
};

} // namespace faultline
