// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtEndian>
#include <QtGlobal>

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

} // namespace faultline
