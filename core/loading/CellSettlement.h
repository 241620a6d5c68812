// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/Ids.h"
#include "database/Connection.h"
#include "database/CopyBuffer.h"
#include "loading/SettlementLimits.h"
#include "loading/SummaryCells.h"
#include "readings/Calendar.h"

#include <QByteArray>

#include <vector>

namespace faultline {

/// Adds up the cells that chunks of a load left in chunk_summary to days, months and years. Reads
/// them in the order of time, so that it holds one month and one year of cells at a time; rows of
/// the summaries add up, so that it may also write before a month is over, when there are very many
/// sensors. Within the transaction of its caller; used once.
class CellSettlement
{
public:
    CellSettlement(Connection& connection, LoadId load, const SettlementLimits& limits)
        : m_connection(connection)
        , m_load(load)
        , m_limits(limits)
    {}

    /// The chunks are of the load; an array in PostgreSQL's text form.
    Result<void> run(const QString& chunkIds);

private:
    Result<void> readAll(const QString& chunkIds);
    Result<void> add(qint32 month, std::string_view packed);
    Result<void> writeDays();
    Result<void> writeMonths();
    Result<void> writeYears();
    Result<void> endMonth(bool endsYear);
    void addDayRows();
    void addPeriodRows(const SummaryCells& cells, CopyBuffer& rows) const;
    Result<void> copyIfLarge(const QByteArray& copySql, CopyBuffer& rows, std::size_t limit);
    Result<void> copyAll();

    Connection& m_connection;
    const LoadId m_load;
    const SettlementLimits m_limits;
    CivilPeriod m_month; ///< Empty until there is one.
    CivilPeriod m_year;
    SummaryCells m_days;   ///< Of the month.
    SummaryCells m_months; ///< The month itself.
    SummaryCells m_years;  ///< The year itself, so far.
    std::vector<SummaryCell> m_unpacked;
    CopyBuffer m_dayRows;
    CopyBuffer m_monthRows;
    CopyBuffer m_yearRows;
};

} // namespace faultline
