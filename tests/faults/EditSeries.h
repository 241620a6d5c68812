// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "FaultSeries.h"
#include "LoadFixture.h"
#include "support/TemporaryServer.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMap>
#include <QRandomGenerator>
#include <QStringList>

namespace faultline {

/// A log that people edit between loads, at random: lines are put in, mended, taken out and put
/// back, an earlier content returns, copies stand beside it, loads are undone and, if wanted,
/// killed. After each step a load has to bring what is new, and nothing twice. A sequence ends with
/// the first thing that isn't as it must be; the same seed makes the same sequence.
class EditSequence
{
public:
    EditSequence(const LoadFixture& fixture, quint32 seed, bool withKills);

    /// Empty, or what is wrong, after which steps.
    QString run(int steps);

private:
    using Lines = QList<int>; ///< Numbers of readings; negative ones are bad lines.

    QString step();
    void edit();
    void undoALoad();
    bool isKilled();
    QString load();
    QString check();

    int below(qsizetype count) { return m_random.bounded(static_cast<int>(count)); }
    Lines newReadings(int count);
    Lines mended(Lines lines);
    Lines otherContent();
    void write(const QString& name, const Lines& lines);
    QByteArray textOf(int line) const;

    QRandomGenerator m_random;
    const bool m_withKills;
    const LoadFixture& m_fixture;
    QStringList m_steps;
    QMap<QString, Lines> m_files;
    QList<Lines> m_contents; ///< All that were ever in a file.
    /// How often a reading stood in one file, at most, when that was loaded.
    QHash<int, int> m_mostEver;
    bool m_hasUndone = false;
    int m_nextReading = 0;
    qint64 m_lastLoad = 0;
};

/// So many sequences of eight steps each.
SeriesResult editedFiles(TemporaryServer& server, quint32 seed, int sequences, bool withKills);

} // namespace faultline
