// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/UndoLoad.h"

#include "database/schema/RunningLoads.h"
#include "loading/ledger/KnownFiles.h"
#include "loading/ledger/LoadJournal.h"
#include "loading/plants/ListsInForce.h"
#include "loading/settlement/Settlement.h"

#include <QCoreApplication>

#include <map>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(UndoLoad)
};

// What will be undone, and the months whose summaries include it.
constexpr auto kCreateTables =
    "CREATE TEMPORARY TABLE undone_chunk (chunk_id integer PRIMARY KEY) ON COMMIT DROP;"
    "CREATE TEMPORARY TABLE undone_month (plant_id smallint, month date, readings bigint)"
    " ON COMMIT DROP";
constexpr auto kNoteChunks = "INSERT INTO pg_temp.undone_chunk"
                             " SELECT chunk_id FROM faultline.load_chunk c WHERE load_id = $1"
                             " AND NOT EXISTS (SELECT FROM faultline.applied_list l"
                             "  WHERE l.chunk_id = c.chunk_id)";
constexpr auto kDeleteReadings =
    "WITH gone AS (DELETE FROM faultline.reading"
    "  WHERE faultline.chunk_of(reading_id) IN (SELECT chunk_id FROM pg_temp.undone_chunk)"
    "  RETURNING occurred_at, plant_id)"
    " INSERT INTO pg_temp.undone_month"
    " SELECT g.plant_id,"
    "  faultline.start_of('month', (g.occurred_at AT TIME ZONE p.time_zone)::date), count(*)"
    " FROM gone g JOIN faultline.plant p ON p.plant_id = g.plant_id GROUP BY 1, 2";
constexpr auto kDeleteDetails =
    "DELETE FROM faultline.failure_detail d USING pg_temp.undone_chunk c"
    " WHERE d.reading_id >= faultline.reading_id(c.chunk_id, 0)"
    " AND d.reading_id < (c.chunk_id::bigint + 1) << 32";
// None if none of the load was settled.
constexpr auto kMonths =
    "SELECT plant_id, month - date '2000-01-01' FROM pg_temp.undone_month"
    " WHERE EXISTS (SELECT FROM pg_temp.undone_chunk JOIN faultline.load_chunk USING (chunk_id)"
    "  WHERE loaded > 0 AND chunk_id NOT IN (SELECT chunk_id FROM faultline.unsettled_chunk))"
    " ORDER BY plant_id, month";
constexpr auto kCountReadings = "SELECT coalesce(sum(readings), 0) FROM pg_temp.undone_month";
constexpr auto kDeleteRejectedLines =
    "DELETE FROM faultline.rejected_line"
    " WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.undone_chunk)";

// A list that later loads applied too remains theirs.
// By lists, and by tables that name equipment.
constexpr auto kNoteChangedPlants =
    "UPDATE faultline.plant p SET lists_changed = true WHERE EXISTS ("
    " SELECT FROM faultline.applied_list WHERE load_id = $1 AND plant_id = p.plant_id)"
    " OR p.plant_id IN (SELECT n.plant_id FROM faultline.named_equipment n"
    "  JOIN pg_temp.undone_chunk USING (chunk_id))";
constexpr auto kTakeListsBack = "DELETE FROM faultline.applied_list WHERE load_id = $1";
constexpr auto kPassListsOn =
    "UPDATE faultline.load_chunk c SET load_id = later.load_id"
    " FROM (SELECT chunk_id, min(load_id) AS load_id FROM faultline.applied_list"
    "  GROUP BY chunk_id) later"
    " WHERE c.load_id = $1 AND later.chunk_id = c.chunk_id";
constexpr auto kNoteLists = "INSERT INTO pg_temp.undone_chunk"
                            " SELECT chunk_id FROM faultline.load_chunk WHERE load_id = $1"
                            " ON CONFLICT DO NOTHING";
constexpr auto kDeleteEquipmentEntries =
    "DELETE FROM faultline.equipment_entry"
    " WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.undone_chunk)";
constexpr auto kDeleteSensorEntries =
    "DELETE FROM faultline.sensor_entry"
    " WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.undone_chunk)";
constexpr auto kDeleteNamedEquipment =
    "DELETE FROM faultline.named_equipment"
    " WHERE chunk_id IN (SELECT chunk_id FROM pg_temp.undone_chunk)";
constexpr auto kChangedPlants = "SELECT plant_id FROM faultline.plant WHERE lists_changed";
// These files are no longer loaded completely.
constexpr auto kForgetWholeFiles =
    "UPDATE faultline.source_file SET content_bytes = NULL, content_hash = NULL"
    " WHERE content_hash IS NOT NULL"
    " AND file_id IN (SELECT file_id FROM faultline.load_chunk WHERE load_id = $1)";
// A load that is comparing lines with the readings of this one compares again.
constexpr auto kEndTurns =
    "UPDATE faultline.plant_turn SET load_id = NULL WHERE plant_id IN (SELECT f.plant_id"
    "  FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)"
    "  WHERE c.load_id = $1)";
