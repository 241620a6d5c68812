// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/PlantRemoval.h"

#include "database/schema/RunningLoads.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/plants/Plants.h"
#include "loading/settlement/Settlement.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <initializer_list>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlantRemoval)
};

// What will be removed. is_shared: the load covers other plants too, and remains for them.
constexpr auto kCreateTables = R"sql(
CREATE TEMPORARY TABLE removed_load (load_id integer PRIMARY KEY, is_shared boolean NOT NULL)
    ON COMMIT DROP;
CREATE TEMPORARY TABLE removed_file (file_id integer PRIMARY KEY) ON COMMIT DROP;
CREATE TEMPORARY TABLE removed_chunk (chunk_id integer PRIMARY KEY) ON COMMIT DROP;
CREATE TEMPORARY TABLE removed_sensor (sensor_key integer PRIMARY KEY) ON COMMIT DROP;
CREATE TEMPORARY TABLE removed_equipment (equipment_key integer PRIMARY KEY) ON COMMIT DROP)sql";
// $1 is the plant.
constexpr auto kNoteLoads = R"sql(
INSERT INTO pg_temp.removed_load
SELECT load_id, undone_at IS NULL AND EXISTS (
           SELECT FROM faultline.load_plant other
           WHERE other.load_id = r.load_id AND other.plant_id <> $1)
FROM faultline.load_run r
WHERE load_id IN (SELECT load_id FROM faultline.load_plant WHERE plant_id = $1))sql";
constexpr auto kNoteFiles = "INSERT INTO pg_temp.removed_file"
                            " SELECT file_id FROM faultline.source_file WHERE plant_id = $1";
constexpr auto kNoteSensors = "INSERT INTO pg_temp.removed_sensor"
                              " SELECT sensor_key FROM faultline.sensor WHERE plant_id = $1";
constexpr auto kNoteEquipment =
    "INSERT INTO pg_temp.removed_equipment"
    " SELECT equipment_key FROM faultline.equipment WHERE plant_id = $1";

constexpr auto kNoteChunks = "INSERT INTO pg_temp.removed_chunk"
                             " SELECT chunk_id FROM faultline.load_chunk"
                             " JOIN pg_temp.removed_file USING (file_id)";

constexpr auto kUnfinishedLoads = R"sql(
SELECT load_id FROM faultline.load_run JOIN pg_temp.removed_load USING (load_id)
WHERE state = 'running' AND undone_at IS NULL ORDER BY load_id)sql";
// Keeps lost sessions of these loads from committing chunks, and waits for one that is being
// stored.
constexpr auto kLockLoads = R"sql(
SELECT FROM faultline.load_run
WHERE load_id IN (SELECT load_id FROM pg_temp.removed_load) ORDER BY load_id FOR UPDATE)sql";
constexpr auto kDeleteReadings = "DELETE FROM faultline.reading WHERE plant_id = $1";
constexpr auto kDeleteDetails = "DELETE FROM faultline.failure_detail WHERE plant_id = $1";
constexpr auto kDeleteNamedEquipment = "DELETE FROM faultline.named_equipment WHERE plant_id = $1";
constexpr auto kDeleteRejectedLines =
    "DELETE FROM faultline.rejected_line"
    " WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.removed_chunk)";

constexpr auto kDeleteSensorSummary = "DELETE FROM faultline.sensor_summary WHERE plant_id = $1";
constexpr auto kDeleteEquipmentSummary =
    "DELETE FROM faultline.equipment_summary WHERE plant_id = $1";
constexpr auto kDeleteFailureDays = "DELETE FROM faultline.failure_day WHERE plant_id = $1";
constexpr auto kDeleteFailureSummary = "DELETE FROM faultline.failure_summary WHERE plant_id = $1";
constexpr auto kDeleteFailureHours = "DELETE FROM faultline.failure_hours WHERE plant_id = $1";
constexpr auto kDeletePending = "DELETE FROM faultline.unsettled_chunk WHERE plant_id = $1";
constexpr auto kDeleteExclusions = "DELETE FROM faultline.excluded_time WHERE plant_id = $1";
constexpr auto kDeleteState = "DELETE FROM faultline.summary_state WHERE plant_id = $1";

// A receipt must match the journal, unless the load was undone.
constexpr auto kEndReceipts = R"sql(
DELETE FROM faultline.load_file x USING pg_temp.removed_load l
WHERE l.load_id = x.load_id AND l.is_shared
  AND x.file_id IN (SELECT file_id FROM pg_temp.removed_file);
