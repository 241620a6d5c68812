// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/LocalTime.h"
#include "reports/charts/ChartBuilder.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <QVariant>

namespace faultline {

class ChartBuilder::Marks
{
public:
    virtual ~Marks() = default;
    virtual void add(const ReportRow& row, int tableRow) = 0;
    virtual void build(ChartData& data) = 0;
};

// What marks of several kinds are made with.

/// The figure in a cell; NaN if there is none.
double figureOf(const QVariant& value);

/// A count for people.
QString shownNumber(qint64 count);

/// What a cell of a column says. Times are put in one zone, so that an axis is in order.
class CellText
{
public:
    CellText(LocalTime zone, ReportColumn column)
        : m_zone(std::move(zone))
        , m_column(std::move(column))
    {}

    QString operator()(const QVariant& value) const;

private:
    LocalTime m_zone;
    ReportColumn m_column;
};

/// The column that names a mark or a row, and the one with the plant, since two plants may use one
/// name; -1 if there is none.
struct LabelColumns
{
    CellText textOf;
    qsizetype name = -1;
    qsizetype plant = -1;

    bool isEmpty() const { return name < 0 && plant < 0; }
    QString labelOf(const ReportRow& row) const;
};

/// The column that says whether a row's month or week was observed in full, if there is one.
class CompleteColumn
{
public:
    explicit CompleteColumn(qsizetype column)
        : m_column(column)
    {}

    bool isIncomplete(const ReportRow& row) const;

private:
    qsizetype m_column;
};

/// Numbers the labels in the order in which they first appear.
class Labels
{
public:
    int indexOf(const QString& label);
    bool contains(const QString& label) const { return m_indexes.contains(label); }
    const QStringList& labels() const { return m_labels; }

private:
    QHash<QString, int> m_indexes;
    QStringList m_labels;
};

} // namespace faultline
