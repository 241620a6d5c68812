// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/folder/SourceFile.h"

#include <QString>

namespace faultline {

/// sourceRoleText(), but of readings what they are: "Readings", "Failures", "Work orders".
QString roleText(SourceRole role, RecordsAre records);

} // namespace faultline
