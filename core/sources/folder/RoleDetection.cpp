// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/folder/RoleDetection.h"

#include "base/Utf8.h"
#include "sources/folder/FileKind.h"
#include "sources/folder/OwnExport.h"
#include "sources/input/TextEncoding.h"
#include "sources/lines/DateOrderProof.h"
#include "sources/lines/LogRecognition.h"
#include "sources/lines/UnreadableLog.h"
#include "sources/lists/ListRecognition.h"
#include "sources/lists/ListSample.h"
#include "sources/tables/TableRecognition.h"

#include <QCoreApplication>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
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

std::string_view withoutLeadingSpace(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n"sv);
    return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

// What a log shows whose dates need an order.
DateOrderProof datesOf(std::string_view sample)
{
    DateOrderProof proof(makeOrderedLogParser);
    for (qint64 number = 1; !sample.empty(); ++number) {
        const auto end = std::min(sample.find('\n'), sample.size());
        proof.addRecord(sample.substr(0, end), number);
        sample.remove_prefix(std::min(end + 1, sample.size()));
    }
    return proof;
}

// Lines of the sample that aren't UTF-8. The last one may have been cut off in a character.
struct OtherLines
{
    qsizetype lines = 0;
    qsizetype others = 0;
    /// The first of the others in which the encodings differ, or else the first of them.
    std::string_view shown;
    bool areDifferent = false;
};

// The place of the first byte that isn't the same character in all encodings to choose from.
std::size_t firstTelling(std::string_view line)
{
    const auto isTelling = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        constexpr std::string_view kOtherInLatin9 = "\xA4\xA6\xA8\xB4\xB8\xBC\xBD\xBE";
        return (byte >= 0x80 && byte < 0xA0) || kOtherInLatin9.find(c) != std::string_view::npos;
    };
    return static_cast<std::size_t>(
        std::find_if(line.begin(), line.end(), isTelling) - line.begin());
}

OtherLines otherLines(std::string_view sample)
{
    constexpr std::size_t kMaxCharacterBytes = 4;
    OtherLines found;
    while (!sample.empty()) {
        const auto end = std::min(sample.find('\n'), sample.size());
        const std::string_view line = sample.substr(0, end);
        const bool isLast = end == sample.size();
        const auto valid = validTextPrefix(line);
        const bool isOther = valid < line.size() && line[valid] != '\0'
                             && !(isLast && line.size() - valid < kMaxCharacterBytes);
        ++found.lines;
        if (isOther) {
            const bool isDifferent = !found.areDifferent && firstTelling(line) < line.size();
            if (found.others++ == 0 || isDifferent)
                found.shown = line;
            found.areDifferent = found.areDifferent || isDifferent;
        }
        sample.remove_prefix(std::min(end + 1, sample.size()));
    }
    return found;
}

