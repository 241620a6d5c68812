// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "loading/plants/FolderParts.h"
#include "loading/plants/PlantChoice.h"
#include "loading/plants/PlantQuestion.h"

#include <QList>

#include <optional>

namespace faultline {

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
/// Creates new plants, and changes their time zones if the request does, which can be refused
/// (changeTimeZone). Runs in the caller's transaction, and keeps other programs from deciding
/// until it ends.
Result<PlantDecision> decidePlants(
    Connection& connection, const DataFolder& folder, const PlantRequest& request,
    const CancelToken& cancel);

} // namespace faultline
