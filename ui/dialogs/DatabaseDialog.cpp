// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialogs/DatabaseDialog.h"

#include "widgets/BusyLine.h"
#include "widgets/MessageStrip.h"

namespace faultline {

DatabaseDialog::DatabaseDialog(Workbench& workbench, QWidget* parent)
    : QDialog(parent)
    , m_workbench(workbench)
    , m_busy(new BusyLine(this))
    , m_strip(new MessageStrip(this))
{}

DatabaseDialog::~DatabaseDialog()
{
    if (m_cancel)
        m_cancel->cancel();
}

void DatabaseDialog::begin(Job job)
{
    m_strip->clear();
    m_cancel.emplace();
    m_job = job;
    m_busy->setBusy(true);
    showButtons();
}

void DatabaseDialog::end(const std::optional<UserMessage>& problem)
{
    m_cancel.reset();
    m_busy->setBusy(false);
    showButtons();
    if (problem && problem->code != kCancelledCode)
        m_strip->showMessage(*problem);
}

void DatabaseDialog::reject()
{
    if (isChanging())
        m_cancel->cancel(); // it may be too late; then what is changed stays
    else
        QDialog::reject();
}

} // namespace faultline
