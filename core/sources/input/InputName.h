// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/input/TextEncoding.h"

#include <QString>

namespace faultline {

/// What to read: a file, a member of an archive or a list of a JSON document, and the encoding of
/// its text.
struct InputName
{
    QString path; ///< Of the file; for a member, of the archive or document that contains it.
    /// Its name in the archive (see MemberNames), or the key of the list in the document; empty for
    /// a file of its own.
    QString member;
    /// Applies unless a byte order mark says otherwise.
    TextEncoding encoding = TextEncoding::Utf8;
    /// Where the member was last found in the archive, from 0: a hint that saves searching.
    int memberIndex = -1;

    bool isMember() const { return !member.isEmpty(); }
    /// For people and for the database: "/data/export.zip › logs/plant.log".
    QString toText() const;
    /// The reverse. A file that really has such a path comes first.
    static InputName fromText(const QString& text, TextEncoding encoding = TextEncoding::Utf8);
    /// The same, with the encoding's word as the database has it.
    static InputName fromStored(const QString& text, const QString& encoding);
};

/// Between an archive's path and a member's name.
inline constexpr QStringView kMemberSeparator = u" \u203A ";

} // namespace faultline
