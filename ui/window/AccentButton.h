// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace faultline {

/// The one button of a window that stands out, in the accent colour of the palette.
class AccentButton : public QPushButton
{
    Q_OBJECT

public:
    using QPushButton::QPushButton;

    void setAccented(bool accented);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    bool m_accented = true;
};

} // namespace faultline
