// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a text at once, and as a reader does that sees a few bytes more each time: the records must
// be the same, and add up to the text. The first byte says which cutter, and how many bytes.
#include "FuzzTarget.h"
#include "sources/records/RecordCutter.h"

#include <algorithm>
#include <array>
#include <vector>

using namespace faultline;

namespace {

RecordCutter cutterFor(unsigned which)
{
    switch (which % 4) {
    case 0:
        return RecordCutter::lines();
    case 1:
        return RecordCutter::rows(',', '"');
    case 2:
        return RecordCutter::rows('\t', '\'');
    default:
        return RecordCutter::elements();
    }
}

// The ends of all records, from the start of the text.
std::vector<std::size_t> endsOf(std::string_view text, unsigned which)
{
    RecordCutter cutter = cutterFor(which);
    std::vector<std::size_t> ends;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto cut = cutter.cut(text.substr(at), 1, true);
        require(cut.records == 1 || cut.ended, "a cut has a record, or the array ended");
        if (cut.records == 0) {
            require(cut.bytes == 0, "nothing is cut behind the array");
            break;
        }
        require(cut.bytes > 0 && cut.bytes <= text.size() - at, "a cut is within its text");
        const std::string_view record = text.substr(at, cut.bytes);
        require(
            cut.lineFeeds
                == static_cast<std::size_t>(std::count(record.begin(), record.end(), '\n')),
            "line feeds are counted");
        at += cut.bytes;
        ends.push_back(at);
    }
    return ends;
}

void compareInSteps(
    std::string_view text, unsigned which, std::size_t step, std::size_t maximum,
    const std::vector<std::size_t>& ends)
{
    RecordCutter cutter = cutterFor(which);
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t records = 0;
    std::size_t lineFeeds = 0;
    while (begin < text.size()) {
        const bool isLast = end == text.size();
        const auto cut = cutter.cut(text.substr(begin, end - begin), maximum, isLast);
        begin += cut.bytes;
        records += cut.records;
        lineFeeds += cut.lineFeeds;
        require(cut.records <= maximum && records <= ends.size(), "no more records than asked for");
        require(cut.records == 0 || begin == ends[records - 1], "records end at one place");
        if (cut.ended && records == ends.size())
            break;
        if (cut.records == 0)
            require(!isLast || begin == text.size(), "the last text is cut to its end");
        end = std::min(text.size(), end + (cut.records == maximum ? 0 : step));
    }
    require(records == ends.size(), "as many records, whatever is seen at once");
    const std::string_view whole = text.substr(0, begin);
    require(
        lineFeeds == static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '\n')),
        "line feeds add up");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const unsigned which = data[0];
    const std::string_view text = viewOf(data + 1, size - 1);
    const auto ends = endsOf(text, which);
    static constexpr std::array<std::size_t, 4> kSteps{1, 3, 17, 4096};
    // A long text in single bytes takes too long.
    const std::size_t step = std::max(kSteps.at(which / 4 % 4), text.size() / 2000);
    compareInSteps(text, which, step, which / 16 % 3 + 1, ends);
    compareInSteps(text, which, step + 1, 1000, ends);
    return 0;
}
