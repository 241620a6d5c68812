// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export/CsvExportButton.h"

#include "style/Appearance.h"
#include "widgets/CancelOffer.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

CsvExportButton::CsvExportButton(QWidget* parent)
    : QPushButton(parent)
    , m_offer(new CancelOffer(this))
{
    connect(m_offer, &CancelOffer::startRequested, this, &CsvExportButton::exportRequested);
    connect(m_offer, &CancelOffer::cancelRequested, this, &CsvExportButton::cancelled);
    connect(m_offer, &CancelOffer::changed, this, &CsvExportButton::showState);
    showState();
}

void CsvExportButton::setRunning(bool running)
{
    m_offer->setRunning(running);
}

void CsvExportButton::showState()
{
    const bool offersCancel = m_offer->isOffered();
    setIcon(appearance::icon(offersCancel ? u"cancel"_s : u"export"_s));
    setText(offersCancel ? tr("Cancel export") : tr("&Export CSV…"));
    setToolTip(
        offersCancel ? tr("Stop the export; an existing file stays unchanged (Esc)") : QString());
}

} // namespace faultline
