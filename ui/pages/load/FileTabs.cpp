// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/load/FileTabs.h"

#include "pages/check/CheckPane.h"
#include "pages/preview/PreviewPane.h"
#include "session/Workbench.h"
#include "style/Formatting.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

FileTabs::FileTabs(Workbench& workbench, QWidget* parent)
    : QTabWidget(parent)
    , m_workbench(workbench)
    , m_preview(new PreviewPane(workbench, this))
    , m_check(new CheckPane(workbench, this))
{
    setObjectName(u"fileTabs"_s);
    setDocumentMode(true);
    setTabBarAutoHide(true);
    m_preview->hide();
    m_check->hide();
    hide();
}

void FileTabs::setShown(QWidget* page, const QString& title, bool isShown)
{
    const int at = indexOf(page);
    if (isShown && at >= 0)
        setTabText(at, title);
    else if (isShown)
        insertTab(page == m_preview ? 0 : count(), page, title);
    else if (at >= 0)
        removeTab(at);
    if (!isShown)
        page->hide();
    setHidden(count() == 0);
}

void FileTabs::showFile(const QString& path, std::optional<SourceRole> role)
{
    m_preview->showFile(path, role);
    setShown(m_preview, tr("P&review"), true);
    setCurrentWidget(m_preview);
}

void FileTabs::forgetFile()
{
    m_preview->clear();
    setShown(m_preview, {}, false);
}

void FileTabs::showCheck()
{
    const CheckController& check = m_workbench.check;
    const bool hasFindings = check.receipt() && !check.isQuestion();
    m_check->showCheck();
    setShown(m_check, tr("Findin&gs (%1)").arg(format::count(m_check->count())), hasFindings);
    if (hasFindings && !check.isOutdated())
        setCurrentWidget(m_check);
}

} // namespace faultline
