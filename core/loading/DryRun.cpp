// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/DryRun.h"

#include "loading/FolderFindings.h"
#include "loading/chunks/ChunkParser.h"
#include "loading/findings/ListFindings.h"
#include "loading/ledger/FileIdentity.h"
#include "loading/planning/PlannedInput.h"
#include "loading/plants/FolderParts.h"
#include "loading/receipt/RejectedKinds.h"
#include "readings/Calendar.h"
#include "readings/Instant.h"
#include "sources/input/ArchivePass.h"
#include "sources/lists/EquipmentListParser.h"
#include "sources/lists/SensorMapParser.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>

#include <map>
#include <memory>
#include <numeric>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DryRun)
};

// Finds files that have the content of one before them. Reads only files of the same size.
class CopyFinder
{
public:
    // The path of the first file with this content; empty if this is the first one.
    Result<QString>
    originalOf(const SourceFile& file, const InputFile& input, const CancelToken& cancel)
    {
        std::vector<Seen>& alike = m_files[{*file.role, input.size()}];
        Seen seen{&file, {}};
        if (!alike.empty()) {
            const auto hash = rangeHash(input, 0, input.size(), cancel);
            if (!hash)
                return hash.error();
            seen.hash = *hash;
        }
        for (Seen& other : alike) {
            if (const auto done = complete(other, cancel); !done)
                return done.error();
            if (other.hash == seen.hash
                && other.file->format.constantSensor() == file.format.constantSensor())
                return other.file->path;
        }
        alike.push_back(seen);
        return QString();
    }

private:
    struct Seen
    {
        const SourceFile* file = nullptr;
        QByteArray hash; ///< Once it is needed.
    };

    static Result<void> complete(Seen& seen, const CancelToken& cancel)
    {
        if (!seen.hash.isEmpty())
            return {};
        const auto input = InputFile::open(seen.file->input);
        if (!input)
            return input.error();
        if (const auto measured = input->measure(cancel); !measured)
            return measured;
        const auto hash = rangeHash(*input, 0, input->size(), cancel);
        if (!hash)
            return hash.error();
        seen.hash = *hash;
        return {};
    }

    std::map<std::pair<SourceRole, qint64>, std::vector<Seen>> m_files;
};

// The files of one plant.
struct Part
{
    QString path;
    QList<qsizetype> files;
    SummaryRules rules;
    FolderFindings findings;
    CopyFinder copies;
};

class DryRun
{
public:
    DryRun(
        const DataFolder& folder, const LoadOptions& options, LocalTime zone, LoadTracker& tracker,
        const CancelToken& cancel)
        : m_folder(folder)
        , m_options(options)
        , m_zone(std::move(zone))
        , m_tracker(tracker)
        , m_cancel(cancel)
    {}

