// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/export/ExportOptionsButton.h"

#include "session/Preferences.h"

#include <QAction>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

ExportOptionsButton::ExportOptionsButton(Preferences& preferences, QWidget* parent)
    : QPushButton(parent)
    , m_preferences(preferences)
    , m_guard(new QAction(tr("&Guard text against formulas in spreadsheets"), this))
{
    setObjectName(u"exportOptionsButton"_s);
    setText(tr("Options"));
    setToolTip(tr("How exported files are written"));
    m_guard->setObjectName(u"guardFormulasAction"_s);
    m_guard->setCheckable(true);
    m_guard->setToolTip(
        tr("Puts ' before text that begins with = + - or @, which a spreadsheet would run. Numbers "
           "stay as they are."));
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addAction(m_guard);
    setMenu(menu);
    // Another page may have changed it meanwhile.
    const auto show = [this] { m_guard->setChecked(m_preferences.guardsFormulas()); };
    show();
    connect(menu, &QMenu::aboutToShow, this, show);
    connect(m_guard, &QAction::triggered, this, [this](bool checked) {
        m_preferences.rememberGuardsFormulas(checked);
    });
}

CsvOptions ExportOptionsButton::options() const
{
    CsvOptions options;
    options.guardFormulas = m_preferences.guardsFormulas();
    return options;
}

} // namespace faultline