// Which of another load's lines were skipped because of this one's readings isn't known, but only
// those of ranges whose extents meet can be. If a range that was loaded again is among them, its
// rejected lines were skipped because this load had listed them.
constexpr auto kForgetSkippingRanges = R"sql(
WITH mine AS (
    SELECT f.plant_id, c.*
    FROM faultline.load_chunk c JOIN faultline.source_file f USING (file_id)
    WHERE c.load_id = $1
), forgotten AS (
    UPDATE faultline.load_chunk c SET forgotten = true
    FROM faultline.source_file f
    WHERE f.file_id = c.file_id AND c.load_id <> $1 AND c.skipped > 0 AND NOT c.forgotten
      AND (EXISTS (SELECT FROM mine WHERE mine.loaded > 0 AND mine.plant_id = f.plant_id
                   AND mine.first_at <= c.last_at AND mine.last_at >= c.first_at
                   AND mine.sensors && c.sensors)
           OR EXISTS (SELECT FROM mine WHERE mine.forgotten AND mine.rejected > 0
                      AND mine.file_id = c.file_id AND mine.first_byte < c.end_byte
                      AND mine.end_byte > c.first_byte))
    RETURNING c.load_id, c.file_id, c.skipped
), incomplete AS (
    UPDATE faultline.source_file SET content_bytes = NULL, content_hash = NULL
    WHERE file_id IN (SELECT file_id FROM forgotten)
)
SELECT r.folder, sum(x.skipped) FROM forgotten x JOIN faultline.load_run r USING (load_id)
GROUP BY r.folder ORDER BY r.folder)sql";
constexpr auto kDeleteJournal = "DELETE FROM faultline.load_chunk WHERE load_id = $1";
constexpr auto kDeletePending = "DELETE FROM faultline.unsettled_chunk WHERE load_id = $1";
constexpr auto kNoteUndone =
    "UPDATE faultline.load_run SET undone_at = clock_timestamp() WHERE load_id = $1";

// Undoes one load, in the caller's transaction.
class Undoing
{
public:
    Undoing(Connection& connection, LoadId load, const CancelToken& cancel)
        : m_connection(connection)
        , m_cancel(cancel)
        , m_loadId(load)
        , m_id(toInt(load))
        , m_load(Parameters().add(m_id))
    {}

    Result<UndoneLoad> run()
    {
        // In the order that all programs use: settlement, state, identities, plants.
        if (const auto locked = lockSettlement(m_connection, m_cancel); !locked)
            return locked.error();
        using Step = Result<void> (Undoing::*)();
        for (const Step step :
             {&Undoing::claimLoad, &Undoing::removeRows, &Undoing::lockState,
              &Undoing::removeFromSummaries, &Undoing::lockJournal, &Undoing::forgetSkippingRanges,
              &Undoing::removeFromJournal, &Undoing::putListsInForce}) {
            if (const auto done = (this->*step)(); !done)
                return done.error();
            if (m_cancel.isCancelled())
                return UserMessage::cancelled();
        }
        if (const auto noted = ofLoad({kNoteUndone}); !noted)
            return noted.error();
        return m_undone;
    }

private:
    // Locking the row keeps chunks of the load from committing, and waits for one that is being
    // stored.
    Result<void> claimLoad()
    {
        const auto row = m_connection.execute(
            "SELECT to_char(undone_at, 'YYYY-MM-DD HH24:MI') FROM faultline.load_run"
            " WHERE load_id = $1 FOR UPDATE",
            m_load);
        if (!row)
            return row.error();
        if (row->rowCount() == 0) {
            return UserMessage::error(Text::tr("There is no load %1").arg(m_id))
                .because(Text::tr("It isn't in the ledger of this database."))
                .withRemedy(Text::tr("Choose one of the loads in the ledger."))
                .withCode(u"no-such-load"_s);
        }
        if (!row->isNull(0, 0)) {
            return UserMessage::error(Text::tr("Load %1 is already undone").arg(m_id))
                .because(Text::tr("It was undone on %1 UTC.").arg(row->string(0, 0)))
                .withRemedy(Text::tr("Load its folder again to restore its readings."))
                .withCode(u"already-undone"_s);
        }
        const auto isOver = m_connection.execute(
            "SELECT pg_try_advisory_xact_lock($1::integer, $2::integer)",
            Parameters().add(qint64{kRunningLoadLock}).add(m_id));
        if (!isOver)
            return isOver.error();
        if (!isOver->boolean(0, 0)) {
            return UserMessage::error(Text::tr("Load %1 is still running").arg(m_id))
                .because(Text::tr("It is still storing readings."))
                .withRemedy(Text::tr("Cancel it or wait until it ends, then undo it."))
                .withCode(u"load-running"_s);
        }
        return {};
    }

