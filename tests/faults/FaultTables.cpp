// SPDX-License-Identifier: GPL-3.0-or-later
#include "FaultTables.h"

#include <QByteArrayList>
#include <QDateTime>
#include <QRandomGenerator>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kSensors = 9;
// Each of these follows this many good ones.
constexpr int kBadEvery = 97;
constexpr int kBlankEvery = 331;

// Random readings, of which nearly all are different.
class Readings
{
public:
    explicit Readings(quint32 seed)
        : m_random(seed)
    {}

    int below(int count) { return m_random.bounded(count); }
    // A failure writes several rows with one time; times also jump back.
    QByteArray time()
    {
        constexpr int kFourDays = 4 * 86'400;
        if (m_time.isEmpty() || below(3) == 0)
            m_time = QDateTime(QDate(2020, 1, 30), QTime(23, 0), Qt::UTC)
                         .addSecs(below(kFourDays))
                         .toString(u"yyyy-MM-dd HH:mm:ss"_s)
                         .toLatin1();
        return m_time;
    }
    QByteArray sensor() { return QByteArray::number(below(kSensors) + 1); }
    // Small, because sums of them are compared to nine digits, in which no half may be left.
    QByteArray number() { return QByteArray::number(below(200'000) / 100.0, 'f', 2); }
    QByteArray severity() { return below(10) > 0 ? "ERROR" : "INFO"; }

private:
    QRandomGenerator m_random;
    QByteArray m_time;
};

QByteArray objectOf(Readings& readings, bool isBad)
{
    return R"({"time":")" + readings.time() + R"(","sensor":)" + readings.sensor()
           + R"(,"severity":")" + readings.severity() + R"(","temperature")" + (isBad ? ' ' : ':')
           + readings.number() + R"(,"vibration":-)" + readings.number() + '}';
}

} // namespace

FaultTable longTable(int rows, quint32 seed)
{
    Readings readings(seed);
    FaultTable table{"time,sensor,severity,temperature,vibration,remark\r\n"};
    for (int row = 1; row <= rows; ++row, ++table.records) {
        const bool isBad = row % kBadEvery == 0;
        table.text += readings.time() + ',' + readings.sensor() + ',' + readings.severity() + ','
                      + readings.number() + (isBad ? " bar" : "") + ",-" + readings.number() + ','
                      + (readings.below(10) == 0 ? "\"checked,\nsee log\"" : "") + "\r\n";
        if (row % kBlankEvery == 0) {
            table.text += "\r\n";
            ++table.records;
        }
    }
    return table;
}

FaultTable wideTable(int rows, quint32 seed)
{
    Readings readings(seed);
    FaultTable table{"Time"};
    for (int i = 1; i <= kSensors; ++i)
        table.text += ';' + QByteArray::number(i);
    table.text += '\n';
    int cells = 0;
    for (int row = 1; row <= rows; ++row) {
        const bool isBad = row % kBadEvery == 0;
        table.text += isBad ? QByteArray("yesterday") : readings.time();
        for (int i = 0; i < kSensors; ++i) {
            QByteArray cell = readings.below(5) == 0 ? QByteArray() : readings.number();
            if (++cells % kBadEvery == 0)
                cell = "1.5 bar";
            table.text += ';' + cell.replace('.', ',');
        }
        table.text += '\n';
        table.records += isBad ? 1 : kSensors;
    }
    return table;
}

FaultTable jsonLines(int rows, quint32 seed)
{
    Readings readings(seed);
    FaultTable table;
    for (int row = 1; row <= rows; ++row, ++table.records) {
        table.text += objectOf(readings, row % kBadEvery == 0) + '\n';
        if (row % kBlankEvery == 0) {
            table.text += '\n';
            ++table.records;
        }
    }
    return table;
}

FaultTable jsonArray(int rows, quint32 seed)
{
    Readings readings(seed);
    QByteArrayList objects;
    for (int row = 1; row <= rows; ++row)
        objects << objectOf(readings, row % kBadEvery == 0);
    return {
        R"({"site":"north","data":[)"
        "\n" + objects.join(",\n")
            + "\n]}\n",
        rows};
}

} // namespace faultline
