// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace faultline {

/// Text escaped for content and quoted attributes, in UTF-8. Characters that HTML and XML don't
/// allow are as in visibleText(). A carriage return is a character reference, because both would
/// take it for a line end.
QByteArray htmlText(QStringView text);

/// The svg element of an SVG document, for embedding in HTML.
QByteArray svgElement(const QByteArray& document);

} // namespace faultline
