// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace faultline {

/// What a person's own SQL can refer to: the schema's tables and views with their columns, and its
/// functions.
struct SchemaNames
{
    struct Table
    {
        QString name;
        bool isView = false;
        QStringList columns;
    };
    QList<Table> tables; ///< Views first: they answer most questions.
    QStringList functions;

    bool isEmpty() const { return tables.isEmpty(); }
};
Result<SchemaNames> fetchSchemaNames(SqlSession& session);

/// Completions at the cursor, best first: columns of the tables that the text names, tables and
/// views, functions, other columns, keywords.
QStringList completionsFor(const SchemaNames& names, const QString& sql);

/// PostgreSQL's keywords for queries, in capitals.
const QStringList& sqlKeywords();

} // namespace faultline
