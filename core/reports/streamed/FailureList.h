// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/definition/ReportFilter.h"

#include <QDate>
#include <QString>

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace faultline {

/// A piece of equipment whose failures are listed. Names are null if no list or map has it.
struct ListedEquipment
{
    qint32 key = 0; ///< Its equipment_key.
    QString plant;
    QString code;
    QString group;
    // Where the database sorts it. Without a name, it is last.
    qint32 order = 0; ///< By id and plant, among failures at one instant.
    qint32 plantOrder = 0;
    qint32 codeOrder = 0;
    qint32 groupOrder = 0;
};

/// A failure in a list. Times are PostgreSQL's: microseconds since 2000-01-01 00:00 UTC.
struct ListedFailure
{
    static constexpr qint64 kNone = std::numeric_limits<qint64>::min();

    quint32 equipment = 0; ///< Index in FailureList::equipment().
    qint64 at = 0;
    qint64 lastEvent = 0;    ///< Of its burst; `at` without a burst window.
    qint64 previous = kNone; ///< The failure before, of the same equipment, in the period.
};

/// The failures of a period, newest first. They are read from the days of failure events, a few
/// days at a time, so that memory doesn't depend on their number, and the first ones cost no more
/// than their days and what precedes them.
class FailureList
{
public:
    /// Reads the equipment that the filter chooses.
    static Result<FailureList> open(SqlSession& session, const ReportFilter& filter);

    const std::vector<ListedEquipment>& equipment() const { return m_equipment; }

    /// Whether one comes before the other in the list.
    bool comesBefore(const ListedFailure& one, const ListedFailure& other) const
    {
        if (one.at != other.at)
            return one.at > other.at;
        return m_equipment[one.equipment].order < m_equipment[other.equipment].order;
    }

    /// Passes all failures in parts, in order: newest first, then by ListedEquipment::order. Ends
    /// early when the sink returns false.
    using Sink = std::function<Result<bool>(std::span<const ListedFailure>)>;
    Result<void> read(const Sink& sink);

private:
    struct Day
    {
        QDate day;
        qint64 events = 0; ///< Of all equipment.
    };
    /// What precedes the events of a piece of equipment in a block of days.
    struct Before
    {
        std::optional<qint64> lastEvent;
        std::optional<qint64> lastStart; ///< In the period.
    };
    /// The events of a piece of equipment, in a block of days.
    struct Stretch
    {
        quint32 equipment = 0;
        std::size_t begin = 0; ///< In m_events.
        std::size_t end = 0;
        bool isContinued = false; ///< All of its events continue a burst.
        Before before;
    };

    FailureList(SqlSession& session, const ReportFilter& filter)
        : m_session(&session)
        , m_filter(filter)
        , m_burst(qint64{filter.burstMinutes} * 60'000'000)
    {}

    Result<void> fetchEquipment();
    Result<void> fetchSensorEvents();
    Result<void> fetchDays();
    Result<void> readBlock(QDate first, QDate last);
    Result<void> lookBack(QDate first);
    Result<void> lookBack(QDate first, QDate from, std::vector<Stretch*>& open);
    bool settle(Stretch& stretch, std::span<const qint64> events, std::size_t before, bool isAll);
    void addFailures(const Stretch& stretch);
    bool isListed(const ListedFailure& failure) const;
    Result<void> readDays(
        const QString& keys, QDate first, QDate last,
        const std::function<void(quint32 equipment, QDate day, std::string_view events)>& sink);

    SqlSession* m_session;
    ReportFilter m_filter;
    qint64 m_burst;                                  ///< 0: each event is a failure.
    std::vector<ListedEquipment> m_equipment;        ///< By key.
    std::vector<Day> m_days;                         ///< Newest first.
    QDate m_earliest;                                ///< The first day whose events matter.
    std::vector<std::vector<qint64>> m_sensorEvents; ///< By equipment; empty without a sensor.

    // While reading.
    std::vector<qint64> m_events; ///< Of the block.
    std::vector<Stretch> m_stretches;
    std::vector<ListedFailure> m_waiting;
    /// Of each piece of equipment: the last event of a burst that began before the newer blocks.
    std::vector<std::optional<qint64>> m_tails;
    /// Of each piece of equipment: the last start before a newer block, once that is known.
    std::vector<std::optional<qint64>> m_lastStarts;
};

} // namespace faultline
