// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/FolderFindings.h"

#include "loading/findings/FindingCollector.h"
#include "loading/findings/MeasurementFindings.h"
#include "loading/findings/NoteFindings.h"
#include "loading/ledger/FailureChoice.h"
#include "readings/FailureDetail.h"
#include "sources/input/ContentHash.h"

#include <QCoreApplication>
#include <QDate>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(FolderFindings)
};

std::string_view view(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

quint64 hashOf(const Equipment& equipment)
{
    auto attributes = equipment.attributes;
    std::sort(attributes.begin(), attributes.end());
    QByteArray all = equipment.code + '\0' + equipment.groupName.value_or("\1") + '\0';
    for (const auto& [key, value] : attributes)
        all += key + '\0' + value.value_or("\1") + '\0';
    return contentHash64(view(all));
}

QString dayText(qint32 day)
{
    return QDate(2000, 1, 1).addDays(day).toString(Qt::ISODate);
}

QString withoutCaseAndSpaces(const QByteArray& id)
{
    QString plain = QString::fromUtf8(id).toLower();
    plain.removeIf([](QChar c) { return c.isSpace(); });
    return plain;
}

} // namespace

FolderFindings::FolderFindings(QString plant, const LocalTime& zone, qint32 today)
    : m_plant(std::move(plant))
    , m_clock(zone)
    , m_today(today)
{}

void FolderFindings::beginList()
{
    ++m_list;
    m_conflicting.clear();
}

QStringList FolderFindings::conflictingIds() const
{
    QStringList ids;
    for (const QByteArray& id : m_conflicting)
        ids << QString::fromUtf8(id);
    ids.sort();
    return ids.mid(0, FindingRows::kMaxIds);
}

void FolderFindings::add(const Equipment& equipment)
{
    const bool isNew = !m_equipment.contains(equipment.equipmentId);
    if (isNew && static_cast<std::size_t>(m_equipment.size()) >= kMaxIds) {
        m_hasTooManyIds = true;
        return;
    }
    Listed& listed = m_equipment[equipment.equipmentId];
    const quint64 hash = hashOf(equipment);
    if (listed.list == m_list && hash != listed.hash)
        m_conflicting << equipment.equipmentId;
    if (!isNew)
        --m_codes[listed.code];
    ++m_codes[equipment.code];
    listed.code = equipment.code;
    listed.hasGroup = equipment.groupName && !equipment.groupName->isEmpty();
    listed.hash = hash;
    listed.list = m_list;
}

void FolderFindings::add(const SensorMapEntry& entry)
{
    const bool isNew = !m_map.contains(entry.sensorId);
    if (isNew && static_cast<std::size_t>(m_map.size()) >= kMaxIds) {
        m_hasTooManyIds = true;
        return;
    }
    std::vector<Mapped>& periods = m_map[entry.sensorId];
    const Mapped added{
        entry.equipmentId, entry.validFrom.value_or(SensorMap::kAlways),
        entry.validTo.value_or(SensorMap::kForever), m_list};
    const auto isSame = [&](const Mapped& mapped) {
        return mapped.list == m_list && mapped.from == added.from;
    };
    const bool conflicts = std::any_of(periods.begin(), periods.end(), [&](const Mapped& mapped) {
        return isSame(mapped) && mapped.equipmentId != added.equipmentId;
    });
    if (conflicts)
        m_conflicting << entry.sensorId;
    // What holds always, in a newer list or further down, replaces what was said before.
    if (added.from == SensorMap::kAlways && added.to == SensorMap::kForever)
        periods.clear();
    constexpr std::size_t kMaxPeriods = 64;
    if (periods.size() < kMaxPeriods)
        periods.push_back(added);
}

void FolderFindings::beginFile(const QString& path, bool isTable)
{
    endFile();
    m_hasTables = m_hasTables || isTable;
    m_file = {};
    m_file.path = path;
}

