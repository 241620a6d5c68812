// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "database/settings/ConnectionSettings.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

namespace faultline {

inline constexpr int kMiniLogLines = 60;

inline void writeFile(const QString& path, const QByteArray& content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(no file)");
}

/// Lines for sensors 1 and 2 of equipment 1 and sensor 3 of equipment 2, in turn, three for each
/// instant; six instants a day from 2020-01-30.
inline QByteArray logLines(int count)
{
    const QDateTime start(QDate(2020, 1, 30), QTime(0, 0), Qt::UTC);
    QByteArray text;
    for (int i = 0; i < count; ++i) {
        const QDateTime time = start.addSecs(i / 3 * 14400LL);
        text += '[' + time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss")).toLatin1()
                + "]\tERROR\tsensor[" + QByteArray::number(i % 3 + 1)
                + "]:\t(temperature\t1.5, vibration\t-2.25)\r\n";
    }
    return text;
}

/// A data folder with a log of kMiniLogLines lines, three pieces of equipment in two groups, four
/// sensors.
inline void writeMiniFolder(const QString& folder)
{
    const QDir directory(folder);
    writeFile(directory.filePath(QStringLiteral("failures.log")), logLines(kMiniLogLines));
    writeFile(
        directory.filePath(QStringLiteral("map.csv")),
        "equipment_id;sensor_id\r\n1;1\r\n1;2\r\n2;3\r\n3;4\r\n");
    writeFile(
        directory.filePath(QStringLiteral("list.json")),
        R"([{"equipment_id": 1, "code": "A", "group_name": "G1"},
            {"equipment_id": 2, "code": "B", "group_name": "G2"},
            {"equipment_id": 3, "code": "C", "group_name": "G2"}])");
}

/// A value for --database.
inline QString conninfoOf(const ConnectionSettings& settings)
{
    QStringList parts;
    for (auto it = settings.keywords.cbegin(); it != settings.keywords.cend(); ++it)
        parts << it.key() + QStringLiteral("='") + it.value() + QChar(u'\'');
    return parts.join(QChar(u' '));
}

} // namespace faultline
