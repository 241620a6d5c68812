// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "sources/folder/SourceFile.h"

#include <QString>
#include <QtGlobal>

#include <string>

namespace faultline {

/// How the beginning of a file is wanted.
enum class SampleText {
    AsRead,      ///< In the file's encoding, as a load reads it.
    AnyEncoding, ///< The same whichever encoding was chosen: what isn't UTF-8 is in ISO-8859-1.
};

/// The first 64 KiB of a file, by which it is recognised.
struct FileSample
{
    std::string text;     ///< Without a byte order mark.
    qint64 markBytes = 0; ///< Of the byte order mark.
    bool isWhole = false; ///< It is all of the file.
};

/// Its name without its folder; of a member of an archive, its own.
QString fileNameOf(const SourceFile& file);

Result<FileSample> readSample(const SourceFile& file, SampleText as);

} // namespace faultline
