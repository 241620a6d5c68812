// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/MultiChoiceBox.h"

namespace faultline {

class DatabaseController;

/// Filters a page by the plants of its database. It is there while there are two or more.
class PlantsBox : public MultiChoiceBox
{
    Q_OBJECT

public:
    explicit PlantsBox(const DatabaseController& database, QWidget* parent = nullptr);

    /// Offers what the database has now. Returns whether chosen plants are gone.
    bool refresh();

private:
    const DatabaseController& m_database;
};

} // namespace faultline