void FolderFindings::add(const ParsedBatch& batch, const ChunkParser& parser)
{
    const ParsedChunk& chunk = batch.chunks.back();
    std::set<qint16> failures;
    for (const SeverityReadings& severity : chunk.severities) {
        const QByteArray name = parser.severities().nameOf(severity.code);
        m_severities[name] += severity.readings;
        if (name == QByteArrayView(kFailureSeverity)
            || PlantSettings().failureSeverities.contains(QString::fromUtf8(name)))
            failures.insert(severity.code);
    }
    if (m_sensors.size() <= static_cast<std::size_t>(parser.sensors().count()))
        nameSensors(parser.sensors());
    for (const SummaryCell& cell : batch.summary.cells().cells()) {
        addReadings(
            cell.sensorKey, cell.firstAt, cell.lastAt, cell.start, cell.readings,
            failures.contains(cell.severity));
    }
    for (const ReadingRecord& record : batch.summary.records()) {
        addReadings(
            record.sensorKey, record.occurredAt, record.occurredAt,
            m_clock.dayOf(record.occurredAt), 1, record.isFailure);
    }
    addNamed(chunk, parser.equipment());
    NoteCounts notes = chunk.notes;
    notes.moveLines(chunk.range.firstLine);
    notes.setFile(m_file.path);
    m_notes += notes;
    SkippedHours skipped = chunk.skippedHours;
    skipped.path = m_file.path;
    m_skippedHours += skipped;
    m_readings += chunk.records.loaded;
    addSteps(chunk);
}

void FolderFindings::nameSensors(const SensorKeys& sensors)
{
    sensors.forEach([this](std::string_view id, qint32 key) {
        if (Sensor* const sensor = sensorOf(key))
            sensor->id = QByteArray(id.data(), static_cast<qsizetype>(id.size()));
    });
}

// Null if there are too many.
FolderFindings::Sensor* FolderFindings::sensorOf(qint32 key)
{
    const auto index = static_cast<std::size_t>(key);
    if (index >= kMaxIds) {
        m_hasTooManyIds = true;
        return nullptr;
    }
    if (index >= m_sensors.size())
        m_sensors.resize(index + 1);
    return &m_sensors[index];
}

void FolderFindings::addReadings(
    qint32 sensorKey, qint64 firstAt, qint64 lastAt, qint32 day, qint64 readings, bool areFailures)
{
    if (Sensor* const sensor = sensorOf(sensorKey)) {
        sensor->readings += readings;
        if (!isMapped(*sensor, firstAt, lastAt)) {
            sensor->withoutEquipment += readings;
            sensor->hasUnmappedFailures = sensor->hasUnmappedFailures || areFailures;
        }
    }
    if (m_days.size() >= kMaxDays && !m_days.contains(day)) {
        m_hasTooManyDays = true;
        return;
    }
    Day& found = m_days[day];
    found.readings += readings;
    found.isQuiet = found.isQuiet || !areFailures;
}

// What rows of a chunk say about the equipment of sensors.
void FolderFindings::addNamed(const ParsedChunk& chunk, const EquipmentKeys& equipment)
{
    if (chunk.named.empty())
        return;
    QHash<qint32, QByteArray> ids;
    for (const auto& [id, key] : equipment.all())
        ids.insert(key, QByteArray::fromStdString(id));
    for (const NamedEquipment& named : chunk.named) {
        const Sensor* const sensor = sensorOf(named.sensorKey);
        if (!sensor || m_named.size() >= kMaxIds) {
            m_hasTooManyIds = true;
            return;
        }
        m_named.add(
            sensor->id,
            {ids.value(named.equipmentKey), named.readings, named.firstAt, named.lastAt});
    }
}

// Once all is read. Where no list says it, sensors are on the equipment that tables name.
void FolderFindings::useNamed()
{
    m_named.judge();
    for (Sensor& sensor : m_sensors) {
        const auto named = m_named.sensors().constFind(sensor.id);
        if (named == m_named.sensors().cend() || !named->isOnEquipment())
            continue;
        sensor.withoutEquipment = 0;
        sensor.hasUnmappedFailures = false;
    }
}

// The equipment that the newest list has for a sensor at a time; null for none.
const QByteArray* FolderFindings::listedAt(const QByteArray& sensorId, qint64 at) const
{
    const Mapped* found = nullptr;
    const auto periods = m_map.constFind(sensorId);
    if (periods == m_map.cend())
        return nullptr;
    for (const Mapped& period : *periods) {
        const bool holds = period.from <= at && at < period.to;
        if (holds
            && (!found || std::tie(period.list, period.from) >= std::tie(found->list, found->from)))
            found = &period;
    }
    return found ? &found->equipmentId : nullptr;
}

