// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QString>

namespace faultline {

/// What a compressed file or an archive may become, so that a small file can't occupy a computer
/// for days.
struct ContainerLimits
{
    qint64 memberBytes = qint64{256} << 30; ///< Decompressed, of a file or a member.
    qint64 archiveBytes = qint64{1} << 40;  ///< Decompressed, of all members together.
    qint64 members = 100'000;
    /// Decompressed bytes for each compressed one; more is no log. It counts from `freeBytes` on.
    qint64 ratio = 1'000;
    qint64 freeBytes = qint64{64} << 20;

    /// Whether `out` bytes from `in` compressed ones are within the ratio.
    bool isUsual(qint64 in, qint64 out) const { return out <= freeBytes || out / ratio <= in; }
};

/// The file's content isn't what its compressor wrote: code "damaged".
UserMessage damagedContainer(const QString& path, const QString& why);
/// A limit was reached: code "too-large".
UserMessage unusualContainer(const QString& path, const QString& why);
/// The ratio was exceeded.
UserMessage unusualRatio(const QString& path, const ContainerLimits& limits);
/// It needs a password: code "encrypted".
UserMessage encryptedContainer(const QString& path);
/// Whether the content can't be read to its end, rather than the file.
bool isContainerFault(const UserMessage& error);

} // namespace faultline
