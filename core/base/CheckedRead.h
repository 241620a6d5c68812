// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QStringList>

namespace faultline {

// QFile::readAll() and QDir treat an error as the end: half a settings file would mean other
// settings, and an unreadable folder would seem empty.

/// The content of an open file. Fails if reading stops before its end.
Result<QByteArray> readFully(QFile& file);

/// The names of a folder's entries, in no order; none if there is no such folder. Fails if reading
/// stops before its end.
Result<QStringList> entryNames(const QString& folder);

} // namespace faultline
