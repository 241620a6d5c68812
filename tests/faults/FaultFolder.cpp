// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultFolder.h"

#include "LoadFixture.h"

#include <QFile>

#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

// Each of these follows this many good lines.
constexpr int kBadLineEvery = 97;
constexpr int kBlankLineEvery = 331;

} // namespace

FaultFolder::FaultFolder(int lines, quint32 seed)
{
    constexpr int kEquipment = 3;
    constexpr int kSensors = 9;
    QByteArray list;
    for (int i = 1; i <= kEquipment; ++i) {
        const QByteArray number = QByteArray::number(i);
        list += (list.isEmpty() ? "[" : ",") + QByteArray(R"({"equipment_id":)") + number
                + R"(,"code":"E)" + number + R"(","group_name":"G","deck":)" + number + '}';
    }
    write(u"equipment.json"_s, list + ']', kEquipment);
    QByteArray map = "equipment_id;sensor_id\r\n";
    for (int i = 1; i <= kSensors; ++i)
        map += QByteArray::number((i - 1) % kEquipment + 1) + ';' + QByteArray::number(i) + "\r\n";
    write(u"sensors.csv"_s, map, kSensors);
    writeLog(u"a.log"_s, lines * 6 / 10, seed);
    writeLog(u"b.log"_s, lines * 4 / 10, seed + 1);
    writeLog(u"c.log"_s, 12, seed + 2);
    // These share a transaction.
    constexpr quint32 kSmallFiles = 6;
    for (quint32 i = 1; i <= kSmallFiles; ++i)
        writeLog(u"small %1.log"_s.arg(i), 3, seed + 2 + i);
}

qint64 FaultFolder::totalRecords() const
{
    return std::accumulate(m_records.begin(), m_records.end(), qint64{0});
}

void FaultFolder::writeLog(const QString& name, int lines, quint32 seed)
{
    QByteArray log;
    qint64 records = 0;
    const QList<QByteArray> good = logLines(lines, seed).split('\n');
    for (const QByteArray& line : good) {
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
    write(name, log, records);
}

void FaultFolder::write(const QString& name, const QByteArray& content, qint64 records)
{
    QFile file(m_directory.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("can't write %s", qPrintable(file.fileName()));
    m_records.insert(name, records);
}

} // namespace faultline
