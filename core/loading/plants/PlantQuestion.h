// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/plants/FolderParts.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// A folder whose plant only the user can tell. Nothing was written.
struct PlantQuestion
{
    /// A plant that the folder may be of.
    struct Candidate
    {
        QString name;
        Agreement agreement;
        bool byCode = true; ///< Equipment codes were compared; otherwise the map.
    };

    QString folder;
    QString newName;             ///< A free name for a new plant.
    bool hasLists = false;       ///< The folder has lists of its own.
    QList<Candidate> candidates; ///< The one whose folder this was first, then the most alike.
    QStringList subfolders;      ///< If each should become a plant; then there are no candidates.

    /// What is unclear and why, for people, without what to do about it.
    QString what() const;
    QString why() const;
    QJsonObject toJson() const;
};

/// The code of a load's failure that is such a question.
inline constexpr QStringView kPlantQuestionCode = u"plant-question";

} // namespace faultline
