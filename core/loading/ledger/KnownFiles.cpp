// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/ledger/KnownFiles.h"

#include "database/connection/ArrayText.h"

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Conflicts only with itself, and requires write permission; see kLockSettlement.
constexpr auto kLockFiles = "LOCK TABLE faultline.source_file IN SHARE UPDATE EXCLUSIVE MODE";

constexpr auto kColumns =
    "SELECT file_id, path, generation, head_bytes, head_hash, coalesce(content_bytes, 0),"
    " content_hash, coalesce(modified_ms, 0), root_id, superseded, sketch,"
    " coalesce(date_order, ''), encoding, coalesce(table_format::text, ''),"
    " coalesce(time_zone, ''),"
    " (SELECT p.time_zone FROM faultline.plant p WHERE p.plant_id = source_file.plant_id),"
    " coalesce(log_layout, '')"
    " FROM faultline.source_file";

Result<void> withoutRows(const Result<QueryResult>& result)
{
    return result ? Result<void>() : result.error();
}

QString hashElement(const QByteArray& hash)
{
    return u"\"\\\\x"_s + QString::fromLatin1(hash.toHex()) + u'"';
}

QString sketchText(const ReadingSketch& sketch)
{
    return arrayText(sketch, [](qint64 hash) { return QString::number(hash); });
}

QString idsText(const QList<FileId>& ids)
{
    return arrayText(ids, [](FileId id) { return QString::number(toInt(id)); });
}

ReadingSketch sketchOf(std::string_view text)
{
    ReadingSketch sketch;
    const QByteArray numbers =
        QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
    for (const QByteArray& number : numbers.mid(1).chopped(1).split(',')) {
        if (!number.isEmpty())
            sketch.push_back(number.toLongLong());
    }
    return sketch;
}

Result<QList<KnownFile>> filesOf(const QueryResult& rows)
{
    QList<KnownFile> files;
    files.reserve(rows.rowCount());
    for (int row = 0; row < rows.rowCount(); ++row) {
        KnownFile file;
        file.id = static_cast<FileId>(rows.integer(row, 0));
        file.path = rows.string(row, 1);
        file.generation = static_cast<qint32>(rows.integer(row, 2));
        file.head = {static_cast<qint32>(rows.integer(row, 3)), rows.bytes(row, 4)};
        file.contentBytes = rows.integer(row, 5);
        file.contentHash = rows.bytes(row, 6);
        file.modifiedMs = rows.integer(row, 7);
        if (!rows.isNull(row, 8))
            file.family = static_cast<FileId>(rows.integer(row, 8));
        file.isSuperseded = rows.boolean(row, 9);
        file.sketch = sketchOf(rows.text(row, 10));
        file.dateOrder =
            dateOrderFromWord(rows.string(row, 11)).value_or(TimeFormat::DateOrder::Unknown);
        file.encoding = encodingOfWord(rows.string(row, 12)).value_or(TextEncoding::Utf8);
        auto table = tableFromStored(rows.string(row, 13).toUtf8());
        if (!table)
            return table.error();
        file.table = *std::move(table);
        file.zone = rows.string(row, 14);
        file.plantZone = rows.string(row, 15);
        const auto layout = layoutFromStored(rows.string(row, 16));
        if (!layout)
            return layout.error();
        file.layout = *layout;
        files << std::move(file);
    }
    return files;
}

} // namespace

Result<void> lockFileIdentities(Connection& connection)
{
    return withoutRows(connection.execute(kLockFiles));
}

Result<HeadLengths> headLengths(Connection& connection, SourceRole role)
{
    const auto rows = connection.execute(
        "SELECT DISTINCT head_bytes FROM faultline.source_file WHERE role = $1",
        Parameters().add(sourceRoleWord(role)));
    if (!rows)
        return rows.error();
    HeadLengths lengths;
    for (int row = 0; row < rows->rowCount(); ++row)
        lengths.set(
            static_cast<std::size_t>(std::clamp<qint64>(rows->integer(row, 0), 0, kHeadBytes)));
    return lengths;
}

void KnownFileKeys::add(const FileHead& head)
{
    headHashes.push_back(head.anchor.hash);
    for (const HeadAnchor& beginning : head.beginnings)
        headHashes.push_back(beginning.hash);
}

Result<QList<KnownFile>>
findFiles(Connection& connection, PlantId plant, SourceRole role, const KnownFileKeys& keys)
{
    const auto rows = connection.execute(
        QByteArray(kColumns)
            + " WHERE role = $1 AND plant_id = $5"
              " AND (path = ANY ($2::text[]) OR head_hash = ANY ($3::bytea[])"
              " OR sketch && $4::bigint[])"
              " ORDER BY generation DESC, file_id DESC",
        Parameters()
            .add(sourceRoleWord(role))
            .add(arrayText(keys.paths, quotedElement))
            .add(arrayText(keys.headHashes, hashElement))
            .add(sketchText(keys.sketch))
            .add(qint64{toInt(plant)}));
    if (!rows)
        return rows.error();
    return filesOf(*rows);
}