    // Slow steps come before the locks that other loads wait for.
    Result<void> removeRows()
    {
        if (const auto created = m_connection.execute(kCreateTables); !created)
            return created.error();
        if (const auto noted = ofLoad({kNoteChunks}); !noted)
            return noted;
        const auto details = m_connection.execute(kDeleteDetails, m_cancel);
        if (!details)
            return details.error();
        const auto readings = m_connection.execute(kDeleteReadings, m_cancel);
        if (!readings)
            return readings.error();
        const auto count = m_connection.execute(kCountReadings);
        if (!count)
            return count.error();
        m_undone.readings = count->integer(0, 0);
        const auto rejectedLines = m_connection.execute(kDeleteRejectedLines, m_cancel);
        if (!rejectedLines)
            return rejectedLines.error();
        m_undone.rejectedLines = rejectedLines->affectedRows();
        return {};
    }

    // Keeps other programs from changing the sensor map while equipment is assigned by it.
    Result<void> lockState()
    {
        const auto state = m_connection.execute(
            "SELECT FROM faultline.summary_state ORDER BY plant_id FOR UPDATE", m_cancel);
        return state ? Result<void>() : state.error();
    }

    // The months are rebuilt from the readings that remain. If the load was never settled, they
    // don't include it.
    Result<void> removeFromSummaries()
    {
        const auto months = m_connection.execute(kMonths, m_cancel);
        if (!months)
            return months.error();
        if (const auto deleted = ofLoad({kDeletePending}); !deleted)
            return deleted;
        std::map<PlantId, std::vector<qint32>> monthsOfPlants;
        for (int row = 0; row < months->rowCount(); ++row) {
            monthsOfPlants[static_cast<PlantId>(months->integer(row, 0))].push_back(
                static_cast<qint32>(months->integer(row, 1)));
        }
        for (const auto& [plant, changed] : monthsOfPlants) {
            if (const auto rebuilt = rebuildMonths(m_connection, plant, changed, m_cancel);
                !rebuilt)
                return rebuilt;
        }
        return {};
    }

    // Keeps other programs from planning a load with a journal that is about to change, and from
    // storing what they compared with it.
    Result<void> lockJournal()
    {
        if (const auto locked = lockFileIdentities(m_connection); !locked)
            return locked;
        return ofLoad({kEndTurns});
    }

    Result<void> forgetSkippingRanges()
    {
        const auto forgotten = m_connection.execute(kForgetSkippingRanges, m_load);
        if (!forgotten)
            return forgotten.error();
        for (int row = 0; row < forgotten->rowCount(); ++row) {
            m_undone.foldersToLoadAgain << forgotten->string(row, 0);
            m_undone.linesToLoadAgain += forgotten->integer(row, 1);
        }
        return {};
    }

    Result<void> removeFromJournal()
    {
        if (const auto written = writeMissingReceipt(m_connection, m_loadId); !written)
            return written;
        const auto lists = ofLoad({kNoteChangedPlants, kTakeListsBack, kPassListsOn, kNoteLists});
        if (!lists)
            return lists;
        for (const char* const statement :
             {kDeleteEquipmentEntries, kDeleteSensorEntries, kDeleteNamedEquipment}) {
            if (const auto done = m_connection.execute(statement, m_cancel); !done)
                return done.error();
        }
        const auto rejectedLines = m_connection.execute(kDeleteRejectedLines, m_cancel);
        if (!rejectedLines)
            return rejectedLines.error();
        m_undone.rejectedLines += rejectedLines->affectedRows();
        return ofLoad({kForgetWholeFiles, kDeleteJournal});
    }

    // Equipment and sensor map become what the remaining loads say.
    Result<void> putListsInForce()
    {
        const auto plants = m_connection.execute(kChangedPlants);
        if (!plants)
            return plants.error();
        for (int row = 0; row < plants->rowCount(); ++row) {
            const auto applied =
                applyLists(m_connection, static_cast<PlantId>(plants->integer(row, 0)));
            if (!applied)
                return applied.error();
        }
        return {};
    }

    // Statements whose $1 is the load.
    Result<void> ofLoad(std::initializer_list<const char*> statements)
    {
        for (const char* const statement : statements) {
            if (const auto done = m_connection.execute(statement, m_load); !done)
                return done.error();
        }
        return {};
    }

    Connection& m_connection;
    const CancelToken& m_cancel;
    const LoadId m_loadId;
    const qint64 m_id;
    const Parameters m_load;
    UndoneLoad m_undone;
};

} // namespace

Result<UndoneLoad> undoLoad(Connection& connection, LoadId load, const CancelToken& cancel)
{
    const auto begun = connection.execute("BEGIN; SET LOCAL synchronous_commit = on");
    if (!begun)
        return begun.error();
    auto undone = Undoing(connection, load, cancel).run();
    if (!undone) {
        connection.rollback();
        return undone;
    }
    if (const auto committed = connection.commit(); !committed)
        return committed.error();
    return undone;
}

} // namespace faultline
