// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/findings/MeasurementNotes.h"

#include "base/Utf8.h"
#include "loading/findings/NotedLines.h"
#include "sources/lines/LineCharacters.h"
#include "sources/lines/MeasurementValue.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Longer ones are damage, or text, and only counted.
constexpr std::size_t kMaxNameBytes = 64;
constexpr std::size_t kMaxWordBytes = 32;

void addWord(MeasurementNote& note, std::string_view text, qint64 count)
{
    const auto found = std::find_if(
        note.words.begin(), note.words.end(),
        [text](const MeasurementNote::Word& word) { return word.text == text; });
    if (found != note.words.end())
        found->count += count;
    else if (text.size() <= kMaxWordBytes && note.words.size() < MeasurementNotes::kMaxWords)
        note.words.push_back({std::string(text), count});
    else
        note.otherWords += count;
}

} // namespace

bool MeasurementNote::hasColumn() const
{
    return equalsIgnoringCase(name, kTemperatureName) || equalsIgnoringCase(name, kVibrationName);
}

// Null if there is no room for it.
MeasurementNote* MeasurementNotes::noteOf(std::string_view name)
{
    const auto found =
        std::find_if(m_notes.begin(), m_notes.end(), [name](const MeasurementNote& note) {
            return equalsIgnoringCase(note.name, name);
        });
    if (found != m_notes.end())
        return &*found;
    MeasurementNote note;
    note.name = name.substr(0, kMaxNameBytes);
    const bool fits = name.size() <= kMaxNameBytes && m_notes.size() < kMaxNames;
    if (!fits && !note.hasColumn())
        return nullptr;
    return &m_notes.emplace_back(std::move(note));
}

void MeasurementNotes::add(const Reading& reading, std::string_view line, qint64 lineInChunk)
{
    for (const ExtraMeasurement& extra : reading.extras) {
        MeasurementNote* const note = noteOf(extra.name);
        if (!note) {
            ++m_otherNames;
            continue;
        }
        if (note->readings++ == 0) {
            note->line = lineInChunk;
            note->example = exampleOf(line);
        }
        double number = 0;
        if (kindOfValue(extra.value, number) == ValueKind::Number)
            ++note->numbers;
        else
            addWord(*note, extra.value, 1);
    }
}

MeasurementNotes& MeasurementNotes::operator+=(const MeasurementNotes& other)
{
    m_otherNames += other.m_otherNames;
    for (const MeasurementNote& added : other.m_notes) {
        MeasurementNote* const note = noteOf(added.name);
        if (!note) {
            m_otherNames += added.readings;
            continue;
        }
        if (note->readings == 0) {
            *note = added;
            continue;
        }
        note->readings += added.readings;
        note->numbers += added.numbers;
        note->otherWords += added.otherWords;
        for (const MeasurementNote::Word& word : added.words)
            addWord(*note, word.text, word.count);
    }
    return *this;
}

void MeasurementNotes::moveLines(qint64 lines)
{
    for (MeasurementNote& note : m_notes)
        note.line += lines;
}

void MeasurementNotes::setFile(const QString& path)
{
    for (MeasurementNote& note : m_notes)
        note.file = path;
}

QJsonObject MeasurementNotes::toJson() const
{
    QJsonArray names;
    for (const MeasurementNote& note : m_notes) {
        QJsonObject words;
        for (const MeasurementNote::Word& word : note.words)
            words.insert(decodedUtf8(word.text), word.count);
        names << QJsonObject{
            {u"name"_s, decodedUtf8(note.name)},
            {u"readings"_s, note.readings},
            {u"numbers"_s, note.numbers},
            {u"words"_s, words},
            {u"other_words"_s, note.otherWords},
            {u"line"_s, note.line},
            {u"example"_s, decodedUtf8(note.example)}};
    }
    return {{u"names"_s, names}, {u"other_names"_s, m_otherNames}};
}

MeasurementNotes MeasurementNotes::fromJson(const QJsonObject& json)
{
    MeasurementNotes notes;
    notes.m_otherNames = json.value("other_names"_L1).toInteger();
    const QJsonArray names = json.value("names"_L1).toArray();
    for (const auto& value : names) {
        const QJsonObject object = value.toObject();
        MeasurementNote note;
        note.name = object.value("name"_L1).toString().toStdString();
        note.readings = object.value("readings"_L1).toInteger();
        note.numbers = object.value("numbers"_L1).toInteger();
        note.otherWords = object.value("other_words"_L1).toInteger();
        note.line = object.value("line"_L1).toInteger();
        note.example = object.value("example"_L1).toString().toStdString();
        const QJsonObject words = object.value("words"_L1).toObject();
        for (auto word = words.begin(); word != words.end(); ++word)
            note.words.push_back({word.key().toStdString(), word.value().toInteger()});
        notes.m_notes.push_back(std::move(note));
    }
    return notes;
}

} // namespace faultline
