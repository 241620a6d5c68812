// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/ProcessIdentity.h"

#include <QByteArray>
#include <QString>

namespace faultline {

// Directories and files of the local server. They belong to the user that it runs as, who may not
// be the one running this program. So nothing here follows a symbolic link at the end of a path.

/// Creates the directory and its parents, or accepts an existing one that belongs to `owner` and
/// that no one else can enter. An empty one that belongs to us is adjusted.
Result<void> makePrivateDirectory(const QString& path, const ProcessIdentity& owner);

/// Whether the directory meets the conditions of makePrivateDirectory(); changes nothing.
Result<void> checkPrivateDirectory(const QString& path, const ProcessIdentity& owner);

/// Replaces the file atomically. Only `owner` may read it.
Result<void>
writePrivateFile(const QString& path, const QByteArray& content, const ProcessIdentity& owner);

/// At most `maxLines` last lines of a file, starting at the byte offset; empty if it can't be read.
QString lastLines(const QString& path, qint64 fromOffset, int maxLines);

/// The directory for the socket: inside `directory` unless the socket's path would be too long for
/// the operating system. Then one in $XDG_RUNTIME_DIR or /tmp, named after `directory`.
QString socketDirectoryFor(const QString& directory, const ProcessIdentity& owner);

} // namespace faultline
