// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "sources/folder/SourceFile.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

namespace faultline {

/// What the equipment lists and sensor maps of a plant say, to recognise it: the beginning of each
/// list, the last entry for an id counting.
struct ListProfile
{
    QHash<QByteArray, QByteArray> codes;     ///< By equipment id.
    QHash<QByteArray, QByteArray> equipment; ///< Equipment ids by sensor id.

    bool isEmpty() const { return codes.isEmpty() && equipment.isEmpty(); }
    /// The codes, or if there is no equipment list the map.
    const QHash<QByteArray, QByteArray>& entries() const
    {
        return codes.isEmpty() ? equipment : codes;
    }
};

/// How much of what one list says another one knows and agrees with.
struct Agreement
{
    int entries = 0;  ///< In the list.
    int compared = 0; ///< Of these, the ids that the other knows.
    int agreeing = 0; ///< Of these, the ones with the same value.

    /// At least half of the list is the same, and little of it differs.
    bool agrees() const
    {
        return agreeing * 2 >= entries && differing() * 10 <= compared && agreeing > 0;
    }
    /// More of it differs than is the same.
    bool contradicts() const { return differing() > agreeing; }
    int differing() const { return compared - agreeing; }
};
Agreement agreementOf(const ListProfile& profile, const ListProfile& other);

/// A part of a data folder, the files of one plant.
struct FolderPart
{
    QString path;           ///< Absolute: the data folder or one of its subfolders.
    QString name;           ///< Of the folder.
    QList<qsizetype> files; ///< Indexes in the data folder.
    ListProfile profile;
};

/// Divides a data folder into plants. It has several only if subfolders have lists of their own
/// that contradict each other; each of them is then a part, and files elsewhere belong to the
/// first part, the data folder itself. Lists that can't be read say nothing: loading them reports
/// why. Fails only when cancelled.
Result<QList<FolderPart>> partsOf(const DataFolder& folder, const CancelToken& cancel);

} // namespace faultline
