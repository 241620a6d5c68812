// SPDX-License-Identifier: GPL-3.0-or-later
#include "Fleet.h"

#include <set>
#include <string_view>
#include <utility>

namespace faultline::generate {
namespace {

constexpr std::size_t nameLength = 8;

std::string randomName(std::string_view alphabet, Random& random)
{
    std::string name;
    for (std::size_t i = 0; i < nameLength; ++i)
        name += alphabet[random.below(static_cast<std::uint32_t>(alphabet.size()))];
    return name;
}

std::string newName(std::string_view alphabet, std::set<std::string>& taken, Random& random)
{
    std::string name = randomName(alphabet, random);
    while (!taken.insert(name).second)
        name = randomName(alphabet, random);
    return name;
}

/// A code that spreadsheets and careless loaders convert to a number. Real fleets have some.
std::string codeThatLooksLikeANumber(Random& random)
{
    std::string code = "1";
    for (int i = 0; i < 4; ++i)
        code += static_cast<char>('0' + random.below(10));
    return code + "E" + std::to_string(10 + random.below(90));
}

/// Assigns `count` things to `owners` owners, so that each owner has at least one.
std::vector<std::uint32_t> distributed(std::uint32_t count, std::uint32_t owners, Random& random)
{
    std::vector<std::uint32_t> owner(count);
    for (std::uint32_t i = 0; i < count; ++i)
        owner[i] = i < owners ? i : random.below(owners);
    for (std::uint32_t i = count; i > 1; --i)
        std::swap(owner[i - 1], owner[random.below(i)]);
    return owner;
}

} // namespace

Fleet makeFleet(const Options& options, Random& random)
{
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    constexpr std::string_view alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    std::set<std::string> takenGroups;
    std::vector<std::string> groups(options.groups);
    for (std::string& group : groups)
        group = newName(alphanumeric, takenGroups, random);

    std::set<std::string> takenCodes;
    Fleet fleet(options.equipment);
    const auto groupOf = distributed(options.equipment, options.groups, random);
    for (std::uint32_t i = 0; i < options.equipment; ++i) {
        fleet[i].id = i + 1;
        fleet[i].code = newName(hexadecimal, takenCodes, random);
        fleet[i].groupName = groups[groupOf[i]];
    }
    fleet[1].code = codeThatLooksLikeANumber(random);

    const auto equipmentOf = distributed(options.sensors, options.equipment, random);
    for (std::uint32_t i = 0; i < options.sensors; ++i)
        fleet[equipmentOf[i]].sensorIds.push_back(i + 1);
    return fleet;
}

} // namespace faultline::generate
