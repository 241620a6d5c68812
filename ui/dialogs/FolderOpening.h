// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QString>

#include <functional>

class QObject;

namespace faultline {

class DialogService;
class MessageStrip;

/// Checks that the folder of a file exists and opens it on the desktop. `failed` is called on the
/// window's thread, unless `context` no longer exists.
void openFolderOf(
    const QString& filePath, DialogService& dialogs, QObject* context,
    std::function<void(const UserMessage&)> failed);

/// Reports in a strip that a file or folder was written, with buttons that open the file and the
/// folder.
void showWritten(
    MessageStrip* strip, const QString& text, const QString& path, DialogService& dialogs,
    bool isFolder = false);

} // namespace faultline
