// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/times/NamedZones.h"

#include <QString>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace faultline {

namespace {

struct NamedZone
{
    std::string name;
    std::optional<LocalClock> clock; ///< None: there is no such zone.
};

constexpr std::size_t kMaxRemembered = 16;
constexpr std::size_t kMaxNameBytes = 64;

} // namespace

LocalClock* clockOfZone(std::string_view name)
{
    thread_local std::vector<NamedZone> remembered;
    if (name.size() > kMaxNameBytes)
        return nullptr;
    auto found = std::find_if(remembered.begin(), remembered.end(), [name](const NamedZone& zone) {
        return zone.name == name;
    });
    if (found == remembered.end()) {
        // A damaged log may have any number of them.
        if (remembered.size() == kMaxRemembered)
            remembered.clear();
        NamedZone zone{std::string(name), std::nullopt};
        if (const auto known = LocalTime::fromName(
                QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()))))
            zone.clock.emplace(*known);
        found = remembered.insert(remembered.end(), std::move(zone));
    }
    return found->clock ? &*found->clock : nullptr;
}

} // namespace faultline
