// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

namespace faultline {

/// As dark desktops have it.
inline QPalette darkPalette()
{
    QPalette palette(QColor(0x2b, 0x2b, 0x2e));
    const QColor text(0xe6, 0xe6, 0xe6);
    const QColor grey(0x80, 0x80, 0x84);
    palette.setColor(QPalette::Window, QColor(0x2b, 0x2b, 0x2e));
    palette.setColor(QPalette::Base, QColor(0x1f, 0x1f, 0x21));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x26, 0x28));
    palette.setColor(QPalette::Button, QColor(0x38, 0x38, 0x3c));
    palette.setColor(QPalette::ToolTipBase, QColor(0x38, 0x38, 0x3c));
    palette.setColor(QPalette::Highlight, QColor(0x3d, 0x8e, 0xc9));
    palette.setColor(QPalette::HighlightedText, Qt::white);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, text);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, grey);
    palette.setColor(QPalette::PlaceholderText, grey);
    return palette;
}

} // namespace faultline
