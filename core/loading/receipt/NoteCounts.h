// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/receipt/MeasurementNotes.h"
#include "readings/Reading.h"

#include <QtGlobal>

namespace faultline {

/// How much loaded readings left open (ReadingNotes), for the findings of a load.
struct NoteCounts
{
    qint64 datesOnly = 0;  ///< Readings.
    qint64 timesTwice = 0; ///< Readings.
    /// Readings that are exact copies of earlier ones of their chunk (CopyDetector).
    qint64 repeated = 0;
    MeasurementNotes measurements;

    void add(const ReadingNotes& notes)
    {
        if (!notes.any()) [[likely]]
            return;
        datesOnly += notes.isDateOnly ? 1 : 0;
        timesTwice += notes.isTimeTwice ? 1 : 0;
    }
    NoteCounts& operator+=(const NoteCounts& other)
    {
        datesOnly += other.datesOnly;
        timesTwice += other.timesTwice;
        repeated += other.repeated;
        measurements += other.measurements;
        return *this;
    }
};

} // namespace faultline
