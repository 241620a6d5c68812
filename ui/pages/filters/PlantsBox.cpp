// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/filters/PlantsBox.h"

#include "session/DatabaseController.h"

namespace faultline {

PlantsBox::PlantsBox(const DatabaseController& database, QWidget* parent)
    : MultiChoiceBox(parent)
    , m_database(database)
{
    setAccessibleName(tr("Plants"));
    setPrefix(tr("Plants"));
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    constexpr int kCharacters = 14;
    setMinimumContentsLength(kCharacters);
    refresh();
}

bool PlantsBox::refresh()
{
    // While the database can't be read, its plants are unknown, not gone.
    const bool isKnown = m_database.access() && m_database.state() == DatabaseState::Ready;
    const bool areGone = isKnown && setChoices(m_database.summary().plants);
    setVisible(isOfUse());
    return areGone;
}

} // namespace faultline
