// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace faultline {

struct Workbench;

/// The plant for the next load: found out by default, an existing one, or a new one.
class PlantBox : public QComboBox
{
    Q_OBJECT

public:
    explicit PlantBox(Workbench& workbench, QWidget* parent = nullptr);

private:
    void choose(int index);
    void askForName();
    void showPlants();

    Workbench& m_workbench;
};

} // namespace faultline
