// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "readings/LocalTime.h"
#include "sources/folder/SourceFile.h"
#include "sources/input/TextEncoding.h"
#include "sources/tables/TableFormat.h"
#include "sources/times/TimeFormat.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>

namespace faultline {

/// What a person chose about all files of one structure (FileStructure.h), instead of what would be
/// recognised. What isn't set stays as it is recognised.
struct FormatChoice
{
    std::optional<SourceRole> role;       ///< Not with `skip`.
    bool skip = false;                    ///< Such files aren't loaded.
    std::optional<TextEncoding> encoding; ///< Of files that aren't UTF-8.
    /// Of files that don't show it. One that does is read as it shows.
    TimeFormat::DateOrder dates = TimeFormat::DateOrder::Unknown;
    /// How the readings of a table are read, or what the columns of a list mean: of one whose
    /// `role` isn't set, both an equipment list and a sensor map if its columns say so.
    /// For readings: `dataBegin` doesn't matter. If neither a column nor
    /// `sensor` says which sensor it is, it is called like the file.
    std::optional<TableFormat> table;
    std::optional<LocalTime> zone = {}; ///< Of times without one. None: the plant's.

    bool isEmpty() const { return *this == FormatChoice(); }
    bool operator==(const FormatChoice&) const = default;

    /// As docs/formats.md describes it. An empty choice is an empty object.
    QJsonObject toJson() const;
    static Result<FormatChoice> fromJson(const QJsonObject& object);
    /// For people, a few words each: "wide table", "day first", "Windows-1252".
    QStringList toTexts() const;
};

/// A choice with its name, for all files of a structure.
struct NamedFormat
{
    QString name;      ///< A person gave it, or it was made from a file's name.
    QString structure; ///< As structureOf() writes it.
    FormatChoice choice;

    bool operator==(const NamedFormat&) const = default;
};

} // namespace faultline
