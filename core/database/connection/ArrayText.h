// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QVariant>

namespace faultline {

/// An array in PostgreSQL's text form; `asText` gives the text of an element.
template<typename Values, typename AsText>
QString arrayText(const Values& values, const AsText& asText)
{
    QString text(u'{');
    for (const auto& value : values) {
        if (text.size() > 1)
            text += u',';
        text += asText(value);
    }
    return text + u'}';
}

/// A text as such an element.
inline QString quotedElement(QString text)
{
    return u'"'
           + text.replace(u'\\', QLatin1StringView("\\\\")).replace(u'"', QLatin1StringView("\\\""))
           + u'"';
}

/// Texts as the value of a placeholder of type text[]; null if there are none.
inline QVariant textsOrNull(const QStringList& texts)
{
    return texts.isEmpty() ? QVariant(QMetaType::fromType<QString>())
                           : QVariant(arrayText(texts, quotedElement));
}

} // namespace faultline
