// SPDX-License-Identifier: GPL-3.0-or-later
// Packed summaries from any bytes: refused, or unchanged by packing them again.
#include "FuzzTarget.h"
#include "loading/summaries/SummaryFormat.h"

#include <string>
#include <vector>

using namespace faultline;

namespace {

template<typename Element>
std::string packed(const std::vector<Element>& elements, std::size_t bytes)
{
    // One more element, so that the version fits even if there are none.
    std::string text(bytes + 1, '\0');
    SummaryPacker packer(text.data());
    for (const Element& element : elements)
        packer.add(element);
    text.resize(bytes);
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    // A copy of exactly this size, so that reading past its end is detected.
    const std::vector<char> copy(data, data + size);
    const std::string_view bytes(copy.data(), copy.size());
    std::vector<SummaryCell> cells;
    if (unpackCells(bytes, cells) && !cells.empty())
        require(packed(cells, packedCellBytes(cells.size())) == bytes, "cells are kept");
    std::vector<FailureEvent> events;
    if (unpackEvents(bytes, events) && !events.empty())
        require(packed(events, packedEventBytes(events.size())) == bytes, "events are kept");
    return 0;
}
