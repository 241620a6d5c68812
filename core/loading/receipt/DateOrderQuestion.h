// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sources/folder/SourceFile.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace faultline {

/// Files whose dates only the user can tell how to read: the day or the month may come first.
/// Nothing was written.
struct DateOrderQuestion
{
    struct File
    {
        QString path; ///< Relative to the folder.
        QString why;  ///< For people, with an example.
        DateOrderEvidence evidence;
    };

    QString folder;
    QList<File> files; ///< At least one.

    /// What is unclear and why, for people, without what to do about it.
    QString what() const;
    QString why() const;
    /// Each way to read the first file's example: "01/02/2021 is 1 February 2021".
    QString reading(TimeFormat::DateOrder order) const;
    QJsonObject toJson() const;
};

/// The code of a load's failure that is such a question.
inline constexpr QStringView kDateOrderQuestionCode = u"date-order-question";

/// The question about all files of the folder that need one.
std::optional<DateOrderQuestion> dateOrderQuestion(const DataFolder& folder);

} // namespace faultline
