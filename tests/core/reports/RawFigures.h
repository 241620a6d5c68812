// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/connection/SqlSession.h"
#include "reports/definition/ReportFilter.h"

#include <QDate>
#include <QHash>
#include <QList>
#include <QMap>
#include <QSet>
#include <QString>

#include <limits>
#include <optional>

namespace faultline {

/// The expected figures of the reports, counted in C++ from every reading and the lists: without
/// summaries, functions of the schema or SQL other than plain SELECTs from the tables.
class RawFigures
{
public:
    /// A cell is a text, a figure, or empty.
    struct Cell
    {
        QString text;
        std::optional<double> figure;
    };
    using Row = QList<Cell>;

    /// The complete database.
    static Result<RawFigures> fetch(SqlSession& session);

    /// The rows of a report with its columns in order; the order of the rows has no meaning.
    QList<Row> rows(const QString& report, const ReportFilter& filter) const;

    /// Facts about a period: its observed days, those with a reading, and whether intervals without
    /// one, each longer than a tenth, make up more than half of it.
    QList<QDate> observedDays(const ReportFilter& filter) const;
    QSet<QDate> readingDays(const ReportFilter& filter) const;
    bool isMostlyUnread(const ReportFilter& filter) const;
    bool isRegular() const;

private:
    struct Reading
    {
        qint64 at = 0; ///< Microseconds since 1970.
        int sensor = 0;
        QString severity;
        std::optional<double> temperature;
        std::optional<double> vibration;
    };
    struct Equipment
    {
        QString code; ///< Its name in reports.
        QString group;
        bool isListed = true;
    };
    struct Span
    {
        qint64 from = std::numeric_limits<qint64>::min();
        qint64 past = std::numeric_limits<qint64>::max();
    };
    using Instants = QMap<int, QList<qint64>>; ///< By equipment.

    void nameEquipment();
    static Span spanOf(const ReportFilter& filter);
    std::optional<Span> observed(const ReportFilter& filter) const;
    Span allRead() const; ///< From the first reading to the last one.
    std::optional<int> equipmentOf(int sensor) const;
    bool isChosen(std::optional<int> equipment, const ReportFilter& filter) const;
    /// Records of the period, with one severity or all.
    QList<const Reading*> records(const ReportFilter& filter, const QString& severity) const;
    /// Starts of failures in the period, of the chosen equipment.
    Instants allEvents(const ReportFilter& filter) const;
    Instants failures(const ReportFilter& filter) const;

    QList<Row> totals(const ReportFilter& filter) const;
    QList<Row> byEquipment(const ReportFilter& filter) const;
    QList<Row> byGroup(const ReportFilter& filter) const;
    QList<Row> sensors(const ReportFilter& filter) const;
    QList<Row> bySeverity(const ReportFilter& filter) const;
    QList<Row> withoutEquipment(const ReportFilter& filter) const;
    QList<Row> trend(const ReportFilter& filter) const;
    QList<Row> byMonth(const ReportFilter& filter) const;
    QList<Row> byHour(const ReportFilter& filter) const;
    QList<Row> between(const ReportFilter& filter) const;
    QList<Row> hoursBetween(const ReportFilter& filter) const;
    QList<Row> events(const ReportFilter& filter) const;
    QList<Row> ranges(const ReportFilter& filter) const;
    QList<Row> quartiles(const ReportFilter& filter) const;
    QList<Row> oldTotal(const ReportFilter& filter) const;
    QList<Row> oldMost(const ReportFilter& filter) const;
    QList<Row> oldAverage(const ReportFilter& filter) const;

    QList<Reading> m_readings;
    QMap<int, Equipment> m_equipment; ///< From the list, and those only in the map.
    QHash<int, int> m_map;            ///< Sensor to equipment.
};

} // namespace faultline
