// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/reports/ReportSplit.h"

#include "session/Preferences.h"
#include "style/Appearance.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ReportSplit::ReportSplit(Preferences& preferences, QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_preferences(preferences)
{
    setObjectName(u"reportSplit"_s);
    setChildrenCollapsible(false);
    setHandleWidth(appearance::kRelated);
    connect(this, &QSplitter::splitterMoved, this, [this] {
        m_isChosen = true;
        m_isFolded = false;
    });
}

ReportSplit::~ReportSplit()
{
    keepSizes();
}

QString ReportSplit::stateName() const
{
    return orientation() == Qt::Horizontal ? u"report-chart-beside"_s : u"report-chart-above"_s;
}

void ReportSplit::keepSizes()
{
    if (m_isArranged && m_isChosen && !m_isFolded)
        m_preferences.rememberState(stateName(), saveState());
}

void ReportSplit::restoreSizes()
{
    const QByteArray state = m_preferences.state(stateName());
    m_isChosen = !state.isEmpty() && restoreState(state);
    chooseSizes();
}

bool ReportSplit::isTooLow() const
{
    return orientation() == Qt::Vertical && height() < kMinHeightStacked;
}

void ReportSplit::chooseSizes()
{
    if (!m_isArranged || count() == 0)
        return;
    if (isTooLow()) {
        if (!m_isFolded)
            keepSizes();
        m_isFolded = true;
        setCollapsible(0, true);
        setSizes({0, height()});
        return;
    }
    if (m_isFolded) {
        m_isFolded = false;
        setCollapsible(0, false);
        restoreSizes();
        return;
    }
    if (m_isChosen)
        return;
    // A table can scroll, a chart can't. The splitter scales these to the available size.
    if (orientation() == Qt::Vertical) {
        setSizes({600, 400});
        return;
    }
    constexpr double kMinTableShare = 0.36;
    const int whole = std::max(0, width() - handleWidth());
    const int table =
        std::clamp(m_tableWidth, qRound(kMinTableShare * whole), qRound(m_maxTableShare * whole));
    setSizes({whole - table, table});
}

void ReportSplit::suit(int tableWidth, double maxTableShare)
{
    m_tableWidth = tableWidth;
    m_maxTableShare = maxTableShare;
    chooseSizes();
}

void ReportSplit::resizeEvent(QResizeEvent* event)
{
    QSplitter::resizeEvent(event);
    chooseSizes();
}

void ReportSplit::arrange(int pageWidth)
{
    const Qt::Orientation wanted = pageWidth >= kMinWidthBeside ? Qt::Horizontal : Qt::Vertical;
    if (m_isArranged && wanted == orientation())
        return;
    keepSizes();
    m_isArranged = true;
    setOrientation(wanted);
    restoreSizes();
}

} // namespace faultline
