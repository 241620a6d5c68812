// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/records/JsonColumnRows.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

// Of all columns together they are some megabytes.
constexpr std::size_t kWindowBytes = 16'384;
constexpr std::size_t kMaxColumns = 512;
constexpr std::size_t kMaxValueBytes = std::size_t{1024} * 1024;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(JsonColumnRows)
};

UserMessage damaged(const QString& why)
{
    return UserMessage::error(Text::tr("The columns of the file don't make rows"))
        .because(why)
        .withRemedy(Text::tr("Export it again, or with an object for each row."))
        .withCode(u"damaged"_s);
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool opens(char c)
{
    return c == '{' || c == '[';
}

bool isNameOfRows(std::string_view name)
{
    static constexpr std::array kNames{"\"data\""sv, "\"values\""sv, "\"rows\""sv};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

} // namespace

// A place in the content, and the text behind it.
class JsonColumnRows::Cursor
{
public:
    Cursor(ContentReader content, qint64 position)
        : m_content(std::move(content))
        , m_begin(position)
    {}

    qint64 position() const { return m_begin + static_cast<qint64>(m_at); }
    const std::optional<UserMessage>& error() const { return m_error; }

    /// The next character; NUL at the end.
    char peek()
    {
        if (m_at == m_size && !fill())
            return '\0';
        return m_window[m_at];
    }
    void skip() { ++m_at; }
    /// The next character that isn't space.
    char next()
    {
        while (isSpace(peek()))
            skip();
        return peek();
    }
    bool take(char wanted)
    {
        if (next() != wanted)
            return false;
        skip();
        return true;
    }
    /// A string with its quotes, which is appended to `text` if there is one.
    bool takeString(std::string* text)
    {
        if (next() != '"')
            return false;
        bool isEscaped = true; // the quote that opens it
        for (std::size_t bytes = 0; bytes < kMaxValueBytes; ++bytes) {
            const char c = peek();
            if (c == '\0' || c == '\n')
                return false;
            skip();
            if (text)
                *text += c;
            if (c == '"' && !isEscaped)
                return true;
            isEscaped = c == '\\' && !isEscaped;
        }
        return false;
    }
    /// A value of any kind, in a line.
    bool takeValue(std::string* text)
    {
        const std::size_t before = text ? text->size() : 0;
        int depth = 0;
        for (;;) {
            const char c = next();
            if (c == '"') {
                if (!takeString(text))
                    return false;
            } else if (
                c == '\0' || (depth == 0 && (c == ',' || c == '}' || c == ']' || c == ':'))) {
                return false;
            } else if (opens(c) || c == '}' || c == ']' || c == ',' || c == ':') {
                depth += opens(c) ? 1 : (c == '}' || c == ']') ? -1 : 0;
                put(c, text);
            } else {
                takeWord(text);
            }
            if (depth == 0)
                return true;
            if (text && text->size() - before > kMaxValueBytes)
                return false;
        }
    }

private:
    void put(char c, std::string* text)
    {
        skip();
        if (text)
            *text += c;
    }
    void takeWord(std::string* text)
    {
        for (char c = peek(); c != '\0' && !isSpace(c) && c != ',' && c != '}' && c != ']'
                              && c != ':' && c != '"' && !opens(c);
             c = peek())
            put(c, text);
    }
    bool fill()
    {
        if (m_error || m_isAtEnd)
            return false;
        m_begin += static_cast<qint64>(m_size);
        m_window.resize(kWindowBytes);
        const auto count = m_content(m_begin, m_window);
        m_at = m_size = 0;
        if (!count) {
            m_error = count.error();
            return false;
        }
        m_size = static_cast<std::size_t>(*count);
        m_isAtEnd = m_size == 0;
        return !m_isAtEnd;
    }

    ContentReader m_content;
    qint64 m_begin; ///< Of the window.
    std::vector<char> m_window;
    std::size_t m_size = 0;
    std::size_t m_at = 0;
    bool m_isAtEnd = false;
    std::optional<UserMessage> m_error;
};

JsonColumnRows::JsonColumnRows() = default;
JsonColumnRows::JsonColumnRows(JsonColumnRows&& other) noexcept = default;
JsonColumnRows& JsonColumnRows::operator=(JsonColumnRows&& other) noexcept = default;
JsonColumnRows::~JsonColumnRows() = default;

bool JsonColumnRows::mayBegin(std::string_view sample)
{
    const auto read = [sample](qint64 position, std::span<char> buffer) -> Result<qint64> {
        const std::string_view rest =
            sample.substr(std::min(static_cast<std::size_t>(position), sample.size()));
        return static_cast<qint64>(rest.copy(buffer.data(), buffer.size()));
    };
    Cursor cursor(read, 0);
    if (!cursor.take('{'))
        return false;
    do {
        if (!cursor.takeString(nullptr) || !cursor.take(':'))
            return false;
        const char first = cursor.next();
        if (!opens(first))
            continue;
        cursor.skip();
        if (first == '{' && (!cursor.takeString(nullptr) || !cursor.take(':')))
            return false;
        return !opens(cursor.next()) && cursor.takeValue(nullptr);
    } while (cursor.takeValue(nullptr) && cursor.take(','));
    return false;
}

Result<JsonColumnRows> JsonColumnRows::open(const ContentReader& content)
{
    JsonColumnRows rows;
    std::vector<std::string> names;
    Cursor cursor(content, 0);
    const auto stopped = [&cursor](const QString& why) {
        return cursor.error().value_or(damaged(why));
    };
    if (!cursor.take('{'))
        return stopped(Text::tr("It doesn't begin with an object."));
    do {
        std::string name;
        if (!cursor.takeString(&name) || !cursor.take(':')) {
            return stopped(
                Text::tr("There is no name of a column at byte %1.").arg(cursor.position()));
        }
        const char first = cursor.next();
        const qint64 begin = cursor.position() + 1;
        if (!cursor.takeValue(nullptr))
            return stopped(Text::tr("The column %1 has no end.").arg(QString::fromStdString(name)));
        if (!opens(first))
            continue;
        Cursor inside(content, begin);
        const bool isInNames = name == "\"columns\""sv && first == '[' && inside.next() == '"';
        while (isInNames && inside.takeString(&names.emplace_back()) && inside.take(',')) {}
        if (isInNames)
            continue;
        if (isNameOfRows(name) && first == '[' && inside.next() == '[') {
            rows.m_rows = std::make_unique<Cursor>(content, begin);
        } else if (
            first == '['
                ? !opens(inside.next())
                : inside.takeString(nullptr) && inside.take(':') && !opens(inside.next())) {
            rows.m_columns.push_back({name, std::make_unique<Cursor>(content, begin)});
        }
        if (std::max(rows.m_columns.size(), names.size()) > kMaxColumns)
            return damaged(Text::tr("It has more than %1 columns.").arg(kMaxColumns));
    } while (cursor.take(','));
    if (!cursor.take('}'))
        return stopped(Text::tr("It has no end."));
    if (rows.m_rows) {
        rows.m_columns.clear();
        for (std::string& name : names)
            rows.m_columns.push_back({std::move(name), nullptr});
    }
    if (rows.m_columns.empty())
        return damaged(Text::tr("It has no columns."));
    return rows;
}

Result<bool> JsonColumnRows::next(std::string& text)
{
    const std::size_t before = text.size();
    auto found = m_rows ? nextOfRows(text) : nextOfColumns(text);
    if (!found || !*found)
        text.resize(before);
    ++m_row;
    return found;
}

// Where the first column ends, the others must end too.
Result<void> JsonColumnRows::checkEnds()
{
    for (const Column& column : m_columns) {
        const char c = column.cursor->next();
        if (c != '}' && c != ']') {
            return column.cursor->error().value_or(
                damaged(Text::tr("The column %1 has more rows than the first one.")
                            .arg(QString::fromStdString(column.name))));
        }
    }
    return {};
}

Result<bool> JsonColumnRows::nextOfColumns(std::string& text)
{
    std::string key;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        Cursor& cursor = *m_columns[i].cursor;
        const bool isAtEnd = cursor.next() == '}' || cursor.peek() == ']';
        if (i == 0 && isAtEnd) {
            const auto checked = checkEnds();
            return checked ? Result<bool>(false) : checked.error();
        }
        const auto stopped = [&] {
            return cursor.error().value_or(
                damaged(Text::tr("The column %1 has another row than the first one at byte %2.")
                            .arg(QString::fromStdString(m_columns[i].name))
                            .arg(cursor.position())));
        };
        if (isAtEnd || (m_row > 0 && !cursor.take(',')))
            return stopped();
        std::string own;
        text += i == 0 ? '{' : ',';
        text += m_columns[i].name;
        text += ':';
        // In an array there are no keys.
        std::string value;
        if (!cursor.takeValue(&value))
            return stopped();
        if (value.starts_with('"') && cursor.next() == ':') {
            own = std::exchange(value, {});
            cursor.skip();
            if (!cursor.takeValue(&value))
                return stopped();
        }
        if (i == 0)
            key = own;
        if (!own.empty() && own != key)
            return stopped();
        text += value;
    }
    text += "}\n";
    return true;
}

Result<bool> JsonColumnRows::nextOfRows(std::string& text)
{
    const auto stopped = [this] {
        return m_rows->error().value_or(
            damaged(Text::tr("A row isn't complete at byte %1.").arg(m_rows->position())));
    };
    if (m_rows->next() == ']')
        return false;
    if ((m_row > 0 && !m_rows->take(',')) || !m_rows->take('['))
        return stopped();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        text += i == 0 ? '{' : ',';
        text += m_columns[i].name;
        text += ':';
        if ((i > 0 && !m_rows->take(',')) || !m_rows->takeValue(&text))
            return stopped();
    }
    if (!m_rows->take(']'))
        return stopped();
    text += "}\n";
    return true;
}

} // namespace faultline