UPDATE faultline.load_file SET file_id = NULL
WHERE file_id IN (SELECT file_id FROM pg_temp.removed_file);
UPDATE faultline.load_run r SET undone_at = clock_timestamp() FROM pg_temp.removed_load l
WHERE l.load_id = r.load_id AND NOT l.is_shared AND r.undone_at IS NULL)sql";
constexpr auto kAddFinding =
    "UPDATE faultline.load_run r SET findings = r.findings || jsonb_build_array($1::jsonb)"
    " FROM pg_temp.removed_load l WHERE l.load_id = r.load_id AND l.is_shared";

// In the order of their references.
constexpr auto kDeleteJournal = R"sql(
DELETE FROM faultline.equipment_entry
WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.removed_chunk);
DELETE FROM faultline.sensor_entry WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.removed_chunk);
DELETE FROM faultline.applied_list WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.removed_chunk);
DELETE FROM faultline.load_chunk WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.removed_chunk);
DELETE FROM faultline.source_file WHERE file_id IN (SELECT file_id FROM pg_temp.removed_file);
DELETE FROM faultline.equipment_sensor
WHERE sensor_key IN (SELECT sensor_key FROM pg_temp.removed_sensor);
DELETE FROM faultline.sensor
WHERE sensor_key IN (SELECT sensor_key FROM pg_temp.removed_sensor);
DELETE FROM faultline.equipment
WHERE equipment_key IN (SELECT equipment_key FROM pg_temp.removed_equipment))sql";
constexpr auto kDeleteLoads = "DELETE FROM faultline.load_plant WHERE plant_id = $1";
constexpr auto kDeletePlant = "DELETE FROM faultline.plant WHERE plant_id = $1";

// Removes a plant, in the caller's transaction.
class Removal
{
public:
    Removal(Connection& connection, PlantId plant, const CancelToken& cancel)
        : m_connection(connection)
        , m_cancel(cancel)
        , m_plant(Parameters().add(qint64{toInt(plant)}))
    {}

    Result<RemovedPlant> run()
    {
        // In the order that all programs use: settlement, state, identities.
        if (const auto locked = lockSettlement(m_connection, m_cancel); !locked)
            return locked.error();
        using Step = Result<void> (Removal::*)();
        for (const Step step :
             {&Removal::claimPlant, &Removal::noteRows, &Removal::claimLoads, &Removal::endTurn,
              &Removal::removeRows, &Removal::lockJournal, &Removal::removeFromSummaries,
              &Removal::endReceipts, &Removal::removeFromJournal}) {
            if (const auto done = (this->*step)(); !done)
                return done.error();
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
        }
        return m_removed;
    }

private:
    // The lock of the table makes loads that decide about their plants wait, but not the others.
    Result<void> claimPlant()
    {
        const auto locked =
            m_connection.execute("LOCK TABLE faultline.plant IN ROW EXCLUSIVE MODE", m_cancel);
        if (!locked)
            return locked.error();
        const auto plant = m_connection.execute(
            "SELECT name FROM faultline.plant WHERE plant_id = $1 FOR UPDATE", m_plant);
        if (!plant)
            return plant.error();
        if (plant->rowCount() == 0)
            return noSuchPlant(Text::tr("There is no such plant"));
        m_name = plant->string(0, 0);
        return {};
    }

    // Only now: while a load stores a chunk, it holds this row.
    Result<void> endTurn()
    {
        return ofPlant({"DELETE FROM faultline.plant_turn WHERE plant_id = $1"});
    }

    Result<void> noteRows()
    {
        if (const auto created = m_connection.execute(kCreateTables); !created)
            return created.error();
        const auto noted = ofPlant({kNoteLoads, kNoteFiles, kNoteSensors, kNoteEquipment});
        return noted ? all({kNoteChunks}) : noted;
    }