// Ids of the equipment that sensors are on.
QSet<QByteArray> FolderFindings::equipmentInForce() const
{
    QSet<QByteArray> mapped;
    for (const std::vector<Mapped>& periods : m_map) {
        for (const Mapped& period : periods)
            mapped << period.equipmentId;
    }
    for (auto it = m_named.sensors().cbegin(); it != m_named.sensors().cend(); ++it) {
        const auto listed = m_map.constFind(it.key());
        const bool isListedAlways =
            listed != m_map.cend()
            && std::any_of(listed->begin(), listed->end(), [](const Mapped& period) {
                   return period.from == SensorMap::kAlways && period.to == SensorMap::kForever;
               });
        for (const NamedSensors::Pair& pair : it->pairs) {
            if (pair.isUsed && !isListedAlways)
                mapped << pair.equipmentId;
        }
    }
    return mapped;
}

// Whether it has equipment at one of these times.
bool FolderFindings::isMapped(const Sensor& sensor, qint64 firstAt, qint64 lastAt) const
{
    const auto periods = m_map.constFind(sensor.id);
    return periods != m_map.cend()
           && std::any_of(periods->begin(), periods->end(), [&](const Mapped& mapped) {
                  return mapped.from <= lastAt && firstAt < mapped.to;
              });
}

void FolderFindings::addSteps(const ParsedChunk& chunk)
{
    const TimeSteps& added = chunk.steps;
    if (added.readings == 0)
        return;
    TimeSteps& steps = m_file.steps;
    const auto note = [&](qint64 at, qint64 line, qint64 by, qint64 count) {
        if (steps.back == 0) {
            steps.stepAt = at;
            steps.stepLine = line;
            steps.stepBy = by;
        }
        steps.back += count;
    };
    const qint64 between = steps.endsAt - added.beginsAt;
    const qint64 firstLine = chunk.range.firstLine;
    if (steps.readings > 0 && m_file.endByte == chunk.range.firstByte && between > TimeSteps::kDay
        && m_file.lastSensors.meets(chunk.extent.sensors))
        note(added.beginsAt, firstLine + added.beginLine, between, 1);
    if (added.back > 0)
        note(added.stepAt, firstLine + added.stepLine, added.stepBy, added.back);
    if (steps.readings == 0)
        steps.beginsAt = added.beginsAt;
    steps.readings += added.readings;
    steps.changes += added.changes;
    steps.endsAt = added.endsAt;
    m_file.endByte = chunk.range.endByte;
    m_file.extent.firstAt = std::min(m_file.extent.firstAt, chunk.extent.firstAt);
    m_file.extent.lastAt = std::max(m_file.extent.lastAt, chunk.extent.lastAt);
    m_file.lastSensors = chunk.extent.sensors;
}

void FolderFindings::endFile()
{
    const TimeSteps& steps = m_file.steps;
    const bool isInNoOrder = steps.back > 3 && steps.back * 5 > steps.changes;
    const bool isNewestFirst =
        steps.beginsAt == m_file.extent.lastAt && steps.endsAt == m_file.extent.firstAt;
    if (steps.back == 0 || isInNoOrder || isNewestFirst)
        return;
    ++m_outOfOrder;
    m_steps += steps.back;
    m_filesOutOfOrder.push_back(m_file);
    std::stable_sort(
        m_filesOutOfOrder.begin(), m_filesOutOfOrder.end(),
        [](const FileSteps& a, const FileSteps& b) { return a.steps.back > b.steps.back; });
    if (m_filesOutOfOrder.size() > DataFinding::kMaxExamples)
        m_filesOutOfOrder.pop_back();
}

// As faultline.known_equipment names it.
QString FolderFindings::nameOf(const QByteArray& equipmentId) const
{
    const QString id = QString::fromUtf8(equipmentId);
    const auto listed = m_equipment.constFind(equipmentId);
    if (listed == m_equipment.cend())
        return FindingCollector::isNumber(id) ? u'#' + id : id;
    const QString code = QString::fromUtf8(listed->code);
    return m_codes.value(listed->code) > 1 ? u"%1 (#%2)"_s.arg(code, id) : code;
}

void FolderFindings::findInSensors(QList<DataFinding>& findings) const
{
    FindingCollector unmapped(u"sensor-without-equipment"_s, SourceRole::Readings);
    QSet<QByteArray> reporting;
    for (const Sensor& sensor : m_sensors) {
        if (sensor.readings > 0)
            reporting << sensor.id;
        if (sensor.withoutEquipment > 0)
            unmapped.addSensor(sensor.withoutEquipment, sensor.id);
    }
    unmapped.putInto(findings);
    FindingCollector silent(u"sensor-without-readings"_s, SourceRole::SensorMap);
    for (auto it = m_map.cbegin(); it != m_map.cend() && !reporting.isEmpty(); ++it) {
        if (!reporting.contains(it.key()))
            silent.addSensor(0, it.key());
    }
    silent.putInto(findings);
}

