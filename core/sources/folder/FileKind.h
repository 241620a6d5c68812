// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string_view>

namespace faultline {

/// What a file is when it isn't plain text: which program or format it belongs to, by its content.
struct FileKind
{
    enum class Family {
        Compressed, ///< One compressed file.
        Archive,    ///< Files in a file, compressed or not.
        Table,      ///< Something with rows, such as a workbook or a database.
        Document,   ///< Text for people, such as a PDF.
        Media,      ///< Pictures, sound, video.
        Program,
    };

    Family family = Family::Document;
    std::string_view word; ///< For programs: "gzip", "parquet", …

    /// Why it isn't loaded: "It is a Parquet file, which can't be loaded."
    QString why() const;
    /// What to do about it; empty if there is nothing in it to load.
    QString remedy() const;
};

/// How much of a file's beginning fileKindOf() needs. More helps to tell a workbook from another
/// archive.
inline constexpr std::size_t kKindBytes = 4 * 1024;

/// The kind of a file that begins with `start`; none for plain text and for what is unknown.
std::optional<FileKind> fileKindOf(std::string_view start);

} // namespace faultline
