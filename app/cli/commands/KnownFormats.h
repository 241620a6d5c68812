// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/Context.h"

#include "sources/choices/FormatChoice.h"

#include <QList>
#include <QString>

namespace faultline {

/// The formats that the database keeps, for what needs no database otherwise. None if nothing was
/// ever loaded into it; none, with a note, if it can't be reached.
QList<NamedFormat> knownFormats(Context& context, const QString& dataFolder = {});

} // namespace faultline
