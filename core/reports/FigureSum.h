// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportDefinition.h"

#include <QVariant>

namespace faultline {

/// Adds the figures of a column up digit by digit, as PostgreSQL does.
class FigureSum
{
public:
    explicit FigureSum(const ReportColumn& column);

    /// As a row has it.
    void add(const QVariant& value);
    /// In the same form; invalid while there was no figure.
    QVariant value() const;

private:
    const ReportColumn& m_column;
    qint64 m_unit = 1;
    qint64 m_whole = 0;
    qint64 m_parts = 0; ///< Behind the point, in units of the last digit.
    QString m_notANumber;
    bool m_hasAny = false;
};

} // namespace faultline
