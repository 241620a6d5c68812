// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/preview/FilePreview.h"

#include <QString>

namespace faultline {

/// A preview for a terminal: what the file is and why, what is open, its columns, the first records
/// beside their lines, and those that will be rejected.
QString previewText(const QString& path, const FilePreview& preview);

} // namespace faultline
