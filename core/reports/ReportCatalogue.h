// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QSet>

namespace faultline {

/// The program's reports in display order, followed by the person's own.
class ReportCatalogue
{
public:
    static Result<ReportCatalogue> builtIn();
    /// Includes those of a folder; problems() names the files that can't be used. Each report gets
    /// a unique file name for exports, whatever its header says.
    static Result<ReportCatalogue> withOwn(const QString& folder);

    const QList<ReportDefinition>& reports() const { return m_reports; }
    /// The reports that "all reports" means: without the large and the slow ones.
    QList<ReportDefinition> defaultReports() const;
    /// Null if there is none with that name.
    const ReportDefinition* find(const QString& name) const;
    /// Whether a person wrote it. Such a report runs as the role that may only read
    /// (ReaderSession), never as the owner.
    bool isOwn(const QString& name) const { return m_own.contains(name); }
    /// Whether any of these is a person's own.
    bool anyIsOwn(const QList<ReportDefinition>& reports) const;
    /// The file name for a person's report with this title: that of their report with the same
    /// title, otherwise one made from the title. Never the name of a report of the program.
    QString ownNameFor(const QString& title) const;
    const QList<UserMessage>& problems() const { return m_problems; }

private:
    QList<ReportDefinition> m_reports;
    QSet<QString> m_own;
    QList<UserMessage> m_problems;
};

} // namespace faultline
