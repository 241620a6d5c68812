// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QString>

#include <functional>

class QObject;

namespace faultline {

class DialogService;
class MessageStrip;

/// Has the desktop show the folder that a file is in, once it is known that it is there. `failed`
/// is called on the window's thread, and not when `context` is gone by then.
void openFolderOf(
    const QString& filePath, DialogService& dialogs, QObject* context,
    std::function<void(const UserMessage&)> failed);

/// Says in a strip that something was written to a file or into a folder, with a button that opens
/// the file, and one that shows the folder.
void showWritten(
    MessageStrip* strip, const QString& text, const QString& place, DialogService& dialogs,
    bool isFolder = false);

} // namespace faultline
