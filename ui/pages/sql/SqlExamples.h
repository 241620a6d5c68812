// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace faultline {

/// An example query.
struct SqlExample
{
    QString title;
    QString sql;
};

/// Common questions and their queries.
QList<SqlExample> sqlExamples();

} // namespace faultline
