// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/lines/LogRecognition.h"

#include "sources/lines/ReadingParser.h"

namespace faultline {

std::optional<RecognisedLog> recogniseLog(std::string_view sample)
{
    // The time zone doesn't change what a line looks like.
    ReadingParser parser(LocalTime::utc());
    Reading reading;
    for (qint64 line = 1; !sample.empty(); ++line) {
        const auto end = sample.find('\n');
        if (parser.parse(sample.substr(0, end), reading) == ReadingParser::Outcome::Reading)
            return RecognisedLog{line};
        if (end == std::string_view::npos)
            break;
        sample.remove_prefix(end + 1);
    }
    return std::nullopt;
}

} // namespace faultline