    Result<DryRunOutcome> run()
    {
        if (const auto divided = divide(); !divided)
            return divided.error();
        for (const std::unique_ptr<Part>& part : m_parts) {
            for (const qsizetype index : part->files) {
                if (!m_folder.files.at(index).role)
                    continue;
                const auto failure = read(*part, index);
                if (failure && failure->code == kCancelledCode)
                    return *failure;
                if (failure)
                    m_tracker.setState(index, FileState::Failed, failure->toLine());
            }
        }
        const QList<FileReceipt> receipts = m_tracker.receipts();
        for (const std::unique_ptr<Part>& part : m_parts) {
            QList<UserMessage> findings = part->findings.findings(receipts);
            for (UserMessage& finding : findings) {
                if (m_parts.size() > 1 && finding.where.isEmpty())
                    finding.at(part->path);
            }
            m_outcome.findings << findings;
        }
        m_outcome.rejected = m_rejected.kinds();
        return m_outcome;
    }

private:
    // Into the plants that the folder would be loaded into.
    Result<void> divide()
    {
        LocalClock clock(m_zone);
        const qint32 today = clock.dayOf(
            Instant::of(QDateTime::currentDateTimeUtc()).microseconds
            - qint64{10'957} * kMicrosecondsPerDay); // from 1970 to 2000
        const auto add = [&](const QString& path, const QString& name, QList<qsizetype> files) {
            const auto plant = static_cast<PlantId>(m_parts.size() + 1);
            m_parts.push_back(std::make_unique<Part>(Part{
                path,
                std::move(files),
                SummaryRules(plant, SensorMap(), m_zone),
                FolderFindings(name, m_zone, today),
                {}}));
        };
        if (m_options.plant.bySubfolder) {
            const auto parts = partsOf(m_folder, m_cancel);
            if (!parts)
                return parts.error();
            for (const FolderPart& part : *parts)
                add(part.path, part.name, part.files);
            return {};
        }
        QList<qsizetype> all(m_folder.files.size());
        std::iota(all.begin(), all.end(), 0);
        const QString& name = m_options.plant.name;
        add(m_folder.path, name.isEmpty() ? QDir(m_folder.path).dirName() : name, all);
        return {};
    }

    std::optional<UserMessage> read(Part& part, qsizetype index)
    {
        const SourceFile& source = m_folder.files.at(index);
        m_tracker.setState(index, FileState::Loading);
        const auto input = InputFile::open(source.input);
        if (!input)
            return input.error();
        if (const auto measured = input->measure(m_cancel); !measured)
            return measured.error();
        m_tracker.setBytes(index, input->size());
        const auto original = part.copies.originalOf(source, *input, m_cancel);
        if (!original)
            return original.error();
        const bool isCopy = !original->isEmpty();
        const auto done = source.role == SourceRole::Readings
                              ? readReadings(part, *input, index, isCopy)
                              : readList(part, *input, index, isCopy);
        if (!done)
            return done.error();
        if (auto damage = input->damage())
            return damage;
        if (!isCopy) {
            m_tracker.setState(index, FileState::Loaded);
            return std::nullopt;
        }
        RecordCounts records;
        records.in = m_tracker.records(index).in;
        records.skipped = records.in;
        m_tracker.setRecords(index, records);
        m_tracker.setState(
            index, FileState::Unchanged, Text::tr("The same content as %1").arg(*original));
        return std::nullopt;
    }

    Result<void> readList(Part& part, const InputFile& input, qsizetype index, bool isCopy)
    {
        const SourceFile& source = m_folder.files.at(index);
        FolderFindings& findings = part.findings;
        findings.beginList();
        const auto reject = [this, &source, isCopy](const RejectedLine& line) {
            if (!isCopy)
                m_rejected.add(source, line);
            return Result<void>();
        };
        const auto take = [&findings](const auto& record) {
            findings.add(record);
            return Result<void>();
        };
        const LocalTime zone = source.format.zone.value_or(m_zone);
        const auto counts = source.role == SourceRole::SensorMap
                                ? parseSensorMap(
                                    input, source.dataBegin, zone,
                                    ListSink<SensorMapEntry>{take, reject}, m_cancel, source.format)
                                : parseEquipmentList(
                                    input, source.dataBegin, ListSink<Equipment>{take, reject},
                                    m_cancel, source.format);
        if (!counts)
            return counts.error();
        RecordCounts records;
        records.in = counts->records + counts->blank;
        records.loaded = counts->records - counts->rejected;
        records.rejected = counts->rejected;
        records.blank = counts->blank;
        m_tracker.addDone(index, input.size(), records);
        if (isCopy)
            return {};
        QList<UserMessage> found =
            findInList(source, findings.conflicts(), counts->leniency, findings.conflictingIds());
        for (UserMessage& finding : found)
            finding.details.remove(u"report"_s); // it is about the database
        m_outcome.findings << found;
        return {};
    }

    Result<void> readReadings(Part& part, const InputFile& input, qsizetype index, bool isCopy)
    {
        const SourceFile& source = m_folder.files.at(index);
        ChunkLimits limits;
        limits.rows = rowsPerChunk(m_options, source.format);
        ChunkReader reader(
            input, source.dataBegin, input.size(), source.firstLine, m_options.isFinal, limits,
            source.format.cutter());
        if (const auto chosen = m_parser.usePlant(part.rules, nullptr); !chosen)
            return chosen.error();
        m_parser.useFormat(source.format);
        // Those of a copy are skipped.
        m_parser.setRejectListener(
            isCopy ? ChunkParser::RejectListener()
                   : [this, &source](const RejectedLine& line) { m_rejected.add(source, line); });
        if (!isCopy)
            part.findings.beginFile(source.path, source.format.table != nullptr);
        for (;;) {
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
            const auto more = reader.next(m_raw, m_cancel);
            if (!more)
                return more.error();
            if (!*more) {
                m_outcome.hasUnfinishedLines =
                    m_outcome.hasUnfinishedLines || reader.unfinishedBytes() > 0;
                return {};
            }
            m_batch.clear();
            const auto done = m_parser.parse(m_raw, FileId{}, ChunkId{}, m_batch, nullptr);
            if (!done)
                return done.error();
            m_tracker.addDone(
                index, m_raw.endByte - m_raw.firstByte, m_batch.chunks.front().records);
            if (!isCopy)
                part.findings.add(m_batch, m_parser);
        }
    }

    const DataFolder& m_folder;
    const LoadOptions& m_options;
    const LocalTime m_zone;
    LoadTracker& m_tracker;
    const CancelToken& m_cancel;
    std::vector<std::unique_ptr<Part>> m_parts;
    ChunkParser m_parser{SeverityCodes::detached()};
    RawChunk m_raw;
    ParsedBatch m_batch;
    RejectedKinds m_rejected;
    DryRunOutcome m_outcome;
};

// The database isn't asked, so the plant and its zone are unknown.
Result<LocalTime> zoneOf(const LoadOptions& options)
{
    return options.plant.timeZone.isEmpty() ? LocalTime::utc()
                                            : LocalTime::fromName(options.plant.timeZone);
}

} // namespace

Result<DryRunOutcome> dryRun(
    const DataFolder& folder, const LoadOptions& options, LoadTracker& tracker,
    const CancelToken& cancel)
{
    const auto zone = zoneOf(options);
    if (!zone)
        return zone.error();
    const ArchivePass pass;
    return DryRun(folder, options, *zone, tracker, cancel).run();
}

Result<QList<std::pair<QString, FilePreview>>>
previewFiles(const DataFolder& folder, const LoadOptions& options, const CancelToken& cancel)
{
    constexpr qsizetype kMaxFiles = 100;
    constexpr int kRows = 5;
    const auto zone = zoneOf(options);
    if (!zone)
        return zone.error();
    const ArchivePass pass;
    QList<std::pair<QString, FilePreview>> previews;
    for (const SourceFile& file : folder.files) {
        if (previews.size() == kMaxFiles)
            break;
        const auto preview = previewFile(file, {*zone, kRows, kRows}, cancel);
        if (preview)
            previews.emplaceBack(file.relativePath, *preview);
        else if (preview.error().code == kCancelledCode)
            return preview.error();
    }
    return previews;
}

} // namespace faultline