    Result<void> claimLoads()
    {
        const auto loads = m_connection.execute(kUnfinishedLoads, m_cancel);
        if (!loads)
            return loads.error();
        for (int row = 0; row < loads->rowCount(); ++row) {
            const qint64 load = loads->integer(row, 0);
            const auto isOver = m_connection.execute(
                "SELECT pg_try_advisory_xact_lock($1::integer, $2::integer)",
                Parameters().add(qint64{kRunningLoadLock}).add(load));
            if (!isOver)
                return isOver.error();
            if (!isOver->boolean(0, 0))
                return stillRunning(load);
        }
        if (const auto locked = all({kLockLoads}); !locked)
            return locked;
        for (int row = 0; row < loads->rowCount(); ++row) {
            const auto load = static_cast<LoadId>(loads->integer(row, 0));
            if (const auto written = writeMissingReceipt(m_connection, load); !written)
                return written;
        }
        return {};
    }

    UserMessage stillRunning(qint64 load) const
    {
        return UserMessage::error(Text::tr("“%1” can't be removed now").arg(m_name))
            .because(Text::tr("Load %1 is still storing readings of it.").arg(load))
            .withRemedy(Text::tr("Cancel the load or wait until it ends, then remove the plant."))
            .withCode(u"load-running"_s);
    }

    // Slow steps come before the locks that other loads wait for.
    Result<void> removeRows()
    {
        const auto loads = m_connection.execute(
            "SELECT count(*) FROM faultline.load_run JOIN pg_temp.removed_load USING (load_id)"
            " WHERE undone_at IS NULL");
        if (!loads)
            return loads.error();
        m_removed.loads = loads->integer(0, 0);
        for (const char* const statement : {kDeleteDetails, kDeleteNamedEquipment}) {
            if (const auto done = m_connection.execute(statement, m_plant, m_cancel); !done)
                return done.error();
        }
        const auto readings = m_connection.execute(kDeleteReadings, m_plant, m_cancel);
        if (!readings)
            return readings.error();
        m_removed.readings = readings->affectedRows();
        const auto rejectedLines = m_connection.execute(kDeleteRejectedLines, m_cancel);
        if (!rejectedLines)
            return rejectedLines.error();
        m_removed.rejectedLines = rejectedLines->affectedRows();
        return {};
    }

    Result<void> lockJournal()
    {
        const auto state = m_connection.execute(
            "SELECT FROM faultline.summary_state WHERE plant_id = $1 FOR UPDATE", m_plant,
            m_cancel);
        return state ? lockFileIdentities(m_connection) : state.error();
    }

    Result<void> removeFromSummaries()
    {
        return ofPlant(
            {kDeleteSensorSummary, kDeleteEquipmentSummary, kDeleteFailureDays,
             kDeleteFailureSummary, kDeleteFailureHours, kDeletePending, kDeleteState,
             kDeleteExclusions});
    }

    Result<void> endReceipts()
    {
        if (const auto ended = all({kEndReceipts}); !ended)
            return ended;
        const UserMessage finding =
            UserMessage::information(Text::tr("The plant “%1” was removed").arg(m_name))
                .because(Text::tr("This receipt no longer has its files."))
                .withCode(u"plant-removed"_s);
        const auto added = m_connection.execute(
            kAddFinding, Parameters().add(QString::fromUtf8(
                             QJsonDocument(finding.toJson()).toJson(QJsonDocument::Compact))));
        return added ? Result<void>() : added.error();
    }

    Result<void> removeFromJournal()
    {
        if (const auto deleted = all({kDeleteJournal}); !deleted)
            return deleted;
        return ofPlant({kDeleteLoads, kDeletePlant});
    }

    Result<void> all(std::initializer_list<const char*> statements)
    {
        for (const char* const statement : statements) {
            if (const auto done = m_connection.execute(statement, m_cancel); !done)
                return done.error();
        }
        return {};
    }

    // Statements whose $1 is the plant.
    Result<void> ofPlant(std::initializer_list<const char*> statements)
    {
        for (const char* const statement : statements) {
            if (const auto done = m_connection.execute(statement, m_plant); !done)
                return done.error();
        }
        return {};
    }

    Connection& m_connection;
    const CancelToken& m_cancel;
    const Parameters m_plant;
    QString m_name;
    RemovedPlant m_removed;
};

} // namespace

Result<RemovedPlant> removePlant(Connection& connection, PlantId plant, const CancelToken& cancel)
{
    const auto begun = connection.execute("BEGIN; SET LOCAL synchronous_commit = on");
    if (!begun)
        return begun.error();
    auto removed = Removal(connection, plant, cancel).run();
    if (!removed) {
        connection.rollback();
        return removed;
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return removed;
}

} // namespace faultline
