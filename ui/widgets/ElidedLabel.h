// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace faultline {

/// One line of plain text, elided (in the middle by default) if there is too little space. Set the
/// full text as the tool tip.
class ElidedLabel : public QLabel
{
    Q_OBJECT

public:
    using QLabel::QLabel;

    void setElideMode(Qt::TextElideMode mode);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Qt::TextElideMode m_mode = Qt::ElideMiddle;
};

} // namespace faultline
