// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/preview/RecordPreview.h"

#include "base/Utf8.h"
#include "sources/formats/SourceFormat.h"
#include "sources/input/InputFile.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(RecordPreview)
};

constexpr std::size_t kMaxBytes = std::size_t{1024} * 1024;
constexpr qint64 kMaxRecords = 10'000;
// Between 1970 and 2000.
constexpr qint64 kEpochMicroseconds = 946'684'800'000'000;

std::string_view withoutLineEnd(std::string_view text)
{
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

void setRaw(PreviewRecord& record, std::string_view text)
{
    const std::string_view line = withoutLineEnd(text);
    record.bytes = static_cast<qint64>(line.size());
    const std::string_view kept = line.substr(0, static_cast<std::size_t>(kMaxRawBytes));
    record.raw = QByteArray(kept.data(), static_cast<qsizetype>(kept.size()));
}

QString shortestText(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

bool isNumber(std::string_view text)
{
    double value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size()
           && std::isfinite(value);
}

QList<PreviewMeasurement> measurementsOf(const Reading& reading)
{
    QList<PreviewMeasurement> measurements;
    if (!std::isnan(reading.temperature))
        measurements << PreviewMeasurement{u"temperature"_s, shortestText(reading.temperature)};
    if (!std::isnan(reading.vibration))
        measurements << PreviewMeasurement{u"vibration"_s, shortestText(reading.vibration)};
    for (const ExtraMeasurement& extra : reading.extras) {
        measurements << PreviewMeasurement{
            readableText(extra.name), readableText(extra.value), isNumber(extra.value)};
    }
    return measurements;
}

// Reads the records of a text that begins with one.
class ReadingsPreview
{
public:
    ReadingsPreview(const SourceFile& file, const PreviewOptions& options, FilePreview& preview)
        : m_format(file.format)
        , m_options(options)
        , m_preview(preview)
        , m_parser(makeRecordParser(file.format, options.zone))
        , m_line(file.firstLine)
    {
        if (!m_format.table || m_format.table->layout != TableLayout::Wide)
            return;
        for (const TableColumn& column : m_format.table->columns) {
            if (column.field == TableField::Value)
                m_slotNames << readableText(column.name);
        }
    }

    void read(std::string_view text, bool isAll)
    {
        const auto cut = m_parser->cutter().cut(text, kMaxRecords, isAll);
        if (cut.records == 0 && !text.empty())
            return addEndless(text);
        m_preview.isWhole = isAll && (cut.bytes == text.size() || cut.ended);
        std::string_view rest = text.substr(0, cut.bytes);
        ParsedRecord parsed;
        while (!rest.empty()) {
            const std::size_t bytes = m_parser->parse(rest, parsed);
            add(rest.substr(0, bytes), parsed);
            rest.remove_prefix(bytes);
        }
    }

private:
    // No end of the first record is in sight.
    void addEndless(std::string_view text)
    {
        ParsedRecord parsed;
        parsed.outcome = ParsedRecord::Outcome::Rejected;
        parsed.reason = RejectReason::TooLong;
        add(text, parsed);
    }

    void add(std::string_view text, const ParsedRecord& parsed)
    {
        const bool isBlank = parsed.outcome == ParsedRecord::Outcome::Blank;
        const bool isRejected = parsed.outcome == ParsedRecord::Outcome::Rejected;
        ++m_preview.recordsRead;
        m_preview.readingsRead += static_cast<qint64>(parsed.readings.size());
        m_preview.blankRead += isBlank ? 1 : 0;
        const bool hasRejects = isRejected || !parsed.rejectedCells.empty();
        m_preview.rejectedRead += hasRejects ? 1 : 0;
        const bool isShown = m_preview.records.size() < m_options.rows && !isBlank;
        const bool isKept = hasRejects && m_preview.rejected.size() < m_options.rejected;
        if (isShown || isKept) {
            const PreviewRecord record = recordOf(text, parsed);
            if (isShown)
                m_preview.records << record;
            if (isKept)
                m_preview.rejected << record;
        }
        m_line += std::count(text.begin(), text.end(), '\n');
    }

    PreviewRecord recordOf(std::string_view text, const ParsedRecord& parsed) const
    {
        PreviewRecord record;
        record.lineNumber = m_line;
        setRaw(record, text);
        record.readingCount = static_cast<qint64>(parsed.readings.size());
        for (const RecordReading& reading : parsed.readings) {
            if (record.readings.size() == kMaxPreviewSlots)
                break;
            record.readings << readingOf(reading);
        }
        if (parsed.outcome == ParsedRecord::Outcome::Rejected) {
            record.rejections << PreviewRejection{
                parsed.reason, static_cast<qint64>(parsed.stoppedAt) + 1, {}};
        }
        for (const RejectedCell& cell : parsed.rejectedCells) {
            if (record.rejections.size() == kMaxPreviewSlots)
                break;
            record.rejections << PreviewRejection{
                cell.reason, static_cast<qint64>(cell.stoppedAt) + 1, m_slotNames.value(cell.slot)};
        }
        return record;
    }

    PreviewReading readingOf(const Reading& reading) const
    {
        PreviewReading shown;
        shown.time =
            ZonedTime::in(m_options.zone, Instant{reading.occurredAt + kEpochMicroseconds});
        shown.sensor = decodedUtf8(sensorIdOf(reading));
        shown.severity = decodedUtf8(reading.severity);
        shown.measurements = measurementsOf(reading);
        if (const FailureDetail* const detail = reading.detail) {
            shown.mode = decodedUtf8(detail->mode);
            shown.cause = decodedUtf8(detail->cause);
            if (detail->endedAt)
                shown.endedAt =
                    ZonedTime::in(m_options.zone, Instant{*detail->endedAt + kEpochMicroseconds});
            shown.seconds = detail->seconds;
            shown.isPlanned = detail->isPlanned;
        }
        shown.isDateOnly = reading.notes.isDateOnly;
        shown.isTimeTwice = reading.notes.isTimeTwice;
        shown.isEndBefore = reading.notes.isEndBefore;
        shown.isContradictory = reading.notes.isContradictory;
        return shown;
    }

    const SourceFormat m_format;
    const PreviewOptions& m_options;
    FilePreview& m_preview;
    const std::unique_ptr<RecordParser> m_parser;
    QStringList m_slotNames;
    qint64 m_line;
};

// The records of a list.
class ListPreview
{
public:
    ListPreview(const InputFile& input, const PreviewOptions& options, FilePreview& preview)
        : m_input(input)
        , m_options(options)
        , m_preview(preview)
    {}

    template<typename Entry>
    ListSink<Entry> sink(std::optional<Entry> PreviewRecord::*member)
    {
        return {
            [this, member](const Entry& entry) {
                ++m_preview.readingsRead;
                if (m_preview.records.size() < m_options.rows) {
                    auto record = recordAt(m_place);
                    if (!record)
                        return Result<void>(record.error());
                    (*record).*member = entry;
                    m_preview.records << *std::move(record);
                }
                return afterRecord(m_place.byteOffset + m_place.bytes);
            },
            [this](const RejectedLine& line) {
                ++m_preview.rejectedRead;
                PreviewRecord record;
                record.lineNumber = line.lineNumber;
                record.bytes = line.lineBytes;
                record.raw = line.raw;
                record.rejections << PreviewRejection{
                    line.reason, line.columnNumber, QString::fromUtf8(line.field)};
                if (m_preview.records.size() < m_options.rows)
                    m_preview.records << record;
                if (m_preview.rejected.size() < m_options.rejected)
                    m_preview.rejected << record;
                return afterRecord(line.byteOffset + line.lineBytes);
            },
            [this](const RowPlace& place) { m_place = place; }};
    }

    static constexpr QStringView kEnoughCode = u"enough";

private:
    Result<PreviewRecord> recordAt(const RowPlace& place) const
    {
        std::string text(
            static_cast<std::size_t>(std::clamp<qint64>(place.bytes, 0, kMaxRawBytes)), '\0');
        const auto count = m_input.read(place.byteOffset, text);
        if (!count)
            return count.error();
        text.resize(static_cast<std::size_t>(*count));
        PreviewRecord record;
        record.lineNumber = place.lineNumber;
        setRaw(record, text);
        record.bytes = std::max(record.bytes, place.bytes);
        return record;
    }

    Result<void> afterRecord(qint64 endByte)
    {
        ++m_preview.recordsRead;
        const bool isEnough =
            m_preview.recordsRead >= kMaxRecords || endByte >= static_cast<qint64>(kMaxBytes);
        return isEnough
                   ? Result<void>(UserMessage::information({}).withCode(kEnoughCode.toString()))
                   : Result<void>();
    }

    const InputFile& m_input;
    const PreviewOptions& m_options;
    FilePreview& m_preview;
    RowPlace m_place;
};

// The first bytes from `begin` on; `isAll`: to the end of the file.
Result<std::string> beginningOf(const InputFile& input, qint64 begin, bool& isAll)
{
    std::string text(kMaxBytes, '\0');
    const auto count = input.read(begin, text);
    if (!count)
        return count.error();
    text.resize(static_cast<std::size_t>(*count));
    isAll = text.size() < kMaxBytes;
    return text;
}

} // namespace

QString PreviewRejection::toText() const
{
    return field.isEmpty()
               ? Text::tr("%1 (byte %2)").arg(rejectReasonText(reason)).arg(column)
               : Text::tr("%1: %2 (byte %3)").arg(field, rejectReasonText(reason)).arg(column);
}

Result<void> previewReadings(
    const SourceFile& file, const PreviewOptions& options, FilePreview& preview,
    const CancelToken& cancel)
{
    if (cancel.isCancelled())
        return UserMessage::cancelled();
    const auto input = InputFile::open(file.input);
    if (!input)
        return input.error();
    bool isAll = false;
    const auto text = beginningOf(*input, file.dataBegin, isAll);
    if (!text)
        return text.error();
    ReadingsPreview(file, options, preview).read(*text, isAll);
    return {};
}

Result<void> previewList(
    const SourceFile& file, const PreviewOptions& options, FilePreview& preview,
    const CancelToken& cancel)
{
    const auto input = InputFile::open(file.input);
    if (!input)
        return input.error();
    if (const auto measured = input->measure(cancel); !measured)
        return measured;
    ListPreview list(*input, options, preview);
    const LocalTime zone = file.format.zone.value_or(options.zone);
    const auto counts =
        file.role == SourceRole::SensorMap
            ? parseSensorMap(
                *input, file.dataBegin, zone, list.sink(&PreviewRecord::mapEntry), cancel,
                file.format)
            : parseEquipmentList(
                *input, file.dataBegin, list.sink(&PreviewRecord::equipment), cancel, file.format);
    if (counts) {
        preview.isWhole = true;
        preview.blankRead = counts->blank;
    } else if (counts.error().code == kCancelledCode) {
        return counts.error();
    } else if (counts.error().code != ListPreview::kEnoughCode) {
        preview.problem = reasonText(counts.error());
    }
    return {};
}

Result<void>
previewLines(const SourceFile& file, const PreviewOptions& options, FilePreview& preview)
{
    const auto input = InputFile::open(file.input);
    if (!input)
        return {}; // its problem says so
    bool isAll = false;
    const auto text = beginningOf(*input, 0, isAll);
    if (!text || text->find('\0') != std::string::npos)
        return {};
    std::string_view rest = *text;
    for (qint64 line = 1; !rest.empty() && preview.records.size() < options.rows; ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        PreviewRecord record;
        record.lineNumber = line;
        setRaw(record, rest.substr(0, end));
        preview.records << record;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

} // namespace faultline
