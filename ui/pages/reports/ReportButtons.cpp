// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportButtons.h"

#include "dialogs/DialogService.h"
#include "reports/custom/OwnReports.h"
#include "reports/custom/ReportDraft.h"
#include "session/Workbench.h"
#include "style/Appearance.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportButtons::ReportButtons(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_remove(new QPushButton(tr("Re&move…"), this))
{
    auto* open = new QPushButton(tr("Open in &SQL"), this);
    open->setObjectName(u"openReportButton"_s);
    open->setToolTip(
        tr("Open the query of this report on the SQL page, to write your own from it"));
    m_remove->setObjectName(u"removeReportButton"_s);
    auto* row = new QHBoxLayout(this);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(open);
    row->addWidget(m_remove);
    connect(
        open, &QPushButton::clicked, this, [this] { Q_EMIT queryRequested(reportText(m_report)); });
    connect(m_remove, &QPushButton::clicked, this, &ReportButtons::remove);
    m_remove->hide();
}

void ReportButtons::showReport(const ReportDefinition& report)
{
    m_report = report;
    m_remove->setVisible(m_workbench.catalogue.ok() && m_workbench.catalogue->isOwn(report.name));
}

void ReportButtons::remove()
{
    const Question question{
        tr("Remove this report?"),
        tr("This deletes the file of your saved report “%1”.").arg(m_report.title), tr("Remove"),
        tr("Keep")};
    m_workbench.dialogs.confirm(this, question, [this, name = m_report.name](bool yes) {
        if (!yes)
            return;
        if (const auto removed = removeOwnReport(ownReportsFolder(), name); !removed) {
            Q_EMIT failed(removed.error());
            return;
        }
        m_workbench.reloadReports();
        Q_EMIT this->removed();
    });
}

} // namespace faultline
