// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Result.h"
#include "database/connection/Connection.h"
#include "sources/choices/FormatChoice.h"

#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace faultline {

/// Keeps what was chosen for a load in the database, and returns everything that is kept there.
Result<QList<NamedFormat>> keepAndFetch(Connection& connection, const QList<NamedFormat>& chosen);

/// Gives the files of a folder the formats for their structure; the one called `forAll`, if it
/// isn't empty, goes to all files that it fits. Returns findings about what was used. Fails if
/// there is no format with this name, or if it fits no file.
Result<QList<UserMessage>> useFormats(
    DataFolder& folder, const QList<NamedFormat>& formats, const QString& forAll,
    const CancelToken& cancel);

/// The code of a load's failure that is a question about tables or about an encoding.
inline constexpr QStringView kFormatQuestionCode = u"format-question";

/// Tables that leave a question open (TableFormat::isOpen()) aren't loaded: they lose their role,
/// and their problem says what to do.
void setAsideOpenTables(DataFolder& folder);

/// The question about these tables, or about a file that isn't UTF-8, for a load that has nothing
/// else to load. None if there are none.
std::optional<UserMessage> formatQuestion(const DataFolder& folder);

} // namespace faultline
