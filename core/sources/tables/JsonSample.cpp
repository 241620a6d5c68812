// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/RecordCutter.h"
#include "sources/tables/JsonCursor.h"
#include "sources/tables/TableSample.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kMaxPathDepth = 5;
constexpr std::size_t kMaxArrays = 8;

// A key and its colon.
std::optional<std::string> takeKey(JsonCursor& cursor, TextArena& arena)
{
    bool hasEscapes = false;
    const auto raw = cursor.takeString(hasEscapes);
    if (!raw)
        return std::nullopt;
    const auto key = unescapedJson(*raw, arena);
    cursor.skipSpace();
    if (!key || !cursor.skip(':'))
        return std::nullopt;
    cursor.skipSpace();
    return std::string(*key);
}

// Reads objects, whatever their keys, into a sample.
class ObjectReader
{
public:
    explicit ObjectReader(TableSample& sample)
        : m_sample(sample)
    {}

    // The object at the cursor; false if it isn't complete.
    bool read(JsonCursor& cursor)
    {
        std::vector<std::string> row(m_sample.format.columns.size());
        if (!cursor.skip('{'))
            return false;
        cursor.skipSpace();
        while (!cursor.skip('}')) {
            if (!readMember(cursor, row))
                return false;
            cursor.skipSpace();
            if (cursor.skip(','))
                cursor.skipSpace();
            else if (!cursor.isNext('}'))
                return false;
        }
        m_sample.rows.push_back(std::move(row));
        return true;
    }

private:
    bool readMember(JsonCursor& cursor, std::vector<std::string>& row)
    {
        m_arena.clear();
        const auto key = takeKey(cursor, m_arena);
        if (!key)
            return false;
        std::string text;
        bool hasEscapes = false;
        if (cursor.isNext('{') || cursor.isNext('[')) {
            return cursor.skipNested();
        } else if (cursor.isNext('"')) {
            const auto value = cursor.takeString(hasEscapes);
            text = value ? std::string(unescapedJson(*value, m_arena).value_or("")) : "";
            if (!value)
                return false;
        } else {
            const auto word = cursor.takeWord();
            if (!word)
                return false;
            text = *word == "null"sv ? "" : std::string(*word);
        }
        store(*key, std::move(text), row);
        return true;
    }
    void store(const std::string& key, std::string text, std::vector<std::string>& row)
    {
        const auto [at, isNew] = m_columns.emplace(key, m_columns.size());
        if (at->second >= kMaxSampleColumns)
            return;
        if (isNew) {
            m_sample.format.columns.push_back({key});
            for (auto& earlier : m_sample.rows)
                earlier.emplace_back();
        }
        row.resize(m_sample.format.columns.size());
        row[at->second] = std::move(text);
    }

    TableSample& m_sample;
    TextArena m_arena;
    std::unordered_map<std::string, std::size_t> m_columns;
};

// Objects from `begin` on: one a line, or one after another.
std::optional<TableSample> objectSample(
    std::string_view text, std::size_t begin, TableShape shape, std::vector<std::string> path)
{
    TableSample sample;
    sample.format.shape = shape;
    sample.format.path = std::move(path);
    sample.format.dataBegin = static_cast<qint64>(begin);
    ObjectReader reader(sample);
    const bool isLine = shape == TableShape::JsonLines;
    RecordCutter cutter = isLine ? RecordCutter::lines() : RecordCutter::elements();
    std::string_view rest = text.substr(begin);
    for (std::size_t i = 0; i < kMaxSampleRows; ++i) {
        const auto cut = cutter.cut(rest, 1, true);
        if (cut.records == 0)
            break;
        JsonCursor cursor(rest.substr(0, cut.bytes), isLine);
        cursor.skipSpace();
        const bool isRead = reader.read(cursor);
        if (i == 0 && !isRead)
            return std::nullopt;
        rest.remove_prefix(cut.bytes);
    }
    for (auto& row : sample.rows)
        row.resize(sample.format.columns.size());
    return sample;
}

// The arrays of objects inside the object at the cursor, which may be cut off.
void findArrays(
    std::string_view text, JsonCursor& cursor, std::vector<std::string>& path,
    std::vector<TableSample>& samples)
{
    TextArena arena;
    cursor.skip('{');
    cursor.skipSpace();
    while (cursor.isNext('"') && samples.size() < kMaxArrays) {
        bool hasEscapes = false;
        const auto key = takeKey(cursor, arena);
        if (!key)
            return;
        path.push_back(*key);
        JsonCursor inside = cursor;
        if (inside.skip('[')) {
            inside.skipSpace();
            if (inside.isNext('{')) {
                if (auto sample =
                        objectSample(text, inside.position(), TableShape::JsonElements, path))
                    samples.push_back(*std::move(sample));
            }
        } else if (inside.isNext('{') && path.size() < kMaxPathDepth) {
            findArrays(text, inside, path, samples);
        }
        path.pop_back();
        const bool isNested = cursor.isNext('{') || cursor.isNext('[');
        const bool isTaken = isNested             ? cursor.skipNested()
                             : cursor.isNext('"') ? cursor.takeString(hasEscapes).has_value()
                                                  : cursor.takeWord().has_value();
        cursor.skipSpace();
        if (!isTaken || !cursor.skip(','))
            return;
        cursor.skipSpace();
    }
}

} // namespace

std::vector<TableSample> jsonSamples(std::string_view text, std::size_t begin)
{
    std::vector<TableSample> samples;
    const auto add = [&](std::size_t at, TableShape shape) {
        if (auto sample = objectSample(text, at, shape, {}))
            samples.push_back(*std::move(sample));
    };
    // Positions are those of the file.
    JsonCursor cursor(text, false);
    cursor.moveTo(begin);
    if (cursor.skip('[')) {
        cursor.skipSpace();
        if (cursor.isNext('{'))
            add(cursor.position(), TableShape::JsonElements);
        return samples;
    }
    add(begin, TableShape::JsonLines);
    // On several lines, or several on one.
    if (samples.empty())
        add(begin, TableShape::JsonElements);
    std::vector<std::string> path;
    findArrays(text, cursor, path, samples);
    return samples;
}

} // namespace faultline
