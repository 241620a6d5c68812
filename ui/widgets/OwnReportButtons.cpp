// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/OwnReportButtons.h"

#include "Appearance.h"
#include "dialogs/DialogService.h"
#include "reports/OwnReports.h"
#include "session/Workbench.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

OwnReportButtons::OwnReportButtons(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
{
    auto* open = new QPushButton(tr("Open in &SQL"), this);
    open->setObjectName(u"openReportButton"_s);
    open->setToolTip(tr("Shows the query of this report, to change it"));
    auto* remove = new QPushButton(tr("Re&move…"), this);
    remove->setObjectName(u"removeReportButton"_s);
    auto* row = new QHBoxLayout(this);
    appearance::setTight(row, appearance::kRelated);
    row->addWidget(open);
    row->addWidget(remove);
    connect(
        open, &QPushButton::clicked, this, [this] { Q_EMIT queryAsked(m_report.sql.trimmed()); });
    connect(remove, &QPushButton::clicked, this, &OwnReportButtons::remove);
    hide();
}

void OwnReportButtons::showReport(const ReportDefinition& report)
{
    m_report = report;
    setVisible(m_workbench.catalogue.ok() && m_workbench.catalogue->isOwn(report.name));
}

void OwnReportButtons::remove()
{
    const Question question{
        tr("Remove this report?"),
        tr("The report “%1” is yours; its file is deleted.").arg(m_report.title), tr("Remove it"),
        tr("Keep it")};
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
