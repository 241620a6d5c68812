// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/FolderParts.h"
#include "loading/plants/Plants.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace faultline {

/// Which plant the user wants a folder loaded into. By default that is found out, or asked.
struct PlantRequest
{
    QString name;             ///< All files go into this plant, which is created if it is new.
    bool bySubfolder = false; ///< Each subfolder with lists of its own becomes a plant.
    /// Times without a zone are in this one; the plants get it. Empty: the zones that they have.
    QString timeZone;

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
    PlantSettings settings;

    /// "vessel-7 (14 of 14 list entries agree)"
    QString toLine() const;
    QJsonObject toJson() const;
};

/// Notes the plants of a load that has begun, unless they are noted.
Result<void> notePlants(Connection& connection, LoadId load, const QList<PlantChoice>& choices);

QString plantReasonWord(PlantReason reason);
/// Chosen if it is none of the words.
PlantReason plantReasonFromWord(const QString& word);

} // namespace faultline
