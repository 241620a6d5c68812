// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/UserMessage.h"
#include "loading/chunks/ChunkParser.h"
#include "loading/findings/DataFindings.h"
#include "loading/findings/NamedSensors.h"
#include "loading/findings/SkippedHours.h"
#include "readings/Equipment.h"
#include "readings/LocalTime.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <map>
#include <optional>
#include <vector>

namespace faultline {

/// What needs a look in the files of one plant, without a database: what findInData() and
/// countReadings() find after a load into a new plant, as far as these files show it. First all
/// lists are added, the oldest first, and then readings. Memory is bounded, whatever the files
/// contain.
class FolderFindings
{
public:
    /// Of sensors and of equipment. With more of them, nothing is said about what lists and
    /// readings don't agree about.
    static constexpr std::size_t kMaxIds = 100'000;
    /// With readings on more days, nothing is said about days without readings.
    static constexpr std::size_t kMaxDays = 100'000;

    /// Days begin in `zone`; `today` is the current day there.
    FolderFindings(QString plant, const LocalTime& zone, qint32 today);

    /// The records that follow are of another list.
    void beginList();
    void add(const Equipment& equipment);
    void add(const SensorMapEntry& entry);
    /// Ids that the list begun last has more than once with different values.
    qint64 conflicts() const { return m_conflicting.size(); }
    /// The first of them.
    QStringList conflictingIds() const;

    /// The chunks that follow are of this file, in its order.
    void beginFile(const QString& path, bool isTable);
    /// The last chunk of a batch. All chunks are parsed by the same parser, for a plant of their
    /// own.
    void add(const ParsedBatch& batch, const ChunkParser& parser);

    /// Warnings first. `files` says which lists were read.
    QList<UserMessage> findings(const QList<FileReceipt>& files);

private:
    struct Listed
    {
        QByteArray code;
        bool hasGroup = false;
        quint64 hash = 0; ///< Of all that the list says.
        int list = 0;
    };
    struct Mapped
    {
        QByteArray equipmentId;
        qint64 from = 0;
        qint64 to = 0;
        int list = 0;
    };
    struct Sensor
    {
        QByteArray id;
        qint64 readings = 0;
        qint64 withoutEquipment = 0;
        bool hasUnmappedFailures = false;
    };
    struct Day
    {
        qint64 readings = 0;
        bool isQuiet = false; ///< Some of them aren't failures.
    };
    // The steps of a file as in faultline.files_out_of_order().
    struct FileSteps
    {
        QString path;
        TimeSteps steps;          ///< `stepLine` is the line in the file.
        qint64 endByte = 0;       ///< Of the last chunk.
        ChunkExtent extent;       ///< Of all chunks: only the times.
        SensorRanges lastSensors; ///< Of the last chunk.
    };

    void addReadings(
        qint32 sensorKey, qint64 firstAt, qint64 lastAt, qint32 day, qint64 readings,
        bool areFailures);
    void nameSensors(const SensorKeys& sensors);
    Sensor* sensorOf(qint32 key);
    void addNamed(const ParsedChunk& chunk, const EquipmentKeys& equipment);
    void useNamed();
    QSet<QByteArray> equipmentInForce() const;
    const QByteArray* listedAt(const QByteArray& sensorId, qint64 at) const;
    bool isMapped(const Sensor& sensor, qint64 firstAt, qint64 lastAt) const;
    void addSteps(const ParsedChunk& chunk);
    void endFile();
    QString nameOf(const QByteArray& equipmentId) const;
    QList<DataFinding> dataFindings(const QList<FileReceipt>& files) const;
    void findInSensors(QList<DataFinding>& findings) const;
    void findContradictions(QList<DataFinding>& findings) const;
    void findInEquipment(QList<DataFinding>& findings) const;
    void findSimilarIds(QList<DataFinding>& findings) const;
    void findInDays(QList<DataFinding>& findings) const;
    DataFinding outOfOrder() const;

    const QString m_plant;
    LocalClock m_clock;
    const qint32 m_today;

    int m_list = 0;
    QSet<QByteArray> m_conflicting; ///< Ids of the list begun last.
    QHash<QByteArray, Listed> m_equipment;
    QHash<QByteArray, std::vector<Mapped>> m_map; ///< By sensor id.
    QHash<QByteArray, int> m_codes;               ///< How many pieces of equipment have each.
    bool m_hasTooManyIds = false;

    std::vector<Sensor> m_sensors; ///< By key.
    NamedSensors m_named;          ///< By tables.
    std::map<qint32, Day> m_days;
    bool m_hasTooManyDays = false;
    std::map<QByteArray, qint64> m_severities;
    bool m_hasTables = false;
    NoteCounts m_notes;
    SkippedHours m_skippedHours;
    qint64 m_readings = 0;
    FileSteps m_file;
    std::vector<FileSteps> m_filesOutOfOrder; ///< The first ones, for examples.
    int m_outOfOrder = 0;
    qint64 m_steps = 0; ///< Of all files that are out of order.
};

} // namespace faultline
