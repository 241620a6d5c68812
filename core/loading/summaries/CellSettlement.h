// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/CancelToken.h"
#include "base/Ids.h"
#include "database/connection/Connection.h"
#include "database/connection/CopyBuffer.h"
#include "loading/summaries/DailyRecords.h"
#include "loading/summaries/SettlementLimits.h"
#include "loading/summaries/SummaryCells.h"
#include "readings/Calendar.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace faultline {

/// Adds up the cells in chunk_summary to days, months and years. Reads them in order of time, so it
/// holds only one month of one load and one year. Since rows of days add up, it can also write
/// before a month is complete, if there are very many sensors. Runs in the caller's transaction;
/// used once.
class CellSettlement
{
public:
    CellSettlement(Connection& connection, const SettlementLimits& limits, CancelToken cancel)
        : m_connection(connection)
        , m_limits(limits)
        , m_cancel(std::move(cancel))
    {}

    /// `chunkIds` is an array in PostgreSQL's text form.
    Result<void> run(const QString& chunkIds);
    /// The number of cells read.
    qint64 cellCount() const { return m_cellCount; }

private:
    Result<void> readAll(const QString& chunkIds);
    Result<void> add(LoadId load, qint32 month, std::string_view packed);
    Result<void> writeDays();
    Result<void> writeMonth();
    Result<void> writeYear();
    void addDayRows();
    void addPeriodRows(const SummaryCells& cells, CopyBuffer& rows) const;
    Result<void> copyIfLarge(const QByteArray& copySql, CopyBuffer& rows, std::size_t limit);
    Result<void> copyAll();
    Result<void> merge();

    Connection& m_connection;
    const SettlementLimits m_limits;
    const CancelToken m_cancel;
    qint64 m_cellCount = 0;
    LoadId m_load{};
    CivilPeriod m_month; ///< Empty at first.
    CivilPeriod m_year;
    SummaryCells m_days;   ///< Of the current month and load.
    SummaryCells m_months; ///< The month itself.
    SummaryCells m_years;  ///< The year itself, so far.
    std::vector<SummaryCell> m_unpacked;
    std::vector<qint32> m_touchedMonths;   ///< Their first days, in order.
    std::optional<DailyRecords> m_records; ///< Set while it runs.
    CopyBuffer m_dayRows;
    CopyBuffer m_recordRows;
    CopyBuffer m_monthRows;
    CopyBuffer m_yearRows;
};

} // namespace faultline
