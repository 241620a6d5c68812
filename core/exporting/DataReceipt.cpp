// SPDX-License-Identifier: GPL-3.0-or-later
#include "exporting/DataReceipt.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QSqlQuery>
#include <QVariant>

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

Result<QList<DataLoad>> fetchLoads(SqlSession& session)
{
    auto query = session.execute(
        u"SELECT r.load_id, r.folder, r.state, r.started_at, r.ended_at, r.program_version,"
        " c.records::bigint, c.loaded::bigint, c.rejected::bigint, c.blank::bigint,"
        " c.skipped::bigint"
        " FROM faultline.load_run r JOIN ("
        "  SELECT load_id, sum(records) AS records, sum(loaded) AS loaded,"
        "  sum(rejected) AS rejected, sum(blank) AS blank, sum(skipped) AS skipped"
        "  FROM faultline.load_chunk GROUP BY load_id) c ON c.load_id = r.load_id"
        " WHERE r.undone_at IS NULL ORDER BY r.load_id"_s);
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
    auto query = session.execute(
        u"SELECT c.load_id, f.path, f.role, c.bytes::bigint, c.records::bigint, c.loaded::bigint,"
        " c.rejected::bigint, c.blank::bigint, c.skipped::bigint, encode(l.content_hash, 'hex')"
        " FROM (SELECT load_id, file_id, sum(end_byte - first_byte) AS bytes,"
        "  sum(records) AS records, sum(loaded) AS loaded, sum(rejected) AS rejected,"
        "  sum(blank) AS blank, sum(skipped) AS skipped"
        "  FROM faultline.load_chunk GROUP BY load_id, file_id) c"
        " JOIN faultline.source_file f ON f.file_id = c.file_id"
        " LEFT JOIN faultline.load_file l ON l.load_id = c.load_id AND l.file_id = c.file_id"
        " ORDER BY c.load_id, l.position, c.file_id"_s);
    if (!query)
        return query.error();
    int named = 0;
    while (query->next()) {
        DataLoad* load = loads.value(query->value(0).toInt());
        if (load == nullptr)
            continue;
        if (named == DataReceipt::kMostFiles) {
            ++receipt.unnamedFiles;
            continue;
        }
        ++named;
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
        {u"records"_s, countsJson(total())}, {u"loads"_s, all}, {u"unnamed_files"_s, unnamedFiles}};
}

Result<DataReceipt> fetchDataReceipt(SqlSession& session)
{
    auto loads = fetchLoads(session);
    if (!loads)
        return loads.error();
    DataReceipt receipt;
    receipt.loads = *loads;
    if (receipt.loads.isEmpty())
        return receipt;
    if (const auto added = addFiles(session, receipt); !added)
        return added.error();
    return receipt;
}

} // namespace faultline