// Where tables say something else about a sensor than a map, or than themselves.
void FolderFindings::findContradictions(QList<DataFinding>& findings) const
{
    FindingCollector several(u"sensor-on-several"_s, SourceRole::Readings);
    FindingCollector contradicted(u"map-contradicted"_s);
    for (auto it = m_named.sensors().cbegin(); it != m_named.sensors().cend(); ++it) {
        const bool isListed = m_map.contains(it.key());
        qint64 ofOthers = 0;
        bool differs = false;
        for (const NamedSensors::Pair& pair : it->pairs) {
            const auto isOther = [&](qint64 at) {
                const QByteArray* const listed = listedAt(it.key(), at);
                return listed && *listed != pair.equipmentId;
            };
            const bool isOfOther =
                isListed ? isOther(pair.firstAt) || isOther(pair.lastAt) : !pair.isUsed;
            ofOthers += isOfOther ? pair.readings : 0;
            differs = differs || isOfOther;
        }
        if (isListed && differs)
            contradicted.addSensor(ofOthers, it.key());
        else if (!isListed && it->isMixed)
            several.addSensor(ofOthers, it.key());
    }
    several.putInto(findings);
    contradicted.putInto(findings);
}

void FolderFindings::findInEquipment(QList<DataFinding>& findings) const
{
    const QSet<QByteArray> mapped = equipmentInForce();
    FindingCollector unlisted(u"equipment-not-listed"_s, SourceRole::SensorMap);
    for (const QByteArray& id : std::as_const(mapped)) {
        if (!m_equipment.contains(id))
            unlisted.addEquipment(nameOf(id), id);
    }
    FindingCollector withoutSensors(u"equipment-without-sensors"_s, SourceRole::EquipmentList);
    FindingCollector withoutGroup(u"equipment-without-group"_s, SourceRole::EquipmentList);
    for (auto it = m_equipment.cbegin(); it != m_equipment.cend(); ++it) {
        if (!mapped.isEmpty() && !mapped.contains(it.key()))
            withoutSensors.addEquipment(nameOf(it.key()), it.key());
        if (!it->hasGroup)
            withoutGroup.addEquipment(nameOf(it.key()), it.key());
    }
    unlisted.putInto(findings);
    withoutSensors.putInto(findings);
    withoutGroup.putInto(findings);
}

void FolderFindings::findSimilarIds(QList<DataFinding>& findings) const
{
    QSet<QByteArray> sensors;
    QSet<QByteArray> equipment;
    for (const Sensor& sensor : m_sensors)
        sensors << sensor.id;
    for (auto it = m_map.cbegin(); it != m_map.cend(); ++it) {
        sensors << it.key();
        for (const Mapped& period : *it)
            equipment << period.equipmentId;
    }
    for (auto it = m_equipment.cbegin(); it != m_equipment.cend(); ++it)
        equipment << it.key();
    for (const NamedSensors::Sensor& sensor : m_named.sensors()) {
        for (const NamedSensors::Pair& pair : sensor.pairs)
            equipment << pair.equipmentId;
    }
    FindingCollector finder(u"similar-ids"_s);
    for (const QSet<QByteArray>* const ids : {&sensors, &equipment}) {
        QHash<QString, QStringList> alike;
        for (const QByteArray& id : *ids) {
            const QString text = QString::fromUtf8(id);
            if (!text.isEmpty() && !FindingCollector::isNumber(text))
                alike[withoutCaseAndSpaces(id)] << text;
        }
        for (QStringList& forms : alike) {
            std::sort(forms.begin(), forms.end());
            if (forms.size() > 1) {
                finder.add(
                    0, forms.join(u", "_s),
                    ids == &sensors ? FindingCollector::Ids{forms, {}}
                                    : FindingCollector::Ids{{}, forms});
            }
        }
    }
    finder.putInto(findings);
}