UserMessage inOtherEncoding(const InputFile& file, std::string_view line)
{
    constexpr std::size_t kShownBytes = 100;
    // Around the first character that shows the encoding, or else that isn't ASCII.
    const auto telling = firstTelling(line);
    const auto start = telling < line.size() ? telling : std::size_t{validTextPrefix(line)};
    const auto begin = start > kShownBytes / 2 ? start - kShownBytes / 2 : 0;
    const std::string_view piece = line.substr(begin, kShownBytes);
    QJsonObject lines;
    QStringList texts;
    for (const TextEncoding encoding : choosableEncodings()) {
        const std::string text = toUtf8(piece, encoding);
        const QString shown = visibleText(QString::fromStdString(text)).trimmed();
        lines.insert(encodingWord(encoding), shown);
        texts << u"%1: %2"_s.arg(encodingWord(encoding), shown);
    }
    UserMessage message = notRecognised(
        file,
        Text::tr("Its text isn't UTF-8. A line of it would be, in %1.").arg(texts.join(u"; "_s)));
    message.withRemedy(Text::tr("Choose its encoding when loading, such as --encoding %1, or save "
                                "it as UTF-8.")
                           .arg(encodingWord(choosableEncodings().first())));
    message.withCode(u"encoding"_s);
    message.details.insert(u"encodings"_s, lines);
    return message;
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

UserMessage ownExport(const InputFile& file)
{
    return notRecognised(
               file, Text::tr("Faultline exported it: it contains results, not source data."))
        .withCode(u"own-export"_s);
}

// What the first bytes already show; none for text.
std::optional<UserMessage> problemOfKind(const InputFile& file, std::string_view start)
{
    const auto kind = fileKindOf(start);
    if (!kind)
        return std::nullopt;
    if (isOwnExport(start))
        return ownExport(file);
    const bool isContainer =
        kind->family == FileKind::Family::Compressed || kind->family == FileKind::Family::Archive;
    const QString why =
        isContainer && file.isDecoded()
            ? Text::tr("It is compressed or an archive, within one that is. Only the outer one is "
                       "opened.")
            : kind->why();
    return notRecognised(file, why)
        .withRemedy(kind->remedy())
        .withCode(
            QString::fromLatin1(kind->word.data(), static_cast<qsizetype>(kind->word.size())));
}

UserMessage otherJson(const InputFile& file, std::string_view sample)
{
    constexpr auto kOfNotebook = "\"cell_type\""sv;
    if (sample.find(kOfNotebook) != std::string_view::npos) {
        return notRecognised(file, Text::tr("It is a Jupyter notebook, which can't be loaded."))
            .withCode(u"notebook"_s);
    }
    return notRecognised(
               file, Text::tr("It is JSON, but its objects name neither equipment, such as "
                              "“equipment_id” and “code”, nor sensors, such as “sensor_id”."))
        .withCode(u"other-json"_s);
}

std::optional<UserMessage> problemOfLineEnds(const InputFile& file, std::string_view sample)
{
    const std::string_view firstLine = sample.substr(0, sample.find('\n'));
    // Not counting the one in its line end.
    if (firstLine.find('\r') >= std::max<std::size_t>(firstLine.size(), 1) - 1)
        return std::nullopt;
    return notRecognised(
               file, Text::tr("Its lines end with a lone carriage return, as on very old systems."))
        .withRemedy(Text::tr("Convert its line endings to LF or CRLF."))
        .withCode(u"lone-returns"_s);
}

UserMessage otherText(const InputFile& file, std::string_view sample)
{
    constexpr std::array kStarts{"<!DOCTYPE"sv, "<!doctype"sv, "<html"sv, "<?xml"sv, "<svg"sv};
    const std::string_view text = withoutLeadingSpace(sample);
    const bool isMarkup =
        std::any_of(kStarts.begin(), kStarts.end(), [text](std::string_view start) {
            return text.starts_with(start);
        });
    if (isMarkup) {
        return notRecognised(file, Text::tr("It is HTML or XML, which can't be loaded."))
            .withCode(u"markup"_s);
    }
    UserMessage message = notRecognised(
        file, Text::tr("It is text, but no line looks like a reading, and its first line names no "
                       "columns of an equipment list or a sensor map, such as equipment_id, code "
                       "or sensor_id."));
    if (!listSamples(sample).empty()) {
        message.withRemedy(Text::tr("If it is a list, say so in the preview of the file, or with "
                                    "faultline-cli formats set."));
    }
    return message.withCode(u"other-text"_s);
}

// Of a member of an archive, its own.
std::string nameOf(const InputFile& file)
{
    const QString& path = file.path();
    const qsizetype member = path.lastIndexOf(kMemberSeparator.toString());
    const QString name = member < 0 ? path : path.mid(member + kMemberSeparator.size());
    return name.mid(name.lastIndexOf(u'/') + 1).toStdString();
}

// `sample` is without the byte order mark.
void takeTable(RecognisedTable table, std::string_view sample, DetectedRole& detected)
{
    detected.role = SourceRole::Readings;
    const auto begin = static_cast<std::size_t>(table.format.dataBegin);
    detected.firstLine += std::count(sample.begin(), sample.begin() + table.format.dataBegin, '\n');
    detected.hasNumericDates = findNumericDate(sample, begin).has_value();
    table.format.dataBegin += detected.dataBegin;
    detected.dataBegin = table.format.dataBegin;
    detected.table = std::move(table);
}

bool hasUnreadableName(const TableFormat& table)
{
    return std::any_of(table.columns.begin(), table.columns.end(), [](const TableColumn& column) {
        return validTextPrefix(column.name) < column.name.size();
    });
}

} // namespace

