// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QtGlobal>

#include <array>
#include <optional>
#include <vector>

namespace faultline {

/// In which order the lines of a log have time, severity and sensor, before their measurements. It
/// is one for all lines of a file: in a single line, a tag without a keyword could be anything.
class LogLayout
{
public:
    enum class Part : quint8 {
        None,
        Time,
        Severity,
        Sensor, ///< With its keyword: "sensor[5]".
        Tag     ///< Its id alone: "PMP-1", "[5]".
    };
    static constexpr std::size_t kParts = 3;
    using Parts = std::array<Part, kParts>;

    /// The usual one: time, severity and sensor with its keyword.
    LogLayout() = default;
    explicit LogLayout(const Parts& parts)
        : m_parts(parts)
    {}

    const Parts& parts() const { return m_parts; }
    bool isUsual() const { return *this == LogLayout(); }
    /// Everything is a name with "=" and a value, in any order: "time=… level=error sensor=5".
    bool isPairs() const { return m_parts == Parts{}; }
    bool has(Part part) const;

    /// All but the usual one.
    static const std::vector<LogLayout>& others();
    /// As it is stored: "time tag severity", or "pairs".
    QString toWord() const;
    static std::optional<LogLayout> fromWord(const QString& word);
    /// A sentence for people.
    QString toText() const;

    bool operator==(const LogLayout&) const = default;

private:
    Parts m_parts{Part::Time, Part::Severity, Part::Sensor};
};

} // namespace faultline
