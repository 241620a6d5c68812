// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/ReportSplit.h"

#include "session/Preferences.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportSplit::ReportSplit(Preferences& preferences, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_preferences(preferences)
{
    setObjectName(u"reportSplit"_s);
    setChildrenCollapsible(false);
}

ReportSplit::~ReportSplit()
{
    if (m_isArranged)
        m_preferences.rememberState(stateName(), saveState());
}

QString ReportSplit::stateName() const
{
    return orientation() == Qt::Horizontal ? u"report-chart-beside"_s : u"report-chart-above"_s;
}

void ReportSplit::restoreSizes()
{
    const QByteArray state = m_preferences.state(stateName());
    // Halves; the splitter makes of it what there is.
    constexpr int kHalf = 1000;
    if (state.isEmpty() || !restoreState(state))
        setSizes({kHalf, kHalf});
}

void ReportSplit::arrange(int pageWidth)
{
    const Qt::Orientation wanted = pageWidth >= kLeastWidthBeside ? Qt::Horizontal : Qt::Vertical;
    if (m_isArranged && wanted == orientation())
        return;
    if (m_isArranged)
        m_preferences.rememberState(stateName(), saveState());
    m_isArranged = true;
    setOrientation(wanted);
    restoreSizes();
}

} // namespace faultline