Result<DetectedRole> detectRole(const InputFile& file)
{
    // Of a picture or an archive, the first bytes are enough. Decoded content isn't measured only
    // to know that it is short.
    const auto bytes = file.isDecoded()
                           ? kSampleBytes
                           : static_cast<std::size_t>(std::max<qint64>(file.size(), 1));
    std::array<char, kKindBytes> start{};
    const auto started = file.read(0, std::span(start).first(std::min(bytes, start.size())));
    if (!started)
        return started.error();
    std::string_view sample(start.data(), static_cast<std::size_t>(*started));
    if (auto problem = problemOfKind(file, sample))
        return *std::move(problem);

    std::vector<char> buffer;
    if (bytes > start.size()) {
        buffer.resize(std::min(bytes, kSampleBytes));
        const auto count = file.read(0, buffer);
        if (!count)
            return count.error();
        sample = {buffer.data(), static_cast<std::size_t>(*count)};
    }
    const bool isWhole = file.isDecoded() ? sample.size() < kSampleBytes : bytes <= kSampleBytes;
    DetectedRole detected;
    if (sample.starts_with(kUtf8Mark)) {
        detected.dataBegin = static_cast<qint64>(kUtf8Mark.size());
        sample.remove_prefix(kUtf8Mark.size());
    }
    if (withoutLeadingSpace(sample).empty())
        return notRecognised(file, Text::tr("It is empty.")).withCode(u"empty"_s);

    // Where most lines are broken it is no damage. A few are rejected one by one.
    const OtherLines others = otherLines(sample);
    const bool isText = sample.find('\0') == std::string_view::npos;
    if (isText && others.others * 2 > others.lines)
        return inOtherEncoding(file, others.shown);
    detected.isUtf8 = others.others == 0 || !isText;

    if (isOwnExport(sample))
        return ownExport(file);
    const DateOrderProof dates = datesOf(sample);
    if (!dates.evidence().isEmpty() || recogniseLog(sample)) {
        detected.role = SourceRole::Readings;
        detected.hasNumericDates = dates.hasNumericDates();
        return detected;
    }
    auto table = recogniseTable(sample, nameOf(file));
    const auto asTable = [&]() -> Result<DetectedRole> {
        // A column without a readable name would be left out.
        if (others.others > 0 && hasUnreadableName(table->format))
            return inOtherEncoding(file, others.shown);
        takeTable(*std::move(table), sample, detected);
        return detected;
    };
    // Its columns may have names that a list has too.
    if (table && table->isFailureList)
        return asTable();
    if (const auto list = recogniseList(sample)) {
        detected.role = list->hasMap ? SourceRole::SensorMap : SourceRole::EquipmentList;
        if (list->hasMap && list->hasEquipment)
            detected.also = SourceRole::EquipmentList;
        detected.hasNumericDates = list->hasMap && findNumericDate(sample).has_value();
        return detected;
    }
    if (table)
        return asTable();
    if (const auto layout = recogniseLayout(sample)) {
        detected.role = SourceRole::Readings;
        detected.layout = *layout;
        detected.hasNumericDates = findNumericDate(sample).has_value();
        return detected;
    }
    if (const QString why = whyNoTable(sample); !why.isEmpty())
        return notRecognised(file, why).withCode(u"no-numbers"_s);
    if (const QString why = whyNoList(sample); !why.isEmpty())
        return notRecognised(file, why).withCode(u"no-list"_s);
    if (looksLikeObjects(sample))
        return otherJson(file, sample);
    if (!isText)
        return notRecognised(file, Text::tr("It isn't a text file.")).withCode(u"binary"_s);
    if (others.others > 0)
        return inOtherEncoding(file, others.shown);
    if (auto problem = problemOfLineEnds(file, sample))
        return *std::move(problem);
    if (auto log = unreadableLogOf(sample, isWhole)) {
        log->message.at(file.path());
        // Loaded, so that its lines are counted, and shown as rejected.
        if (!log->isOfSensors)
            return log->message;
        detected.role = SourceRole::Readings;
        detected.problem = log->message;
        return detected;
    }
    return otherText(file, sample);
}

} // namespace faultline
