// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/fields/FieldNames.h"

#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr auto kReadings = static_cast<unsigned>(RecordKind::Reading);
constexpr auto kFailures = static_cast<unsigned>(RecordKind::Failure);
constexpr auto kEquipmentLists = static_cast<unsigned>(RecordKind::Equipment);
constexpr auto kSensorMaps = static_cast<unsigned>(RecordKind::SensorMap);

unsigned kindsOf(const QString& words)
{
    const QHash<QString, unsigned> known{
        {u"readings"_s, kReadings},
        {u"failure lists"_s, kFailures},
        {u"equipment lists"_s, kEquipmentLists},
        {u"sensor maps"_s, kSensorMaps},
        {u"tables"_s, kReadings | kFailures},
        {u"lists"_s, kEquipmentLists | kSensorMaps},
        {u"all"_s, kReadings | kFailures | kEquipmentLists | kSensorMaps}};
    unsigned kinds = 0;
    for (const QString& word : words.split(u", "_s)) {
        if (!known.contains(word))
            return 0;
        kinds |= known.value(word);
    }
    return kinds;
}

// `a`, `b`: as they are compared.
QString namesOf(const QString& cell)
{
    QStringList names;
    for (const QString& name : cell.split(u", "_s)) {
        names << QString::fromStdString(comparableName(name.mid(1, name.size() - 2).toStdString()));
    }
    return names.join(u' ');
}

// The rows of the first table behind a heading, by cell.
QList<QStringList> tableUnder(const QString& document, const QString& heading)
{
    QList<QStringList> rows;
    bool isBehind = false;
    for (const QString& line : document.split(u'\n')) {
        isBehind = isBehind || line == heading;
        if (!isBehind)
            continue;
        if (!line.startsWith(u"| "_s)) {
            if (!rows.isEmpty() && !line.startsWith(u'|'))
                break;
            continue;
        }
        QStringList cells = line.mid(2).chopped(2).split(u" | "_s);
        rows << cells;
    }
    return rows;
}

} // namespace

class tst_FormatsDocument : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesOfColumns()
    {
        QFile file(QStringLiteral(FORMATS_DOCUMENT));
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto rows = tableUnder(QString::fromUtf8(file.readAll()), u"## Names of columns"_s);
        QVERIFY(!rows.isEmpty());
        rows.removeFirst(); // its header
        const auto known = fieldNames();
        for (qsizetype i = 0; i < rows.size(); ++i) {
            QVERIFY2(i < static_cast<qsizetype>(known.size()), "a row too many");
            const FieldNames& row = known[static_cast<std::size_t>(i)];
            QCOMPARE(rows.at(i).size(), 3);
            QCOMPARE(rows.at(i).at(0), tableFieldWord(row.field));
            QCOMPARE(kindsOf(rows.at(i).at(1)), row.kinds);
            QCOMPARE(
                namesOf(rows.at(i).at(2)),
                QString::fromUtf8(row.names.data(), static_cast<qsizetype>(row.names.size())));
        }
        QCOMPARE(rows.size(), static_cast<qsizetype>(known.size()));
    }

    // Where a name means two fields, the first one in the table has it.
    void namesAreInOneRowOfAKind()
    {
        for (const RecordKind kind :
             {RecordKind::Reading, RecordKind::Failure, RecordKind::SensorMap}) {
            QSet<QString> seen;
            for (const FieldNames& row : fieldNames()) {
                if (!row.isFor(kind))
                    continue;
                const QString names =
                    QString::fromUtf8(row.names.data(), static_cast<qsizetype>(row.names.size()));
                for (const QString& name : names.split(u' ')) {
                    QVERIFY2(!name.isEmpty() && !seen.contains(name), qPrintable(name));
                    seen.insert(name);
                }
            }
        }
    }

    void ranksFollowTheTable()
    {
        QCOMPARE(rankOfName(RecordKind::Reading, TableField::Sensor, "sensorid"), 0);
        QVERIFY(
            rankOfName(RecordKind::Reading, TableField::Sensor, "tag")
            < rankOfName(RecordKind::Reading, TableField::Sensor, "pointid"));
        QVERIFY(
            rankOfName(RecordKind::SensorMap, TableField::Sensor, "tag")
            > rankOfName(RecordKind::SensorMap, TableField::Sensor, "pointid"));
        QCOMPARE(rankOfName(RecordKind::SensorMap, TableField::Equipment, "id"), -1);
        QVERIFY(rankOfName(RecordKind::Equipment, TableField::Equipment, "id") > 0);
        QCOMPARE(rankOfName(RecordKind::Equipment, TableField::Time, "createdat"), -1);
        QVERIFY(!fieldOfName(RecordKind::Reading, "downtime"));
        QCOMPARE(fieldOfName(RecordKind::Failure, "downtime")->field, TableField::Duration);
    }
};

QTEST_APPLESS_MAIN(tst_FormatsDocument)
#include "tst_FormatsDocument.moc"
