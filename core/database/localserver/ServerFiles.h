// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"
#include "database/connection/ProcessIdentity.h"

#include <QByteArray>
#include <QString>

namespace faultline {

// Directories and files of the local server. They belong to the user that it runs as, who may be
// another than the one who runs this program; so nothing here follows a symbolic link at the end
// of a path.

/// Makes the directory, with its parents, or accepts one that is there: its owner has to be
/// `owner` and nobody else may enter it. An empty one of ours is made so.
Result<void> makePrivateDirectory(const QString& path, const ProcessIdentity& owner);

/// Whether the directory is as makePrivateDirectory() makes it; changes nothing.
Result<void> checkPrivateDirectory(const QString& path, const ProcessIdentity& owner);

/// Replaces the file in one step. Only `owner` may read it.
Result<void>
writePrivateFile(const QString& path, const QByteArray& content, const ProcessIdentity& owner);

/// The last lines of a file, at most `maxLines`, from the byte offset on; empty if it can't be
/// read.
QString lastLines(const QString& path, qint64 fromOffset, int maxLines);

/// The directory for the socket: inside `directory` if the socket's path then isn't too long for
/// the operating system; else one in $XDG_RUNTIME_DIR or /tmp whose name is made from `directory`.
QString socketDirectoryFor(const QString& directory, const ProcessIdentity& owner);

} // namespace faultline
