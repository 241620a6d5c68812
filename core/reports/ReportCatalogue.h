// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QSet>

namespace faultline {

/// The reports that come with the program, in the order in which they are shown, and behind them a
/// person's own.
class ReportCatalogue
{
public:
    static Result<ReportCatalogue> builtIn();
    /// With those of a folder; files that can't be used are in problems(). Each report has a file
    /// name of its own for exports, whatever its header says.
    static Result<ReportCatalogue> withOwn(const QString& folder);

    const QList<ReportDefinition>& reports() const { return m_reports; }
    /// Those that are meant where somebody asks for all: without the large and the slow ones.
    QList<ReportDefinition> writtenTogether() const;
    /// Null when there is none of that name.
    const ReportDefinition* find(const QString& name) const;
    /// Whether a person wrote it: such a report is read as the role that may only read
    /// (ReaderSession), never as the owner.
    bool isOwn(const QString& name) const { return m_own.contains(name); }
    /// Whether one of these is.
    bool anyIsOwn(const QList<ReportDefinition>& reports) const;
    /// What the file of a person's report of this title is called: as that of their own report that
    /// has the title, else after the title, and never as a report of the program.
    QString ownNameFor(const QString& title) const;
    const QList<UserMessage>& problems() const { return m_problems; }

private:
    QList<ReportDefinition> m_reports;
    QSet<QString> m_own;
    QList<UserMessage> m_problems;
};

} // namespace faultline
