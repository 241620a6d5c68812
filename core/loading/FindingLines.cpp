// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/FindingLines.h"

#include "base/Utf8.h"
#include "database/connection/HstoreText.h"
#include "loading/chunks/CopyDetector.h"
#include "loading/comparison/ReadingIdentity.h"
#include "loading/ledger/FailureRows.h"
#include "loading/planning/PlannedInput.h"
#include "readings/LocalTime.h"
#include "sources/input/ArchivePass.h"
#include "sources/input/ChunkReader.h"
#include "sources/input/InputFile.h"
#include "sources/lines/MeasurementValue.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"

#include <QSet>

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr QStringView kEnoughCode = u"enough";

UserMessage enough()
{
    return UserMessage::information({}).withCode(kEnoughCode.toString());
}

QStringList loweredAll(const QStringList& names)
{
    QStringList all;
    for (const QString& name : names)
        all << name.toLower();
    return all;
}

std::unordered_set<std::string> setOf(const QStringList& texts)
{
    std::unordered_set<std::string> set;
    for (const QString& text : texts)
        set.insert(text.toStdString());
    return set;
}

// Names of measurements differ by more than case.
std::string lowered(std::string_view name)
{
    return decodedUtf8(name).toLower().toStdString();
}

bool isNumber(std::string_view text)
{
    double number = 0;
    return kindOfValue(text, number) == ValueKind::Number;
}

