// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <utility>

namespace faultline {

/// An optional value that is seldom set and takes no more memory than a pointer, for members of
/// objects that exist in their hundred thousands. Used like std::optional, except that reading an
/// unset one gives an empty value. It can be replaced but not changed.
template<typename T>
class Rare
{
public:
    Rare() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): like std::optional's.
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