Result<QList<KnownFile>> unseenFilesOfFamily(Connection& connection, FileId family)
{
    const auto rows = connection.execute(
        // now() is the start of the transaction.
        QByteArray(kColumns)
            + " WHERE root_id = $1 AND last_seen < now() ORDER BY generation DESC, file_id DESC",
        Parameters().add(qint64{toInt(family)}));
    if (!rows)
        return rows.error();
    return filesOf(*rows);
}

Result<QList<FileId>> reserveFileIds(Connection& connection, qsizetype count)
{
    const auto rows = connection.execute(
        "SELECT nextval(pg_get_serial_sequence('faultline.source_file', 'file_id'))"
        " FROM generate_series(1, $1::bigint)",
        Parameters().add(qint64{count}));
    if (!rows)
        return rows.error();
    QList<FileId> ids;
    ids.reserve(rows->rowCount());
    for (int row = 0; row < rows->rowCount(); ++row)
        ids << static_cast<FileId>(rows->integer(row, 0));
    return ids;
}

Result<void>
addFiles(Connection& connection, PlantId plant, SourceRole role, const QList<KnownFile>& files)
{
    if (files.isEmpty())
        return {};
    const auto column = [&files](const auto& asText) { return arrayText(files, asText); };
    // Sketches differ in length, which an array of arrays doesn't allow, so pass them as texts.
    return withoutRows(connection.execute(
        "INSERT INTO faultline.source_file (plant_id, file_id, path, role, generation, head_bytes,"
        " head_hash, modified_ms, root_id, sketch, date_order, encoding, table_format, time_zone,"
        " log_layout)"
        " OVERRIDING SYSTEM VALUE"
        " SELECT $12, id, path, $1, generation, head_bytes, head_hash, modified_ms, root_id,"
        "  sketch::bigint[], nullif(date_order, ''), encoding, nullif(table_format, '')::jsonb,"
        "  nullif(time_zone, ''), nullif(log_layout, '')"
        " FROM unnest($2::integer[], $3::text[], $4::integer[], $5::integer[], $6::bytea[],"
        "  $7::bigint[], $8::integer[], $9::text[], $10::text[], $11::text[], $13::text[],"
        "  $14::text[], $15::text[])"
        " AS f (id, path, generation, head_bytes, head_hash, modified_ms, root_id, sketch,"
        "  date_order, encoding, table_format, time_zone, log_layout)",
        Parameters()
            .add(sourceRoleWord(role))
            .add(column([](const KnownFile& file) { return QString::number(toInt(file.id)); }))
            .add(column([](const KnownFile& file) { return quotedElement(file.path); }))
            .add(column([](const KnownFile& file) { return QString::number(file.generation); }))
            .add(column([](const KnownFile& file) { return QString::number(file.head.bytes); }))
            .add(column([](const KnownFile& file) { return hashElement(file.head.hash); }))
            .add(column([](const KnownFile& file) { return QString::number(file.modifiedMs); }))
            .add(column([](const KnownFile& file) {
                return file.family ? QString::number(toInt(*file.family)) : u"NULL"_s;
            }))
            .add(column(
                [](const KnownFile& file) { return quotedElement(sketchText(file.sketch)); }))
            .add(column(
                [](const KnownFile& file) { return quotedElement(dateOrderWord(file.dateOrder)); }))
            .add(column([](const KnownFile& file) { return encodingWord(file.encoding); }))
            .add(qint64{toInt(plant)})
            .add(column([](const KnownFile& file) {
                return quotedElement(QString::fromUtf8(storedTable(file.table)));
            }))
            .add(column([](const KnownFile& file) { return quotedElement(file.zone); }))
            .add(column(
                [](const KnownFile& file) { return quotedElement(storedLayout(file.layout)); }))));
}

Result<QHash<QString, TextEncoding>>
chosenEncodings(Connection& connection, const QStringList& paths)
{
    const auto rows = connection.execute(
        "SELECT DISTINCT ON (path) path, encoding FROM faultline.source_file"
        " WHERE path = ANY ($1::text[]) ORDER BY path, last_seen DESC",
        Parameters().add(arrayText(paths, quotedElement)));
    if (!rows)
        return rows.error();
    QHash<QString, TextEncoding> encodings;
    for (int row = 0; row < rows->rowCount(); ++row) {
        const auto encoding = encodingOfWord(rows->string(row, 1));
        if (encoding && *encoding != TextEncoding::Utf8)
            encodings.insert(rows->string(row, 0), *encoding);
    }
    return encodings;
}