void FolderFindings::findInDays(QList<DataFinding>& findings) const
{
    FindingCollector future(u"future-readings"_s, SourceRole::Readings);
    future.finding().rows.after = QDate(2000, 1, 1).addDays(m_today + 1);
    for (auto it = m_days.upper_bound(m_today + 1); it != m_days.end(); ++it)
        future.add(it->second.readings, dayText(it->first));
    future.putInto(findings);
    if (m_hasTooManyDays)
        return;
    // The rule of faultline.regular_plants().
    qint64 quietDays = 0;
    qint64 nextDays = 0;
    std::optional<qint32> before;
    for (const auto& [day, found] : m_days) {
        if (!found.isQuiet)
            continue;
        ++quietDays;
        nextDays += before && day == *before + 1 ? 1 : 0;
        before = day;
    }
    if (quietDays < 10 || nextDays * 10 < (quietDays - 1) * 9)
        return;
    FindingCollector gaps(u"days-without-readings"_s);
    before.reset();
    for (const auto& [day, found] : m_days) {
        if (before && day > *before + 1) {
            const QString first = dayText(*before + 1);
            gaps.add(0, day > *before + 2 ? u"%1 – %2"_s.arg(first, dayText(day - 1)) : first);
        }
        before = day;
    }
    gaps.putInto(findings);
}

DataFinding FolderFindings::outOfOrder() const
{
    DataFinding found;
    found.word = u"times-out-of-order"_s;
    found.count = m_outOfOrder;
    found.readings = m_steps;
    found.rows.role = SourceRole::Readings;
    for (const FileSteps& file : m_filesOutOfOrder) {
        const double days =
            static_cast<double>(file.steps.stepBy) / static_cast<double>(TimeSteps::kDay);
        found.examples << u"steps-back:%1:%2:%3"_s.arg(
            QString::number(file.steps.stepLine), QString::number(days, 'f', 1), file.path);
        found.rows.places.emplaceBack(file.path, file.steps.stepLine);
    }
    return found;
}

QList<DataFinding> FolderFindings::dataFindings(const QList<FileReceipt>& files) const
{
    QList<DataFinding> findings;
    findInDays(findings);
    if (!m_hasTooManyIds) {
        findInSensors(findings);
        findContradictions(findings);
        findInEquipment(findings);
        findSimilarIds(findings);
    }
    if (m_outOfOrder > 0)
        findings << outOfOrder();
    const bool hasMap = !equipmentInForce().isEmpty();
    const bool hasFailures =
        std::any_of(m_sensors.begin(), m_sensors.end(), [](const Sensor& sensor) {
            return sensor.hasUnmappedFailures;
        });
    for (DataFinding& finding : findings) {
        finding.isStored = false;
        finding.hasMap = hasMap;
        finding.hasList = !m_equipment.isEmpty();
        finding.hasFailures = hasFailures;
        finding.mapTrouble = troubleOfLists(files, SourceRole::SensorMap);
        finding.listTrouble = troubleOfLists(files, SourceRole::EquipmentList);
    }
    return findings;
}

QList<UserMessage> FolderFindings::findings(const QList<FileReceipt>& files)
{
    endFile();
    m_file = {};
    useNamed();
    QList<UserMessage> findings = findWords(m_notes.measurements);
    findings << findNewNames(m_notes.measurements, std::nullopt, m_readings) << findNotes(m_notes);
    QList<UserMessage> inData = messagesOf(dataFindings(files));
    QList<SeverityCount> severities;
    for (const auto& [name, readings] : m_severities)
        severities << SeverityCount{QString::fromUtf8(name), readings};
    std::stable_sort(severities.begin(), severities.end(), [](const auto& a, const auto& b) {
        return a.readings > b.readings;
    });
    const Plant plant{PlantId{}, m_plant, {}};
    auto uncounted = uncountedFailures(plant, severities);
    if (!uncounted && m_hasTables)
        uncounted = noFailures(plant, severities);
    if (uncounted) {
        uncounted->why += u' ' + Text::tr("This is so in a new plant.");
        // There may be no plant to change, and no report of it.
        FindingRows rows;
        rows.role = SourceRole::Readings;
        rows.severities = uncounted->details.value(u"added"_s).toVariant().toStringList();
        rows.addTo(*uncounted);
        for (const auto& detail : {u"plant"_s, u"added"_s, u"failure_severities"_s, u"report"_s})
            uncounted->details.remove(detail);
        inData << *uncounted;
    }
    if (const auto skipped = findSkippedHours(m_skippedHours, false))
        inData << *skipped;
    putWarningsFirst(inData);
    return findings << inData;
}

} // namespace faultline
