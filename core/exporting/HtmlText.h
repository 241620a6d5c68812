// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace faultline {

/// Text as it stands between tags and in quoted attributes, in UTF-8: nothing in it is markup.
/// Control characters, which neither HTML nor XML may hold, show as U+FFFD.
QByteArray htmlText(QStringView text);

/// The svg element of an SVG document, for a place in HTML.
QByteArray svgElement(const QByteArray& document);

} // namespace faultline
