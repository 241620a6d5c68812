// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace faultline {

/// A value that is seldom there, in the room of a pointer: for members of what there may be hundred
/// thousands of. Used as std::optional is, except that where there is none, reading gives an empty
/// value. It isn't changed but replaced.
template<typename T>
class Rare
{
public:
    Rare() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): as std::optional's.
    Rare(T value)
        : m_value(std::make_unique<const T>(std::move(value)))
    {}
    Rare(const Rare& other)
        : m_value(other.m_value ? std::make_unique<const T>(*other.m_value) : nullptr)
    {}
    Rare& operator=(const Rare& other)
    {
        m_value = other.m_value ? std::make_unique<const T>(*other.m_value) : nullptr;
        return *this;
    }
    Rare(Rare&&) noexcept = default;
    Rare& operator=(Rare&&) noexcept = default;
    ~Rare() = default;

    bool has_value() const { return m_value != nullptr; }
    explicit operator bool() const { return has_value(); }
    const T& operator*() const
    {
        static const T none{};
        return m_value ? *m_value : none;
    }
    const T* operator->() const { return &**this; }

private:
    std::unique_ptr<const T> m_value;
};

} // namespace faultline
