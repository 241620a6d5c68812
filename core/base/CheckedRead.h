// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QStringList>

namespace faultline {

// QFile::readAll() and QDir take an error for the end: half a file of settings would be one with
// other settings, and a folder that can't be read an empty one.

/// All that a file holds that was opened. Fails where reading it breaks off.
Result<QByteArray> readFully(QFile& file);

/// The names of what stands in a folder, in no order; none where there is no such folder. Fails
/// where reading it breaks off.
Result<QStringList> entryNames(const QString& folder);

} // namespace faultline
