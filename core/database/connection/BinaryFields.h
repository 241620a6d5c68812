// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtEndian>
#include <QtGlobal>

#include <optional>
#include <string_view>

namespace faultline {

/// The elements of an array of numbers or times in a binary result (BinaryCursor), which has at
/// least one element and no nulls. See CopyBuffer::addArray() for the format.
template<typename Number>
class BinaryArray
{
public:
    /// `field` must outlive it.
    explicit BinaryArray(std::string_view field)
        : m_field(field)
    {}

    std::size_t size() const { return (m_field.size() - kHeaderBytes) / kElementBytes; }
    Number operator[](std::size_t index) const
    {
        return qFromBigEndian<Number>(
            m_field.data() + kHeaderBytes + index * kElementBytes + sizeof(qint32));
    }

private:
    static constexpr std::size_t kHeaderBytes = 5 * sizeof(qint32);
    static constexpr std::size_t kElementBytes = sizeof(qint32) + sizeof(Number);

    std::string_view m_field;
};

/// The fields of a row of COPY … (FORMAT binary), one after another. Reading beyond the last gives
/// nulls. CopyBuffer describes the format.
class BinaryFields
{
public:
    /// `row` is what follows the number of its fields, and must outlive the fields.
    explicit BinaryFields(std::string_view row)
        : m_rest(row)
    {}

    /// The next field in its type's binary form; none for null.
    std::optional<std::string_view> next()
    {
        if (m_rest.size() < sizeof(qint32))
            return std::nullopt;
        const auto length = qFromBigEndian<qint32>(m_rest.data());
        m_rest.remove_prefix(sizeof(qint32));
        if (length < 0 || static_cast<std::size_t>(length) > m_rest.size())
            return std::nullopt;
        const std::string_view field = m_rest.substr(0, static_cast<std::size_t>(length));
        m_rest.remove_prefix(field.size());
        return field;
    }

    /// The next field as a number of its type's size; 0 for null.
    template<typename Number>
    Number number()
    {
        const auto field = next();
        return field && field->size() == sizeof(Number) ? qFromBigEndian<Number>(field->data())
                                                        : Number{};
    }

private:
    std::string_view m_rest;
};

} // namespace faultline
