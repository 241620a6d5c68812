// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"

#include <QJsonObject>
#include <QString>
#include <QtGlobal>

#include <string>
#include <string_view>
#include <vector>

namespace faultline {

/// What readings have in one measurement.
struct MeasurementNote
{
    struct Word
    {
        std::string text;
        qint64 count = 0;
    };

    std::string name;        ///< As it is written first.
    qint64 readings = 0;     ///< Which have it; of temperature and vibration, without a number.
    qint64 numbers = 0;      ///< Readings in which it is one.
    std::vector<Word> words; ///< What it is in the others; at most kMaxWords.
    qint64 otherWords = 0;   ///< Readings with further words.
    qint64 line = 0;     ///< Of the first reading: in its chunk, from 0, or in its file, from 1.
    std::string example; ///< The beginning of that line.
    QString file;        ///< Its path, once it is known.

    /// Temperature or vibration.
    bool hasColumn() const;
};

/// What readings have in measurements other than temperature and vibration, and in these where they
/// aren't numbers: for the findings of a load. Bounded, whatever a log contains.
class MeasurementNotes
{
public:
    static constexpr std::size_t kMaxNames = 64;
    static constexpr std::size_t kMaxWords = 16; ///< Of each name.

    /// Adds the extras of a reading; `line` is its line, `lineInChunk` counts from 0.
    void add(const Reading& reading, std::string_view line, qint64 lineInChunk);
    MeasurementNotes& operator+=(const MeasurementNotes& other);
    /// Makes lines of a chunk those of its file.
    void moveLines(qint64 lines);
    void setFile(const QString& path);

    bool isEmpty() const { return m_notes.empty() && m_otherNames == 0; }
    const std::vector<MeasurementNote>& notes() const { return m_notes; }
    /// Measurements whose names didn't fit.
    qint64 otherNames() const { return m_otherNames; }

    /// For the journal, without the file.
    QJsonObject toJson() const;
    static MeasurementNotes fromJson(const QJsonObject& json);

private:
    MeasurementNote* noteOf(std::string_view name);

    std::vector<MeasurementNote> m_notes;
    qint64 m_otherNames = 0;
};

} // namespace faultline
