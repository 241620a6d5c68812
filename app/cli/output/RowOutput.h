// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/output/TextTable.h"

#include "base/Result.h"
#include "exporting/context/FigureText.h"
#include "reports/definition/ReportDefinition.h"

#include <QByteArray>
#include <QFile>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QVariant>

#include <optional>

namespace faultline {

/// Opens it for writing. The caller flushes it at the end and checks for errors.
Result<void> openStandardOutput(QFile& output);

/// Rows of reports and queries, for people and programs: any number of them in constant memory.
/// Figures keep the server's exact digits. For one thread.
class RowOutput
{
public:
    virtual ~RowOutput() = default;

    /// Called before the first row.
    virtual Result<void> begin(const QList<ReportColumn>& columns) = 0;
    virtual Result<void> add(const QList<QVariant>& row) = 0;
    /// `members` are additional values for programs.
    virtual Result<void> end(const QJsonObject& members) = 0;
};

/// A table for a terminal. The first rows set the columns' widths and decimals; a later cell that
/// needs more widens its column from there on.
class TableOutput : public RowOutput
{
public:
    /// With an optional heading.
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
    AlignedDecimals m_decimals;
    QList<QList<QVariant>> m_waiting; ///< Rows not yet written.
};

/// One JSON object with columns (name, title and type of each) and rows. Nothing is written before
/// the end, so that a program gets exactly one object: a result or an error. Many rows wait in a
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
    Result<void> spillToFile();
    bool writeRows();

    QIODevice& m_output;
    QList<ReportColumn> m_columns;
    QByteArray m_rows; ///< Those that aren't in the file.
    bool m_isFirst = true;
    std::optional<QTemporaryFile> m_aside;
};

} // namespace faultline
