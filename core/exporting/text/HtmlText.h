// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace faultline {

/// Text as it stands between tags and in quoted attributes, in UTF-8: nothing in it is markup. What
/// neither HTML nor XML may hold is as visibleText() has it; a carriage return, which both would
/// take for the end of a line, is a reference.
QByteArray htmlText(QStringView text);

/// The svg element of an SVG document, for a place in HTML.
QByteArray svgElement(const QByteArray& document);

} // namespace faultline
