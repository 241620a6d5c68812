// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/BusyLine.h"

#include "style/Appearance.h"
#include "widgets/ProgressBar.h"

#include <QHBoxLayout>

namespace faultline {

BusyLine::BusyLine(QWidget* parent)
    : QWidget(parent)
    , m_bar(new ProgressBar(this))
{
    m_bar->setRange(0, 0);
    m_bar->setAccessibleName(tr("Working"));
    m_bar->hide();
    auto* row = new QHBoxLayout(this);
    appearance::setTight(row, 0);
    row->addWidget(m_bar);
    setFixedHeight(m_bar->sizeHint().height());
    m_delay.setSingleShot(true);
    m_delay.setInterval(kDelayMs);
    connect(&m_delay, &QTimer::timeout, m_bar, &QWidget::show);
}

void BusyLine::setBusy(bool busy)
{
    if (busy) {
        if (!m_bar->isVisible() && !m_delay.isActive())
            m_delay.start();
        return;
    }
    m_delay.stop();
    m_bar->hide();
}

} // namespace faultline
