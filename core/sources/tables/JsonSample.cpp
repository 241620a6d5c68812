// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/RecordCutter.h"
#include "sources/tables/JsonCursor.h"
#include "sources/tables/RowCells.h"
#include "sources/tables/TableSample.h"

#include <algorithm>
#include <iterator>
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
    ObjectReader(TableSample& sample, std::size_t maxInnerObjects)
        : m_sample(sample)
        , m_maxInnerObjects(maxInnerObjects)
    {}

    // The object at the cursor; false if it isn't complete.
    bool read(JsonCursor& cursor)
    {
        m_row.assign(m_sample.format.columns.size(), {});
        m_path.clear();
        if (!readObject(cursor))
            return false;
        m_sample.rows.push_back(std::move(m_row));
        return true;
    }

private:
    bool readObject(JsonCursor& cursor)
    {
        if (!cursor.skip('{'))
            return false;
        cursor.skipSpace();
        while (!cursor.skip('}')) {
            if (!readMember(cursor))
                return false;
            cursor.skipSpace();
            if (cursor.skip(','))
                cursor.skipSpace();
            else if (!cursor.isNext('}'))
                return false;
        }
        return true;
    }
    bool readMember(JsonCursor& cursor)
    {
        m_arena.clear();
        const auto key = takeKey(cursor, m_arena);
        if (!key)
            return false;
        if (cursor.isNext('{') && m_path.size() < m_maxInnerObjects) {
            m_path.push_back(*key);
            const bool isRead = readObject(cursor);
            m_path.pop_back();
            return isRead;
        }
        std::string text;
        bool hasEscapes = false;
        if (cursor.isNext('{') || cursor.isNext('[')) {
            text = cursor.isNext('{') ? kObjectText : kArrayText;
            if (!cursor.skipNested())
                return false;
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
        store(*key, std::move(text));
        return true;
    }
    void store(const std::string& key, std::string text)
    {
        std::string name;
        for (const std::string& outer : m_path)
            name += outer + '.';
        name += key;
        const auto [at, isNew] = m_columns.emplace(std::move(name), m_columns.size());
        if (at->second >= kMaxSampleColumns)
            return;
        if (isNew) {
            m_sample.format.columns.push_back({at->first});
            m_sample.innerKeys.push_back(m_path.empty() ? std::string() : key);
            for (auto& earlier : m_sample.rows)
                earlier.emplace_back();
        }
        m_row.resize(m_sample.format.columns.size());
        m_row[at->second] = std::move(text);
    }

    // What no field can be, but a person sees.
    static constexpr auto kArrayText = "[…]";
    static constexpr auto kObjectText = "{…}";

    std::vector<std::string> m_row;
    std::vector<std::string> m_path; // keys of the objects around
    TableSample& m_sample;
    const std::size_t m_maxInnerObjects;
    TextArena m_arena;
    std::unordered_map<std::string, std::size_t> m_columns;
};

// Inner keys that more than one column would be called by don't tell these columns apart.
void keepUnique(TableSample& sample)
{
    std::unordered_map<std::string_view, int> uses;
    for (std::size_t i = 0; i < sample.innerKeys.size(); ++i)
        ++uses[sample.shortName(i)];
    std::vector<std::string> unique(sample.innerKeys.size());
    for (std::size_t i = 0; i < unique.size(); ++i) {
        if (uses[sample.shortName(i)] == 1)
            unique[i] = sample.innerKeys[i];
    }
    sample.innerKeys = std::move(unique);
}

// Of one record, they are the rows of a table by columns: {"time": {"0": …}, "value": {"0": …}}.
bool hasOnlyInnerKeys(const TableSample& sample)
{
    return !sample.innerKeys.empty()
           && std::none_of(sample.innerKeys.begin(), sample.innerKeys.end(), [](const auto& key) {
                  return key.empty();
              });
}

// JSON, and how many objects within each other are taken apart in its records.
struct JsonText
{
    std::string_view text;
    std::size_t maxInnerObjects = 0;
};

// Objects from `begin` on: one a line, or one after another.
std::optional<TableSample> objectSample(
    const JsonText& json, std::size_t begin, TableShape shape, std::vector<std::string> path)
{
    TableSample sample;
    sample.format.shape = shape;
    sample.format.path = std::move(path);
    sample.format.dataBegin = static_cast<qint64>(begin);
    ObjectReader reader(sample, json.maxInnerObjects);
    const bool isLine = shape == TableShape::JsonLines;
    RecordCutter cutter = isLine ? RecordCutter::lines() : RecordCutter::elements();
    std::string_view rest = json.text.substr(begin);
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
    if (sample.rows.size() == 1 && hasOnlyInnerKeys(sample))
        return std::nullopt;
    keepUnique(sample);
    return sample;
}

// The arrays of objects inside the object at the cursor, which may be cut off.
void findArrays(
    const JsonText& json, JsonCursor& cursor, std::vector<std::string>& path,
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
                        objectSample(json, inside.position(), TableShape::JsonElements, path))
                    samples.push_back(*std::move(sample));
            }
        } else if (inside.isNext('{') && path.size() < kMaxPathDepth) {
            findArrays(json, inside, path, samples);
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

std::vector<TableSample> jsonSamples(std::string_view text, std::size_t begin, InnerObjects inner)
{
    const JsonText json{text, inner == InnerObjects::AreColumns ? kMaxInnerObjects : 0};
    std::vector<TableSample> samples;
    const auto add = [&](std::size_t at, TableShape shape) {
        if (auto sample = objectSample(json, at, shape, {}))
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
    std::vector<TableSample> arrays;
    findArrays(json, cursor, path, arrays);
    // One object is more likely what wraps arrays than a record that has some.
    const bool isWrapped = !arrays.empty() && (samples.empty() || samples[0].rows.size() == 1);
    samples.insert(
        isWrapped ? samples.begin() : samples.end(), std::make_move_iterator(arrays.begin()),
        std::make_move_iterator(arrays.end()));
    return samples;
}

} // namespace faultline
