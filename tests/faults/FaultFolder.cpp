// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultFolder.h"

#include "FaultTables.h"
#include "LoadFixture.h"
#include "sources/input/InputName.h"
#include "support/TestArchive.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <numeric>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Each of these follows this many good lines.
constexpr int kBadLineEvery = 97;
constexpr int kBlankLineEvery = 331;
// Sensors up to this one have numbers where others have tags.
constexpr int kNumbered = 4;
constexpr int kSensors = 9;

QByteArray everyOtherLine(const QByteArray& lines)
{
    QByteArray some;
    bool isTaken = false;
    for (const QByteArray& line : lines.split('\n')) {
        isTaken = !isTaken;
        if (isTaken && !line.isEmpty())
            some += line + '\n';
    }
    return some;
}

} // namespace

FaultFolder::FaultFolder(Kind kind, int lines, quint32 seed)
    : m_kind(kind)
{
    if (kind == Kind::TwoPlants) {
        addPlant(u"vessel-1/"_s, false, lines / 2, seed);
        // Most of its lines give the same as those of the other one.
        addPlant(u"vessel-2/"_s, true, lines / 2, seed);
    } else if (kind == Kind::Tables) {
        addTables(lines, seed);
    } else {
        addPlant(QString(), false, lines, seed);
    }
    if (kind == Kind::Packed)
        pack();
    saveAll();
}

QStringList FaultFolder::arguments() const
{
    return m_kind == Kind::TwoPlants ? QStringList{path(), u"--plant-per-subfolder"_s}
                                     : QStringList{path()};
}

void FaultFolder::addLists(const QString& subfolder, bool hasTags)
{
    constexpr int kEquipment = 3;
    const QByteArray codes = hasTags ? "P-10" : "E";
    QByteArray list;
    for (int i = 1; i <= kEquipment; ++i) {
        const QByteArray number = QByteArray::number(i);
        list += (list.isEmpty() ? "[" : ",") + QByteArray(R"({"equipment_id":)") + number
                + R"(,"code":")" + codes + number + R"(","group_name":"G","deck":)" + number + '}';
    }
    add(subfolder + u"equipment.json"_s, list + ']', kEquipment);
    QByteArray map = "equipment_id;sensor_id\r\n";
    for (int i = 1; i <= kSensors; ++i)
        map += QByteArray::number((i - 1) % kEquipment + 1) + ';'
               + (hasTags && i > kNumbered ? "TI-10" : "") + QByteArray::number(i) + "\r\n";
    add(subfolder + u"sensors.csv"_s, map, kSensors);
}

void FaultFolder::addPlant(const QString& subfolder, bool hasTags, int lines, quint32 seed)
{
    addLists(subfolder, hasTags);
    const auto linesOf = [hasTags](int count, quint32 lineSeed) {
        QByteArray text = logLines(count, lineSeed);
        for (int i = kNumbered + 1; hasTags && i <= kSensors; ++i) {
            const QByteArray number = QByteArray::number(i);
            text.replace("sensor[" + number + ']', "sensor[TI-10" + number + ']');
        }
        return text;
    };
    const QByteArray first = linesOf(lines * 6 / 10, seed);
    const QByteArray second = linesOf(lines * 4 / 10, seed + 1);
    addLog(subfolder + u"a.log"_s, first);
    if (hasOverlaps()) {
        const QByteArray end = first.mid(first.indexOf('\n', first.size() / 2) + 1);
        addLog(subfolder + u"b.log"_s, end + second);
        addLog(subfolder + u"every other line.log"_s, everyOtherLine(first + second));
    } else {
        addLog(subfolder + u"b.log"_s, second);
    }
    addLog(subfolder + u"c.log"_s, linesOf(12, seed + 2));
    // These share a transaction.
    constexpr quint32 kSmallFiles = 6;
    for (quint32 i = 1; i <= kSmallFiles; ++i)
        addLog(subfolder + u"small %1.log"_s.arg(i), linesOf(3, seed + 2 + i));
}

// A row of the wide table has many readings.
void FaultFolder::addTables(int rows, quint32 seed)
{
    addLists(QString(), false);
    const auto addTable = [this](const QString& name, const FaultTable& table) {
        add(name, table.text, table.records);
    };
    addTable(u"long.csv"_s, longTable(rows * 3 / 10, seed));
    addTable(u"wide.csv"_s, wideTable(rows / 10 / kSensors, seed + 1));
    addTable(u"lines.ndjson"_s, jsonLines(rows * 3 / 10, seed + 2));
    addTable(u"array.json"_s, jsonArray(rows * 3 / 10, seed + 3));
}

qint64 FaultFolder::totalRecords() const
{
    return std::accumulate(m_records.begin(), m_records.end(), qint64{0});
}

void FaultFolder::addLog(const QString& name, const QByteArray& lines)
{
    QByteArray log;
    qint64 records = 0;
    for (const QByteArray& line : lines.split('\n')) {
        if (line.isEmpty())
            continue;
        log += line + '\n';
        ++records;
        if (records % kBadLineEvery == 0) {
            log += "[2020-13-01 10:00:00]\tERROR\tsensor[" + QByteArray::number(records) + "]\r\n";
            ++records;
        }
        if (records % kBlankLineEvery == 0) {
            log += "\r\n";
            ++records;
        }
    }
    add(name, log, records);
}

void FaultFolder::add(const QString& name, const QByteArray& content, qint64 records)
{
    m_contents.insert(name, content);
    m_records.insert(name, records);
}

// A log as a gzip file that a program has appended to, the lists and the other logs in archives of
// different kinds.
void FaultFolder::pack()
{
    constexpr int kStreams = 3;
    const QString first = u"a.log"_s;
    const QByteArray log = m_contents.take(first);
    QByteArray streams;
    for (qsizetype i = 0, length = log.size() / kStreams + 1; i < kStreams; ++i)
        streams += gzipped(log.mid(i * length, length));
    const QMap<QString, QByteArray> others = std::exchange(m_contents, {});
    QList<TestMember> lists;
    QList<TestMember> logs;
    QList<TestMember> smallLogs;
    for (auto it = others.begin(); it != others.end(); ++it) {
        const bool isLog = it.key().endsWith(u".log"_s);
        const bool isSmall = it.key().startsWith(u"small"_s);
        QList<TestMember>& members = !isLog ? lists : isSmall ? smallLogs : logs;
        const QString archive = !isLog    ? u"lists.7z"_s
                                : isSmall ? u"small.tar.zst"_s
                                          : u"logs.zip"_s;
        members << TestMember{it.key().toUtf8(), it.value()};
        m_records.insert(
            archive + kMemberSeparator.toString() + it.key(), m_records.take(it.key()));
    }
    m_records.insert(u"a.log.gz"_s, m_records.take(first));
    m_contents = {
        {u"a.log.gz"_s, streams},
        {u"lists.7z"_s, packed(lists, {"7zip", nullptr, {}, {}})},
        {u"logs.zip"_s, packed(logs, {"zip", nullptr, {}, {}})},
        {u"small.tar.zst"_s, packed(smallLogs, {"gnutar", "zstd", {}, {}})},
    };
}

void FaultFolder::saveAll() const
{
    for (auto it = m_contents.begin(); it != m_contents.end(); ++it) {
        QFile file(m_directory.filePath(it.key()));
        if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly)
            || it.value().isEmpty() || file.write(it.value()) != it.value().size())
            qFatal("can't write %s", qPrintable(file.fileName()));
    }
}

} // namespace faultline
