// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export/CsvExportButton.h"

#include "style/Appearance.h"
#include "widgets/CancelToggle.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

CsvExportButton::CsvExportButton(QWidget* parent)
    : QPushButton(parent)
    , m_toggle(new CancelToggle(this))
{
    connect(m_toggle, &CancelToggle::startRequested, this, &CsvExportButton::exportRequested);
    connect(m_toggle, &CancelToggle::cancelRequested, this, &CsvExportButton::cancelled);
    connect(m_toggle, &CancelToggle::changed, this, &CsvExportButton::showState);
    showState();
}

void CsvExportButton::setRunning(bool running)
{
    m_toggle->setRunning(running);
}

void CsvExportButton::showState()
{
    const bool isCancel = m_toggle->isCancel();
    setIcon(appearance::icon(isCancel ? u"cancel"_s : u"export"_s));
    setText(isCancel ? tr("Cancel export") : tr("&Export CSV…"));
    setToolTip(
        isCancel ? tr("Stop the export; an existing file stays unchanged (Esc)") : QString());
}

} // namespace faultline
