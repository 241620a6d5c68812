// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/text/HtmlText.h"

#include "base/Utf8.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

QByteArray htmlText(QStringView text)
{
    QString safe;
    safe.reserve(text.size());
    for (const QChar character : visibleText(text)) {
        if (character == u'<')
            safe += u"&lt;"_s;
        else if (character == u'>')
            safe += u"&gt;"_s;
        else if (character == u'&')
            safe += u"&amp;"_s;
        else if (character == u'"')
            safe += u"&quot;"_s;
        else if (character == u'\r')
            safe += u"&#13;"_s;
        else
            safe += character;
    }
    return safe.toUtf8();
}

QByteArray svgElement(const QByteArray& document)
{
    const qsizetype start = document.indexOf("<svg");
    return start < 0 ? QByteArray() : document.mid(start).trimmed();
}

} // namespace faultline
