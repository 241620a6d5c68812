// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <cstddef>
#include <string_view>

namespace faultline {

/// Finds the end of one JSON object in an array, or in objects one after another. The space and
/// commas behind it belong to it, so that the next one begins with its first byte. Text between
/// objects that is neither is an element too, up to its line end at most.
///
/// Damage costs one element where that can be told: a line feed ends a string; a brace that opens
/// where only a key can be begins the next element; a closing bracket closes what is open inside
/// its partner. Where more is wrong, the element ends with its line, or where `}, {` follows.
class ElementScanner
{
public:
    static constexpr std::size_t kMore = std::string_view::npos;

    /// `text` begins with the element, and is that of the call before with more behind it. Returns
    /// the bytes of the element with what separates it from the next one; kMore if more text has to
    /// decide. `isLast`: there is no more.
    std::size_t scan(std::string_view text, bool isLast);
    /// Line feeds in the element that was found.
    std::size_t lineFeeds() const { return m_lineFeeds; }
    /// It was no element but the bracket that closes the array: what follows is of no interest.
    bool isEndOfArray() const { return m_state == State::EndOfArray; }
    /// Of the element that scan() sees: it is closed, and only what separates it from the next one
    /// may follow.
    bool isClosed() const { return m_state == State::Separators; }
    /// The next text begins with another element.
    void restart() { *this = ElementScanner(); }
    /// For an element that is too long to keep. Returns how many bytes of it aren't needed any
    /// more: the next text begins behind them.
    std::size_t release();

private:
    enum class State {
        Start,
        Value,
        String,
        Escape,
        AfterString,
        Garbage,
        Damaged,
        DamagedClosed,
        Separators,
        Bracket, ///< A closing one, where an element should be.
        EndOfArray
    };
    enum class Step { Taken, EndsHere };

    bool findEnd(std::string_view text);
    void skipPlain(std::string_view text);
    Step step(char c);
    Step start(char c);
    Step value(char c);
    Step string(char c);
    Step damaged(char c);
    Step separators(char c);
    Step closeObject();
    Step closeArray();
    void open(bool isObject);
    void close();
    bool isInObject() const { return m_depth <= kMaxTracked && (m_objects & 1U) != 0; }

    static constexpr unsigned kMaxTracked = 64;

    State m_state = State::Start;
    char m_last = ':';     ///< The last character in a value that isn't space.
    quint64 m_objects = 0; ///< Which of the open containers are objects, the innermost lowest.
    unsigned m_depth = 0;  ///< How many are open. Deeper ones than 64 are only counted.
    std::size_t m_at = 0;  ///< What comes next.
    std::size_t m_lineFeeds = 0;
};

} // namespace faultline
