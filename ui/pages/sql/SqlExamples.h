// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// A query to begin with.
struct SqlExample
{
    QString title;
    QString sql;
};

/// Questions that many people have, and how they are asked.
QList<SqlExample> sqlExamples();

} // namespace faultline
