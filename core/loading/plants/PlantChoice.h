// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/FolderParts.h"
#include "loading/plants/Plants.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace faultline {

/// Which plant the user wants a folder loaded into. By default that is found out, or asked.
struct PlantRequest
{
    QString name;             ///< All files go into this plant, which is created if it is new.
    bool bySubfolder = false; ///< Each subfolder with lists of its own becomes a plant.

    bool operator==(const PlantRequest&) const = default;
};

/// Why a plant was chosen; the words are stored in load_plant.
enum class PlantReason {
    Chosen,    ///< The user named it.
    Folder,    ///< The folder, or one above it, was loaded into it before.
    Lists,     ///< The folder's lists agree with the plant's.
    First,     ///< There was no plant yet.
    Subfolder, ///< The user wanted a plant for each subfolder.
};

/// The plant of a folder, or of a part of it.
struct PlantChoice
{
    PlantId plant{};
    QString name;
    QString folder; ///< Absolute.
    PlantReason reason = PlantReason::First;
    Agreement agreement; ///< With the plant's lists, if they were compared.
    bool isNew = false;
    bool skipsKnown = true; ///< See Plant.

    /// "vessel-7 (14 of 14 list entries agree)"
    QString toLine() const;
    QJsonObject toJson() const;
};

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

/// What can be done with a folder: each part of it with its plant, or a question about all of it.
struct PlantDecision
{
    QList<PlantChoice> choices;
    QList<FolderPart> parts; ///< As many as choices.
    std::optional<PlantQuestion> question;
};

/// Finds out which plant each part of the folder is of, in this order: the one that the request
/// names, the one that this folder or one above it was loaded into before, the one whose lists
/// agree, or a new one if there is none yet. Where lists contradict a plant, it is a question.
/// Creates new plants. Runs in the caller's transaction, and keeps other programs from deciding
/// until it ends.
Result<PlantDecision> decidePlants(
    Connection& connection, const DataFolder& folder, const PlantRequest& request,
    const CancelToken& cancel);

/// Notes the plants of a load that has begun, unless they are noted.
Result<void> notePlants(Connection& connection, LoadId load, const QList<PlantChoice>& choices);

QString plantReasonWord(PlantReason reason);
/// Chosen if it is none of the words.
PlantReason plantReasonFromWord(const QString& word);

} // namespace faultline
