// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <cstddef>
#include <span>
#include <utility>
#include <variant>

namespace faultline::reliability {

/// How the observation of a repairable system ended: at a time that was fixed beforehand, or with a
/// failure. The latter is then the last of its ages, and equals the time observed.
enum class Truncation { Time, Failure };

/// The failures of one repairable system: its ages at them, in hours since its observation began,
/// in ascending order. Each is from 0 to `observed`; several may be equal.
struct FailureHistory
{
    std::span<const double> ages;
    double observed = 0; ///< hours
    Truncation truncation = Truncation::Time;
};

/// Why there is no figure. The text is made where it is shown.
struct Reason
{
    enum class Kind {
        NeedsFailures,  ///< `needed` failures are necessary, there are `has`
        NeedsSystems,   ///< `needed` systems are necessary, there are `has`
        NoTimeObserved, ///< nothing was observed for longer than no time at all
        NoSpread,       ///< all failures are at one age, so there is no shape to estimate
        NotConverged,   ///< the search for the most likely values ended without any
    };

    Kind kind = Kind::NotConverged;
    std::size_t needed = 0;
    std::size_t has = 0;

    static Reason needsFailures(std::size_t needed, std::size_t has)
    {
        return {Kind::NeedsFailures, needed, has};
    }
    static Reason needsSystems(std::size_t needed, std::size_t has)
    {
        return {Kind::NeedsSystems, needed, has};
    }
    bool operator==(const Reason&) const = default;
};

/// A figure, or why there is none. Reading the value of one that isn't ok is a programming error.
template<typename T>
class [[nodiscard]] Estimate
{
public:
    // Both implicit, so that a function returns either with a plain `return`.
    Estimate(T value)
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    Estimate(Reason reason)
        : m_state(std::in_place_index<1>, reason)
    {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    const T& value() const
    {
        assert(ok());
        return *std::get_if<0>(&m_state);
    }
    const T& operator*() const { return value(); }
    const T* operator->() const { return &value(); }

    const Reason& reason() const
    {
        assert(!ok());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Reason> m_state;
};

/// A range that holds a figure at some confidence. `upper` may be infinite.
struct Interval
{
    double lower = 0;
    double upper = 0;
};

} // namespace faultline::reliability
