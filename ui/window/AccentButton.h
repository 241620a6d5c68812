// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace faultline {

/// The primary button of a window, painted in the palette's accent colour.
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
