// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/RejectedLine.h"
#include "sources/json/JsonFileStream.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace faultline {

/// Receives what a JsonReader reads, in the order of the file. Returning false ends the reading.
/// Objects and arrays begin at the stream's position, and end after the byte at its position.
class JsonSink
{
public:
    enum class Kind { Null, Word, Number, Text };

    virtual ~JsonSink() = default;
    /// `begin` is its offset in the file. Numbers and words are as they are written.
    virtual bool value(Kind kind, const QByteArray& text, qint64 begin) = 0;
    virtual bool key(const QByteArray& text) = 0;
    virtual bool beginObject() = 0;
    virtual bool endObject() = 0;
    virtual bool beginArray() = 0;
    virtual bool endArray() = 0;
    /// The next value or key is invalid JSON. What follows it is readable.
    virtual void fault(RejectReason reason) = 0;
};

/// What isn't JSON but clear, and so was read: how often, and where first.
struct JsonLeniency
{
    qint64 unknownNumbers = 0; ///< NaN, Infinity and -Infinity, which were read as null.
    qint64 trailingCommas = 0;
    qint64 firstLine = 0;
    qint64 firstByte = 0; ///< In the file, from 0.

    qint64 count() const { return unknownNumbers + trailingCommas; }
    void add(const JsonLeniency& other);
};

/// Reads JSON (RFC 8259) without keeping it, and without recursion. A value that is invalid in
/// itself (a number with leading zeros, an unknown word, half a surrogate pair) is reported and
/// skipped, so that only the object around it is lost. Only unclear structure is an error. Numbers
/// may have any size. NaN, infinities and a comma before a closing bracket are read, and counted.
class JsonReader
{
public:
    /// With `lineEndsText` no string continues after its line: for one object per line.
    JsonReader(JsonFileStream& stream, bool lineEndsText)
        : m_stream(stream)
        , m_lineEndsText(lineEndsText)
    {}

    enum class Outcome { Complete, Stopped, Broken };
    /// Reads one value, with everything in it.
    Outcome read(JsonSink& sink);
    /// Why it is broken, for people: what stands there, and what to do about it.
    const QString& problem() const { return m_problem; }
    const QString& remedy() const { return m_remedy; }
    /// Of the last read().
    const JsonLeniency& leniency() const { return m_leniency; }

private:
    enum class Next { Value, FirstItem, Item, FirstKey, Key, Separator };

    std::optional<Outcome> step(JsonSink& sink);
    std::optional<Outcome> readValue(JsonSink& sink);
    std::optional<Outcome> readKey(JsonSink& sink);
    std::optional<Outcome> open(JsonSink& sink, char bracket);
    std::optional<Outcome> close(JsonSink& sink);
    std::optional<Outcome> separate(JsonSink& sink);
    std::optional<Outcome> readWord(JsonSink& sink);
    bool readText(JsonSink& sink);
    void readEscape(JsonSink& sink);
    void readUnit(JsonSink& sink);
    void addUnit(char16_t unit);
    void addLoneHalf();
    void add(char c);
    void noteLeniency(qint64& count, qint64 line, qint64 byte);
    Outcome broken(const QString& problem);

    JsonFileStream& m_stream;
    const bool m_lineEndsText;
    Next m_next = Next::Value;
    std::vector<bool> m_isObject; ///< For each open level, the innermost last.
    QByteArray m_text;
    std::optional<char16_t> m_half; ///< The first half of a surrogate pair; the second may follow.
    QString m_problem;
    QString m_remedy;
    JsonLeniency m_leniency;
    qint64 m_commaLine = 0; ///< Of the last comma.
    qint64 m_commaByte = 0;
};

} // namespace faultline
