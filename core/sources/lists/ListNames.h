// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace faultline {

/// What the rows of a table are, by the names of their columns or keys.
struct ListNames
{
    bool hasEquipment = false; ///< They describe equipment.
    bool hasMap = false;       ///< They say which equipment has which sensor.
    QString why;               ///< For people: why they do neither. Empty if no name is known.

    bool isList() const { return hasEquipment || hasMap; }

    /// `isJson`: each row has its own keys, so one may lack what others have.
    static ListNames of(const QList<QByteArray>& names, bool isJson);
};

} // namespace faultline