std::string_view withoutLineEnd(std::string_view text)
{
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

qint32 dayOf(const QDate& date)
{
    return static_cast<qint32>(QDate(2000, 1, 1).daysTo(date));
}

// Whether a reading is meant.
class ReadingMatcher
{
public:
    ReadingMatcher(const FindingRows& rows, const LocalTime& zone)
        : m_rows(rows)
        , m_sensors(setOf(rows.sensors))
        , m_severities(setOf(rows.severities))
        , m_measurements(setOf(loweredAll(rows.measurements)))
        , m_notNumbers(setOf(loweredAll(rows.notNumbers)))
        , m_clock(zone)
        , m_after(rows.after.isValid() ? dayOf(rows.after) : 0)
    {}

    void beginChunk() { m_copies.beginChunk(); }

    bool matches(const Reading& reading)
    {
        // It has to see all readings.
        if (m_rows.areCopies && isCopy(reading))
            return true;
        return (m_rows.areDatesOnly && reading.notes.isDateOnly)
               || (m_rows.areTimesTwice && reading.notes.isTimeTwice)
               || (m_rows.after.isValid() && m_clock.dayOf(reading.occurredAt) > m_after)
               || (!m_severities.empty() && m_severities.contains(std::string(reading.severity)))
               || (!m_sensors.empty() && m_sensors.contains(sensorIdOf(reading)))
               || hasMeasurement(reading);
    }

private:
    bool hasMeasurement(const Reading& reading) const
    {
        if (m_measurements.empty() && m_notNumbers.empty())
            return false;
        return std::any_of(
            reading.extras.begin(), reading.extras.end(), [this](const ExtraMeasurement& extra) {
                const std::string name = lowered(extra.name);
                return m_measurements.contains(name)
                       || (m_notNumbers.contains(name) && !isNumber(extra.value));
            });
    }

    bool isCopy(const Reading& reading)
    {
        std::string others = hstoreText(reading.extras);
        if (reading.detail)
            others += detailText(*reading.detail);
        return m_copies.isCopy(m_identity
                                   .of(reading.occurredAt, contentHash64(sensorIdOf(reading)),
                                       contentHash64(reading.severity), reading.temperature,
                                       reading.vibration, others)
                                   .low);
    }

    const FindingRows& m_rows;
    const std::unordered_set<std::string> m_sensors;
    const std::unordered_set<std::string> m_severities;
    const std::unordered_set<std::string> m_measurements;
    const std::unordered_set<std::string> m_notNumbers;
    LocalClock m_clock;
    const qint32 m_after;
    CopyDetector m_copies;
    ReadingIdentity m_identity;
};

class LineFinder
{
public:
    LineFinder(
        const LoadOptions& options, const FindingRows& rows, LocalTime zone, qsizetype most,
        const CancelToken& cancel)
        : m_options(options)
        , m_rows(rows)
        , m_zone(std::move(zone))
        , m_most(most)
        , m_cancel(cancel)
        , m_matcher(rows, m_zone)
        , m_sensors(rows.sensors.begin(), rows.sensors.end())
        , m_equipment(rows.equipment.begin(), rows.equipment.end())
    {}

    // False once there are enough.
    Result<bool> search(const SourceFile& file)
    {
        const bool isReadings = file.role == SourceRole::Readings;
        const auto input = InputFile::open(file.input);
        if (!input)
            return input.error();
        if (const auto measured = input->measure(m_cancel); !measured)
            return measured.error();
        Result<void> done = findPlaces(file, *input);
        if (done && !m_rows.hasPlacesOnly())
            done = isReadings ? findReadings(file, *input) : findEntries(file, *input);
        if (done)
            return true;
        return done.error().code == kEnoughCode ? Result<bool>(false) : done.error();
    }
    FindingLines take() { return std::move(m_found); }
    void noteUnread() { ++m_found.unread; }

private:
    Result<void> add(const SourceFile& file, const LineLocation& location)
    {
        if (m_found.lines.size() == m_most) {
            m_found.isAll = false;
            return enough();
        }
        m_found.lines << FoundLine{file.input, file.relativePath, location, 0, {}};
        return {};
    }

    static LineLocation locationOf(std::string_view text, qint64 line, qint64 offset)
    {
        const std::string_view content = withoutLineEnd(text);
        const std::string_view kept = content.substr(0, static_cast<std::size_t>(kMaxRawBytes));
        LineLocation location;
        location.lineNumber = line;
        location.byteOffset = offset;
        location.lineBytes = static_cast<qint64>(content.size());
        location.raw = QByteArray(kept.data(), static_cast<qsizetype>(kept.size()));
        return location;
    }

    Result<void> findReadings(const SourceFile& file, const InputFile& input)
    {
        const auto parser = makeRecordParser(file.format, m_zone);
        ChunkLimits limits;
        limits.rows = rowsPerChunk(m_options, file.format);
        ChunkReader reader(
            input, file.dataBegin, input.size(), file.firstLine, m_options.isFinal, limits,
            file.format.cutter());
        RawChunk chunk;
        ParsedRecord record;
        for (;;) {
            const auto more = reader.next(chunk, m_cancel);
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
            if (!more || !*more)
                return more ? Result<void>() : more.error();
            m_matcher.beginChunk();
            if (chunk.unkept)
                continue; // a record that is too long, or nothing
            std::string_view rest = chunk.bytes.view();
            qint64 line = chunk.firstLine;
            qint64 offset = chunk.firstByte;
            while (!rest.empty()) {
                const std::size_t bytes = parser->parse(rest, record);
                const std::string_view text = rest.substr(0, bytes);
                bool isMeant = false;
                // All of them: each may have a copy.
                for (const RecordReading& reading : record.readings)
                    isMeant = m_matcher.matches(reading) || isMeant;
                if (isMeant && record.outcome == ParsedRecord::Outcome::Readings) {
                    LineLocation location =
                        locationOf(parser->cutter().contentOf(text), line, offset);
                    location.isRecord = file.format.isTable();
                    if (auto added = add(file, location); !added)
                        return added;
                }
                line += std::count(text.begin(), text.end(), '\n');
                offset += static_cast<qint64>(bytes);
                rest.remove_prefix(bytes);
            }
        }
    }

    Result<void> findEntries(const SourceFile& file, const InputFile& input)
    {
        RowPlace place;
        const auto found = [&place](const RowPlace& at) { place = at; };
        const auto ignored = [](const RejectedLine& /*line*/) { return Result<void>(); };
        const auto isMeant = [](const QSet<QString>& ids, const QByteArray& id) {
            return ids.contains(QString::fromUtf8(id));
        };
        const auto addRow = [&](bool isWanted) {
            return isWanted ? addEntry(file, input, place) : Result<void>();
        };
        const auto counts = file.role == SourceRole::SensorMap
                                ? parseSensorMap(
                                    input, file.dataBegin, m_zone,
                                    ListSink<SensorMapEntry>{
                                        [&](const SensorMapEntry& entry) {
                                            return addRow(
                                                isMeant(m_sensors, entry.sensorId)
                                                || isMeant(m_equipment, entry.equipmentId));
                                        },
                                        ignored, found},
                                    m_cancel, file.format)
                                : parseEquipmentList(
                                    input, file.dataBegin,
                                    ListSink<Equipment>{
                                        [&](const Equipment& entry) {
                                            return addRow(isMeant(m_equipment, entry.equipmentId));
                                        },
                                        ignored, found},
                                    m_cancel, file.format);
        return counts ? Result<void>() : counts.error();
    }

    Result<void> addEntry(const SourceFile& file, const InputFile& input, const RowPlace& place)
    {
        std::string text(
            static_cast<std::size_t>(std::clamp<qint64>(place.bytes, 0, kMaxRawBytes)), '\0');
        const auto count = input.read(place.byteOffset, text);
        if (!count)
            return count.error();
        text.resize(static_cast<std::size_t>(*count));
        LineLocation location = locationOf(text, place.lineNumber, place.byteOffset);
        if (place.bytes > kMaxRawBytes)
            location.lineBytes = place.bytes;
        location.isRecord = true;
        return add(file, location);
    }

    // Of the places that the finding names.
    Result<void> findPlaces(const SourceFile& file, const InputFile& input)
    {
        for (const auto& [path, line] : m_rows.places) {
            if (path != file.path)
                continue;
            const auto location = lineOf(input, line);
            if (!location)
                return location.error();
            if (location->lineNumber != line)
                continue; // the file has become shorter
            if (auto added = add(file, *location); !added)
                return added;
        }
        return {};
    }

    Result<LineLocation> lineOf(const InputFile& input, qint64 wanted) const
    {
        std::string text(std::size_t{1} << 20U, '\0');
        qint64 line = 1;
        qint64 begin = 0; // of the line
        while (begin < input.size()) {
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
            const auto count = input.read(begin, text);
            if (!count)
                return count.error();
            std::string_view rest(text.data(), static_cast<std::size_t>(*count));
            if (rest.empty())
                break;
            for (std::size_t end = rest.find('\n'); end != std::string_view::npos && line < wanted;
                 end = rest.find('\n')) {
                rest.remove_prefix(end + 1);
                begin += static_cast<qint64>(end) + 1;
                ++line;
            }
            if (line == wanted)
                return locationOf(rest.substr(0, rest.find('\n')), line, begin);
            // What is left has no line end, or is longer than what is read at once.
            begin += static_cast<qint64>(rest.size());
        }
        LineLocation none;
        none.lineNumber = 0;
        return none;
    }

    const LoadOptions& m_options;
    const FindingRows& m_rows;
    const LocalTime m_zone;
    const qsizetype m_most;
    const CancelToken& m_cancel;
    ReadingMatcher m_matcher;
    const QSet<QString> m_sensors;
    const QSet<QString> m_equipment;
    FindingLines m_found;
};

} // namespace

Result<FindingLines> findLines(
    const DataFolder& folder, const LoadOptions& options, const FindingRows& rows, qsizetype most,
    const CancelToken& cancel, const std::function<void(qint64)>& noteDone)
{
    const auto zone = options.plant.timeZone.isEmpty()
                          ? Result<LocalTime>(LocalTime::utc())
                          : LocalTime::fromName(options.plant.timeZone);
    if (!zone)
        return zone.error();
    const ArchivePass pass;
    LineFinder finder(options, rows, *zone, most, cancel);
    qint64 done = 0;
    for (const SourceFile& file : folder.files) {
        if (cancel.isCancelled())
            return UserMessage::cancelled();
        const bool isMeant = file.role && (!rows.role || rows.role == file.role)
                             && (rows.file.isEmpty() || rows.file == file.path);
        if (isMeant) {
            const auto more = finder.search(file);
            if (!more && more.error().code == kCancelledCode)
                return more.error();
            if (!more)
                finder.noteUnread();
            else if (!*more)
                break;
        }
        done += file.bytes;
        if (noteDone)
            noteDone(done);
    }
    return finder.take();
}

} // namespace faultline
