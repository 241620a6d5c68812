// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"

#include <QtGlobal>

#include <optional>
#include <utility>
#include <variant>

namespace faultline {

/// Either a value or the message that says why there is none. Expected failures are returned this
/// way, never thrown. Reading the value of a failed result is a programming error.
template<typename T = void>
class [[nodiscard]] Result
{
public:
    // Both implicit, so that a function returns either with a plain `return`.
    Result(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Result(UserMessage error)
        : m_state(std::in_place_index<1>, std::move(error))
    {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T& value() const&
    {
        Q_ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    T& value() &
    {
        Q_ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    T&& value() &&
    {
        Q_ASSERT(ok());
        return std::move(*std::get_if<0>(&m_state));
    }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    const UserMessage& error() const
    {
        Q_ASSERT(!ok());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, UserMessage> m_state;
};

template<>
class [[nodiscard]] Result<void>
{
public:
    Result() = default;
    Result(UserMessage error)
        : m_error(std::move(error))
    {}

    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }

    const UserMessage& error() const
    {
        Q_ASSERT(!ok());
        return *m_error;
    }

private:
    std::optional<UserMessage> m_error;
};

} // namespace faultline
