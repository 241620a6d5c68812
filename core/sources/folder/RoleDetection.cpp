// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/RoleDetection.h"

#include "sources/lines/ReadingParser.h"
#include "sources/lists/ListRecognition.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

using namespace Qt::Literals::StringLiterals;
using namespace std::string_view_literals;

namespace faultline {

namespace {

constexpr std::size_t kSampleBytes = 64 * 1024;
constexpr auto kUtf8Mark = "\xEF\xBB\xBF"sv;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RoleDetection)
};

UserMessage notRecognised(const InputFile& file, const QString& why)
{
    return UserMessage::warning(Text::tr("Not recognised"))
        .because(why)
        .at(file.path())
        .withCode(u"not-recognised"_s);
}

bool looksLikeUtf16(std::string_view sample)
{
    return sample.starts_with("\xFF\xFE"sv) || sample.starts_with("\xFE\xFF"sv);
}

// gzip, zip, xz, Zstandard, bzip2. A zip may contain an uncompressed log, whose lines would match.
bool looksCompressed(std::string_view sample)
{
    constexpr std::array kMarks{
        "\x1F\x8B"sv, "PK\x03\x04"sv,
        "\xFD"
        "7zXZ"sv,
        "\x28\xB5\x2F\xFD"sv, "BZh"sv};
    return std::any_of(kMarks.begin(), kMarks.end(), [sample](std::string_view mark) {
        return sample.starts_with(mark);
    });
}

std::string_view withoutLeadingSpace(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n"sv);
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

// A log can begin with other lines, such as a heading.
bool hasReading(std::string_view sample)
{
    // The time zone doesn't change what a line looks like.
    ReadingParser parser(LocalTime::utc());
    Reading reading;
    while (!sample.empty()) {
        const auto end = sample.find('\n');
        if (parser.parse(sample.substr(0, end), reading) == ReadingParser::Outcome::Reading)
            return true;
        if (end == std::string_view::npos)
            break;
        sample.remove_prefix(end + 1);
    }
    return false;
}

bool isOwnExport(std::string_view sample)
{
    for (const char expected : kOwnExportStart) {
        sample = withoutLeadingSpace(sample);
        if (!sample.starts_with(expected))
            return false;
        sample.remove_prefix(1);
    }
    return true;
}

// An array or a sequence of objects.
bool looksLikeObjects(std::string_view sample)
{
    std::string_view text = withoutLeadingSpace(sample);
    if (text.starts_with('{'))
        return true;
    if (!text.starts_with('['))
        return false;
    text = withoutLeadingSpace(text.substr(1));
    return text.starts_with('{') || text.starts_with(']');
}

} // namespace

Result<DetectedRole> detectRole(const InputFile& file)
{
    // Many files are far shorter than the sample.
    const auto bytes = static_cast<std::size_t>(std::max<qint64>(file.size(), 1));
    std::vector<char> buffer(std::min(bytes, kSampleBytes));
    const auto count = file.read(0, buffer);
    if (!count)
        return count.error();
    std::string_view sample(buffer.data(), static_cast<std::size_t>(*count));

    DetectedRole detected;
    if (looksLikeUtf16(sample)) {
        return notRecognised(file, Text::tr("It is text in UTF-16, which can't be loaded yet."))
            .withRemedy(Text::tr("It was not loaded. Save it as UTF-8."));
    }
    if (looksCompressed(sample)) {
        return notRecognised(file, Text::tr("It is compressed, which can't be loaded yet."))
            .withRemedy(Text::tr("It was not loaded. Unpack it into the data folder."))
            .withCode(u"compressed"_s);
    }
    if (sample.starts_with(kUtf8Mark)) {
        detected.skipBytes = static_cast<qint64>(kUtf8Mark.size());
        sample.remove_prefix(kUtf8Mark.size());
    }
    if (withoutLeadingSpace(sample).empty())
        return notRecognised(file, Text::tr("It is empty."));

    if (isOwnExport(sample)) {
        return notRecognised(
            file, Text::tr("Faultline exported it: it contains results, not source data."));
    }
    if (hasReading(sample)) {
        detected.role = SourceRole::Readings;
        return detected;
    }
    if (const auto list = recogniseList(sample)) {
        detected.role = list->hasMap ? SourceRole::SensorMap : SourceRole::EquipmentList;
        if (list->hasMap && list->hasEquipment)
            detected.also = SourceRole::EquipmentList;
        return detected;
    }
    if (const QString why = whyNoList(sample); !why.isEmpty())
        return notRecognised(file, why);
    if (looksLikeObjects(sample)) {
        return notRecognised(
            file, Text::tr("It is JSON, but its objects name neither equipment, such as "
                           "“equipment_id” and “code”, nor sensors, such as “sensor_id”."));
    }
    if (sample.find('\0') != std::string_view::npos)
        return notRecognised(file, Text::tr("It isn't a text file."));
    const std::string_view firstLine = sample.substr(0, sample.find('\n'));
    // Not counting the one in its line end.
    if (firstLine.find('\r') < std::max<std::size_t>(firstLine.size(), 1) - 1) {
        return notRecognised(
                   file,
                   Text::tr("Its lines end with a lone carriage return, as on very old systems."))
            .withRemedy(Text::tr("Convert its line endings to LF or CRLF."));
    }
    return notRecognised(
        file, Text::tr("No line looks like a reading, and its first line names no columns of an "
                       "equipment list or a sensor map, such as equipment_id, code or sensor_id."));
}

} // namespace faultline
