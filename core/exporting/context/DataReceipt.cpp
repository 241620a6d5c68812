// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/context/DataReceipt.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

QDateTime utc(const QVariant& value)
{
    return value.isNull() ? QDateTime() : value.toDateTime().toUTC();
}

DataCounts countsAt(const QSqlQuery& row, int first)
{
    return {
        row.value(first).toLongLong(), row.value(first + 1).toLongLong(),
        row.value(first + 2).toLongLong(), row.value(first + 3).toLongLong(),
        row.value(first + 4).toLongLong()};
}

// The loads with something in the journal, and their files: from the receipt or, for a load without
// one because it still runs or its program died, from the journal.
const QString kLoadsAndFiles =
    u"WITH load AS MATERIALIZED ("
    " SELECT r.*, EXISTS (SELECT FROM faultline.load_file f WHERE f.load_id = r.load_id)"
    "  AS has_receipt"
    " FROM faultline.load_run r WHERE r.undone_at IS NULL"
    "  AND EXISTS (SELECT FROM faultline.load_chunk c WHERE c.load_id = r.load_id)"
    "), file AS ("
    " SELECT f.load_id, f.position, f.path, f.role, f.bytes, f.records_in, f.loaded, f.rejected,"
    "  f.blank, f.skipped, f.content_hash"
    " FROM faultline.load_file f JOIN load USING (load_id)"
    " UNION ALL"
    " SELECT c.load_id, s.file_id, s.path, s.role, max(c.end_byte), sum(c.records), sum(c.loaded),"
    "  sum(c.rejected), sum(c.blank), sum(c.skipped), NULL"
    " FROM faultline.load_chunk c JOIN load USING (load_id)"
    " JOIN faultline.source_file s USING (file_id)"
    " WHERE NOT load.has_receipt GROUP BY c.load_id, s.file_id) "_s;

Result<QList<DataLoad>> fetchLoads(SqlSession& session)
{
    auto query = session.execute(
        kLoadsAndFiles
        + u"SELECT load_id, folder, state, started_at, ended_at, program_version,"
          " sum(records_in)::bigint, sum(loaded)::bigint, sum(rejected)::bigint,"
          " sum(blank)::bigint, sum(skipped)::bigint"
          " FROM load JOIN file USING (load_id)"
          " GROUP BY load_id, folder, state, started_at, ended_at, program_version"
          " ORDER BY load_id"_s);
    if (!query)
        return query.error();
    QList<DataLoad> loads;
    while (query->next()) {
        loads << DataLoad{query->value(0).toInt(),    query->value(1).toString(),
                          query->value(2).toString(), utc(query->value(3)),
                          utc(query->value(4)),       query->value(5).toString(),
                          countsAt(*query, 6),        {}};
    }
    return loads;
}

QString pathWithin(const QString& folder, const QString& path)
{
    const QString relative = QDir(folder).relativeFilePath(path);
    return relative.startsWith("../"_L1) ? path : relative;
}

Result<void> addFiles(SqlSession& session, DataReceipt& receipt)
{
    QHash<qint32, DataLoad*> loads;
    for (DataLoad& load : receipt.loads)
        loads.insert(load.loadId, &load);
    // A folder that is loaded repeatedly has many files without new records: named last.
    auto query = session.execute(
        kLoadsAndFiles
            + u"SELECT load_id, path, role, bytes, records_in::bigint, loaded::bigint,"
              " rejected::bigint, blank::bigint, skipped::bigint, encode(content_hash, 'hex'),"
              " files"
              " FROM (SELECT *, count(*) OVER () AS files, row_number() OVER ("
              "   ORDER BY skipped = records_in, load_id, position) AS rank"
              "  FROM file WHERE records_in > 0) ranked"
              " WHERE rank <= :most::bigint ORDER BY load_id, position"_s,
        {{u"most"_s, qint64{DataReceipt::kMaxFiles}}});
    if (!query)
        return query.error();
    while (query->next()) {
        receipt.unnamedFiles =
            std::max<qint64>(0, query->value(10).toLongLong() - DataReceipt::kMaxFiles);
        DataLoad* load = loads.value(query->value(0).toInt());
        if (load == nullptr)
            continue;
        load->files << DataFile{
            pathWithin(load->folder, query->value(1).toString()), query->value(2).toString(),
            query->value(3).toLongLong(), countsAt(*query, 4), query->value(9).toString()};
    }
    return {};
}

QJsonObject countsJson(const DataCounts& counts)
{
    return {{u"in"_s, counts.in},
            {u"loaded"_s, counts.loaded},
            {u"rejected"_s, counts.rejected},
            {u"blank"_s, counts.blank},
            {u"skipped"_s, counts.skipped},
            {u"balanced"_s, counts.balanced()}};
}

QJsonValue timeJson(const QDateTime& time)
{
    return time.isValid() ? QJsonValue(time.toString(Qt::ISODateWithMs)) : QJsonValue();
}

QJsonObject fileJson(const DataFile& file)
{
    return {
        {u"path"_s, file.path},
        {u"role"_s, file.role},
        {u"bytes"_s, file.bytes},
        {u"records"_s, countsJson(file.records)},
        {u"xxh3_128"_s, file.contentHash.isEmpty() ? QJsonValue() : QJsonValue(file.contentHash)}};
}

QJsonObject loadJson(const DataLoad& load)
{
    QJsonArray files;
    for (const DataFile& file : load.files)
        files << fileJson(file);
    return {
        {u"load_id"_s, load.loadId},
        {u"folder"_s, load.folder},
        {u"state"_s, load.state},
        {u"started_at"_s, timeJson(load.startedAt)},
        {u"ended_at"_s, timeJson(load.endedAt)},
        {u"program_version"_s, load.programVersion},
        {u"records"_s, countsJson(load.records)},
        {u"files"_s, files}};
}

} // namespace

DataCounts DataReceipt::total() const
{
    DataCounts total;
    for (const DataLoad& load : loads) {
        total.in += load.records.in;
        total.loaded += load.records.loaded;
        total.rejected += load.records.rejected;
        total.blank += load.records.blank;
        total.skipped += load.records.skipped;
    }
    return total;
}

QString DataReceipt::loadIdsText() const
{
    QStringList runs;
    for (qsizetype first = 0; first < loads.size();) {
        qsizetype last = first;
        while (last + 1 < loads.size() && loads[last + 1].loadId == loads[last].loadId + 1)
            ++last;
        const QString from = QString::number(loads[first].loadId);
        runs << (last == first ? from : from + u'–' + QString::number(loads[last].loadId));
        first = last + 1;
    }
    return runs.join(u", "_s);
}

QJsonObject DataReceipt::toJson() const
{
    QJsonArray all;
    for (const DataLoad& load : loads)
        all << loadJson(load);
    return {
        {u"records"_s, countsJson(total())},
        {u"loads"_s, all},
        {u"unnamed_files"_s, unnamedFiles},
        {u"remarks"_s, QJsonArray::fromStringList(state.remarks())}};
}

Result<DataReceipt> fetchDataReceipt(SqlSession& session)
{
    auto loads = fetchLoads(session);
    if (!loads)
        return loads.error();
    DataReceipt receipt;
    receipt.loads = *loads;
    auto state = fetchDataState(session);
    if (!state)
        return state.error();
    receipt.state = *state;
    if (receipt.loads.isEmpty())
        return receipt;
    if (const auto added = addFiles(session, receipt); !added)
        return added.error();
    return receipt;
}

} // namespace faultline
