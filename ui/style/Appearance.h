// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

class QLayout;

/// The look of the window: spacing, the few colours, icons. Colours derive from the palette when
/// painting, so dark palettes and palette changes work.
namespace faultline::appearance {

inline constexpr int kRelated = 8; ///< Pixels between related items.
inline constexpr int kGroup = 16;  ///< Between groups.
inline constexpr int kPage = 24;   ///< Around a page.

/// The meaning of a colour. A word or an icon always says the same.
enum class Tone { Neutral, Accent, Information, Success, Warning, Error };

bool isDark(const QPalette& palette);
/// Readable as text and icon on the palette's window and base colours.
QColor toneColor(Tone tone, const QPalette& palette);
/// Blends `share` (0 to 1) of `over` into `under`.
QColor mixed(const QColor& under, const QColor& over, double share);

/// An icon of resources/icons in the colour of `tone`.
QIcon icon(const QString& name, Tone tone = Tone::Neutral);

QFont headingFont(const QFont& base);
QFont figureFont(const QFont& base); ///< For the one large figure of a page.
QFont strongFont(const QFont& base);

/// Removes a layout's margins and sets its spacing.
void setTight(QLayout* layout, int spacing);

} // namespace faultline::appearance
