// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/output/TextTable.h"

#include "base/Result.h"
#include "reports/definition/ReportDefinition.h"

#include <QByteArray>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QVariant>

#include <optional>

namespace faultline {

/// Opens it for writing. Whoever does so flushes it at the end, and looks whether that worked.
Result<void> openStandardOutput(QFile& output);

/// Rows of reports and queries, for people and for programs: any number of them in flat memory.
/// Figures are given digit by digit as the server gave them. Works on one thread.
class RowOutput
{
public:
    virtual ~RowOutput() = default;

    /// Before any row.
    virtual Result<void> begin(const QList<ReportColumn>& columns) = 0;
    virtual Result<void> add(const QList<QVariant>& row) = 0;
    /// `members` are what programs are told beside the rows.
    virtual Result<void> end(const QJsonObject& members) = 0;
};

/// A table for a terminal. Its columns are as wide as the first rows need; where a later cell needs
/// more, they are wider from there on.
class TableOutput : public RowOutput
{
public:
    /// With a heading above it, or none.
    explicit TableOutput(QIODevice& output, QString heading = {});

    Result<void> begin(const QList<ReportColumn>& columns) override;
    Result<void> add(const QList<QVariant>& row) override;
    Result<void> end(const QJsonObject& members) override;

private:
    Result<void> writeLines();

    QIODevice& m_output;
    QString m_heading;
    QList<ReportColumn> m_columns;
    std::optional<TextTable> m_table;
    int m_waiting = 0; ///< Rows that aren't written yet.
};

/// One JSON object with columns (name, title and type of each) and rows. Nothing is written before
/// the end, as who asks for JSON gets one object, of the result or of an error: many rows wait in a
/// temporary file.
class JsonOutput : public RowOutput
{
public:
    explicit JsonOutput(QIODevice& output)
        : m_output(output)
    {}

    Result<void> begin(const QList<ReportColumn>& columns) override;
    Result<void> add(const QList<QVariant>& row) override;
    Result<void> end(const QJsonObject& members) override;

private:
    Result<void> putAside();
    bool writeRows();

    QIODevice& m_output;
    QList<ReportColumn> m_columns;
    QByteArray m_rows; ///< Those that aren't in the file.
    bool m_isFirst = true;
    std::optional<QTemporaryFile> m_aside;
};

} // namespace faultline
