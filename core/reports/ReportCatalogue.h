// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/ReportDefinition.h"

namespace faultline {

/// The reports that come with the program, in the order in which they are shown.
class ReportCatalogue
{
public:
    static Result<ReportCatalogue> builtIn();

    const QList<ReportDefinition>& reports() const { return m_reports; }
    /// Those that are meant where somebody asks for all: without the large and the slow ones.
    QList<ReportDefinition> writtenTogether() const;
    /// Null when there is none of that name.
    const ReportDefinition* find(const QString& name) const;

private:
    QList<ReportDefinition> m_reports;
};

} // namespace faultline
