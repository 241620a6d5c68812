// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "readings/Reading.h"

#include <cstddef>
#include <string_view>

namespace faultline {

/// The measurements of a line: names with values, in any order, as docs/formats.md describes them.
/// Adds them to a reading.
class MeasurementList
{
public:
    enum class Form {
        InParentheses,
        Bare ///< Without parentheses: text that may be a message is no list of measurements.
    };

    /// A measurement of which it is clear where its name and its value are.
    struct Pair
    {
        std::string_view name;
        std::size_t nameAt = 0; ///< Byte of the line.
        std::string_view value;
        std::size_t valueAt = 0;
    };

    MeasurementList(Form form, Reading& reading)
        : m_form(form)
        , m_reading(reading)
    {}

    /// `text` is what is between the parentheses, or the rest of the line. False if it can't be
    /// read, or could be read in two ways; the reading is then of no use.
    bool read(std::string_view text);
    /// False if the value can't be read, or the name occurred before.
    bool add(const Pair& pair);
    /// Whether one of the measurements so far is a number.
    bool hasNumber() const { return m_hasNumber; }
    /// After false: the byte of the text where reading stopped; after add(), of the line.
    std::size_t stoppedAt() const { return m_stoppedAt; }

private:
    /// One measurement, cut into its parts.
    struct Item
    {
        std::string_view name;
        char connective = '\0'; ///< '=' or ':', or none.
        std::string_view value; ///< Without spaces around it.
        std::size_t nameAt = 0; ///< Bytes of the list.
        std::size_t valueAt = 0;
    };

    bool stop(std::size_t position);
    bool readItems(std::string_view text, char separator);
    bool isOneText(std::string_view text, char separator);
    bool readItem(std::string_view text, std::size_t at, char separator);
    bool readNameAlone(const Item& item, char separator);
    bool readPairs(std::string_view text, std::size_t at, bool store);
    bool cutItem(std::string_view text, std::size_t at, Item& item);
    bool store(const Item& item, std::string_view text, std::size_t at);
    bool storeSingle(const Item& item);
    bool occursBefore(std::string_view name) const;

    const Form m_form;
    Reading& m_reading;
    std::size_t m_stoppedAt = 0;
    bool m_hasNumber = false;
    bool m_hasKnownName = false; ///< Temperature or vibration.
    bool m_hasLooseItem = false; ///< A name and a value with only space between them.
};

} // namespace faultline