Result<void> noteSeen(Connection& connection, const QList<SeenFile>& files)
{
    if (files.isEmpty())
        return {};
    return withoutRows(connection.execute(
        "UPDATE faultline.source_file f SET path = seen.path, modified_ms = seen.modified_ms,"
        " sketch = coalesce(seen.sketch::bigint[], f.sketch),"
        " date_order = coalesce(nullif(seen.date_order, ''), f.date_order),"
        " encoding = seen.encoding, table_format = nullif(seen.table_format, '')::jsonb,"
        " time_zone = nullif(seen.time_zone, ''), log_layout = nullif(seen.log_layout, ''),"
        " last_seen = clock_timestamp()"
        " FROM unnest($1::integer[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[],"
        "  $7::text[], $8::text[], $9::text[]) AS seen (id, path, modified_ms, sketch, date_order, "
        "encoding,"
        "  table_format, time_zone, log_layout)"
        " WHERE f.file_id = seen.id",
        Parameters()
            .add(arrayText(
                files, [](const SeenFile& file) { return QString::number(toInt(file.id)); }))
            .add(arrayText(files, [](const SeenFile& file) { return quotedElement(file.path); }))
            .add(arrayText(
                files, [](const SeenFile& file) { return QString::number(file.modifiedMs); }))
            .add(arrayText(
                files,
                [](const SeenFile& file) {
                    return file.sketch ? quotedElement(sketchText(*file.sketch)) : u"NULL"_s;
                }))
            .add(arrayText(
                files,
                [](const SeenFile& file) { return quotedElement(dateOrderWord(file.dateOrder)); }))
            .add(arrayText(files, [](const SeenFile& file) { return encodingWord(file.encoding); }))
            .add(arrayText(
                files,
                [](const SeenFile& file) { return quotedElement(QString::fromUtf8(file.table)); }))
            .add(arrayText(files, [](const SeenFile& file) { return quotedElement(file.zone); }))
            .add(arrayText(files, [](const SeenFile& file) {
                return quotedElement(storedLayout(file.layout));
            }))));
}

Result<FileId> uniteFamilies(Connection& connection, const QList<FileId>& files)
{
    const auto united = connection.execute(
        "WITH family AS (SELECT DISTINCT coalesce(root_id, file_id) AS id"
        "  FROM faultline.source_file WHERE file_id = ANY ($1::integer[])),"
        " one AS (SELECT min(id) AS id FROM family),"
        " moved AS (UPDATE faultline.source_file f SET root_id = one.id FROM one"
        "  WHERE (f.file_id IN (SELECT id FROM family) OR f.root_id IN (SELECT id FROM family))"
        "   AND f.root_id IS DISTINCT FROM one.id)"
        " SELECT id FROM one",
        Parameters().add(idsText(files)));
    if (!united)
        return united.error();
    return static_cast<FileId>(united->integer(0, 0));
}

Result<QString> zoneOfFamily(Connection& connection, FileId family)
{
    const auto zone = connection.execute(
        "SELECT f.time_zone FROM faultline.source_file f"
        " WHERE f.root_id = $1 AND f.time_zone IS NOT NULL"
        " AND EXISTS (SELECT FROM faultline.load_chunk c"
        "  WHERE c.file_id = f.file_id AND NOT c.forgotten)"
        " ORDER BY f.last_seen DESC LIMIT 1",
        Parameters().add(qint64{toInt(family)}));
    if (!zone)
        return zone.error();
    return zone->rowCount() > 0 ? zone->string(0, 0) : QString();
}

Result<void> supersede(Connection& connection, const QList<FileId>& files)
{
    return withoutRows(connection.execute(
        "UPDATE faultline.source_file SET superseded = true"
        " WHERE file_id = ANY ($1::integer[]) AND NOT superseded",
        Parameters().add(idsText(files))));
}

Result<void> moveRange(Connection& connection, FileId from, FileId to, const UnchangedRange& range)
{
    const auto moved = connection.execute(
        "UPDATE faultline.load_chunk SET file_id = $2, first_byte = first_byte + $4,"
        " end_byte = end_byte + $4, first_line = first_line + $5"
        " WHERE file_id = $1 AND first_byte = $3 AND NOT forgotten RETURNING chunk_id",
        Parameters()
            .add(qint64{toInt(from)})
            .add(qint64{toInt(to)})
            .add(range.firstByte)
            .add(range.movedBytes)
            .add(range.movedLines));
    if (!moved)
        return moved.error();
    if (moved->rowCount() == 0 || (range.movedBytes == 0 && range.movedLines == 0))
        return {};
    // Through negative numbers, because a line's new key may be another line's old one.
    const auto away = connection.execute(
        "UPDATE faultline.rejected_line SET line_number = -(line_number + $2),"
        " byte_offset = byte_offset + $3 WHERE chunk_id = $1",
        Parameters().add(moved->integer(0, 0)).add(range.movedLines).add(range.movedBytes));
    if (!away)
        return away.error();
    return withoutRows(connection.execute(
        "UPDATE faultline.rejected_line SET line_number = -line_number"
        " WHERE chunk_id = $1 AND line_number < 0",
        Parameters().add(moved->integer(0, 0))));
}

} // namespace faultline
