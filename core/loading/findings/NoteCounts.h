// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/findings/MeasurementNotes.h"
#include "loading/findings/NotedLines.h"
#include "readings/Reading.h"

#include <QJsonObject>
#include <QString>
#include <QtGlobal>

#include <string_view>

namespace faultline {

/// How much loaded readings left open (ReadingNotes), for the findings of a load.
struct NoteCounts
{
    qint64 datesOnly = 0;  ///< Readings.
    qint64 timesTwice = 0; ///< Readings.
    /// Readings that are exact copies of earlier ones of their chunk (CopyDetector).
    qint64 repeated = 0;
    MeasurementNotes measurements;
    NotedLines endsBefore;     ///< Failures that end before they begin.
    NotedLines contradictions; ///< Failures whose duration contradicts their end.

    void add(const ReadingNotes& notes)
    {
        if (!notes.any()) [[likely]]
            return;
        datesOnly += notes.isDateOnly ? 1 : 0;
        timesTwice += notes.isTimeTwice ? 1 : 0;
    }
    /// What is noted about the row of a failure list; `lineInChunk` counts from 0.
    void addFailure(const ReadingNotes& notes, std::string_view row, qint64 lineInChunk)
    {
        if (notes.isEndBefore)
            endsBefore.add(row, lineInChunk);
        if (notes.isContradictory)
            contradictions.add(row, lineInChunk);
    }
    NoteCounts& operator+=(const NoteCounts& other)
    {
        datesOnly += other.datesOnly;
        timesTwice += other.timesTwice;
        repeated += other.repeated;
        measurements += other.measurements;
        endsBefore += other.endsBefore;
        contradictions += other.contradictions;
        return *this;
    }
    /// Makes lines of a chunk those of its file.
    void moveLines(qint64 lines)
    {
        measurements.moveLines(lines);
        endsBefore.moveLine(lines);
        contradictions.moveLine(lines);
    }
    void setFile(const QString& path)
    {
        measurements.setFile(path);
        endsBefore.file = path;
        contradictions.file = path;
    }

    /// What is noted about failures, for the journal; empty if nothing is.
    QJsonObject failuresToJson() const
    {
        if (endsBefore.count + contradictions.count == 0)
            return {};
        return {
            {QStringLiteral("ends_before"), endsBefore.toJson()},
            {QStringLiteral("contradictions"), contradictions.toJson()}};
    }
    void setFailures(const QJsonObject& json)
    {
        endsBefore = NotedLines::fromJson(json[QStringLiteral("ends_before")].toObject());
        contradictions = NotedLines::fromJson(json[QStringLiteral("contradictions")].toObject());
    }
};

} // namespace faultline
