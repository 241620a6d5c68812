// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "EditedFolder.h"
#include "FaultSeries.h"
#include "LoadFixture.h"
#include "support/TemporaryServer.h"

#include <QHash>
#include <QList>
#include <QRandomGenerator>
#include <QStringList>

namespace faultline {

/// What kind of sequences.
struct Edits
{
    const char* name = "edits";
    EditedFolder::Form form = EditedFolder::Form::Logs;
    bool withKills = false;
};

/// A log that people edit between loads, at random: lines are added, fixed, removed and restored,
/// an earlier content returns, copies and other cuts of the same readings appear next to it, loads
/// are undone and, optionally, killed. After each step, a load must store what is new, and nothing
/// twice. A sequence ends with the first failure; the same seed gives the same sequence.
class EditSequence
{
public:
    EditSequence(const LoadFixture& fixture, quint32 seed, const Edits& edits);

    /// Empty, or the failure and the steps that led to it.
    QString run(int steps);

private:
    using Lines = EditedFolder::Lines;

    QString step();
    void edit();
    void undoALoad();
    bool isKilled();
    QString load();
    QString check();
    void noteFiles(QHash<int, int>& most) const;

    int below(qsizetype count) { return m_random.bounded(static_cast<int>(count)); }
    Lines newReadings(int count);
    Lines repaired(Lines lines);
    Lines otherContent();
    Lines window();
    void write(const QString& name, const Lines& lines);

    QRandomGenerator m_random;
    const bool m_withKills;
    const LoadFixture& m_fixture;
    EditedFolder m_folder;
    QStringList m_steps;
    QList<Lines> m_contents; ///< All contents that a file ever had.
    /// How often a reading occurred in one file, at most, when that was loaded …
    QHash<int, int> m_mostLoaded;
    QHash<int, int> m_mostEver; ///< … or when a load of it was killed.
    bool m_hasUndone = false;
    int m_nextReading = 0;
    qint64 m_lastLoad = 0;
};

/// `sequences` sequences of eight steps each.
SeriesResult editedFiles(TemporaryServer& server, quint32 seed, int sequences, const Edits& edits);

} // namespace faultline
