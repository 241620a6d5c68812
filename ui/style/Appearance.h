// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

class QLayout;

/// How the window looks, in one place: distances, the few colours, icons. Colours are made from the
/// palette at the time of painting, so that dark palettes and changes of palette just work.
namespace faultline::appearance {

inline constexpr int kRelated = 8; ///< Pixels between related things.
inline constexpr int kGroup = 16;  ///< Between groups.
inline constexpr int kPage = 24;   ///< Around a page.

/// What a colour says. It never says it alone: a word or an icon stands beside it.
enum class Tone { Neutral, Accent, Information, Success, Warning, Error };

bool isDark(const QPalette& palette);
/// Readable as text and icon on the palette's window and base colours.
QColor toneColor(Tone tone, const QPalette& palette);
/// `share` of `over` laid on `under`; 0 to 1.
QColor mixed(const QColor& under, const QColor& over, double share);

/// An icon of resources/icons in the colour of `tone`.
QIcon icon(const QString& name, Tone tone = Tone::Neutral);

QFont headingFont(const QFont& base);
QFont figureFont(const QFont& base); ///< For the one large figure of a page.
QFont strongFont(const QFont& base);

/// Removes a layout's own margins and sets its spacing.
void setTight(QLayout* layout, int spacing);

} // namespace faultline::appearance
