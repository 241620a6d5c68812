// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "sources/folder/SourceFile.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace faultline {

/// Which records of a folder's files a finding is about; findLines() finds them. They are among the
/// details of the message, as "rows": a record is meant if one of the lists has what it has, or one
/// of the marks is set that it would get. Lists may have only the first of many.
struct FindingRows
{
    static constexpr qsizetype kMaxIds = 100;

    QStringList sensors;      ///< In their canonical form. Their readings and rows of sensor maps.
    QStringList equipment;    ///< The same. Rows of equipment lists and sensor maps.
    QStringList severities;   ///< Readings.
    QStringList measurements; ///< Readings that have one with this name.
    QStringList notNumbers;   ///< Readings in which these measurements aren't numbers.
    QDate after;              ///< Readings after this day, if it is valid.
    bool areDatesOnly = false;
    bool areTimesTwice = false;
    bool areCopies = false;                   ///< Exact copies of earlier readings.
    QList<std::pair<QString, qint64>> places; ///< A file's path and a line, from 1.

    std::optional<SourceRole> role; ///< Only files in this role.
    QString file;                   ///< Only this one; empty: all.

    bool isEmpty() const;
    bool hasPlacesOnly() const;
    QJsonObject toJson() const;
    static FindingRows fromJson(const QJsonObject& json);

    void addTo(UserMessage& finding) const;
    static FindingRows of(const UserMessage& finding);
};

} // namespace faultline
