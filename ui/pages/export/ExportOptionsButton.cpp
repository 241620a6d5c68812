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
    , m_guard(new QAction(tr("&Guard against spreadsheet formulas"), this))
{
    setObjectName(u"exportOptionsButton"_s);
    setText(tr("Options"));
    setToolTip(tr("Options for exported files"));
    m_guard->setObjectName(u"guardFormulasAction"_s);
    m_guard->setCheckable(true);
    m_guard->setToolTip(tr("Put ' before text that starts with = + - or @, so that a spreadsheet "
                           "doesn't run it. Numbers stay unchanged."));
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    menu->addAction(m_guard);
    setMenu(menu);
    // Another page may have changed the setting meanwhile.
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
