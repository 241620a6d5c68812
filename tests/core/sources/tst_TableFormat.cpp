// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/tables/TableFormat.h"

#include "sources/fields/FieldNames.h"

#include <QTest>

#include <functional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

TableFormat longFormat()
{
    TableFormat format;
    format.columns = {
        {"Time", TableField::Time},
        {"Tag", TableField::Sensor},
        {"Värde", TableField::Value},
        {"Comment", TableField::Ignored}};
    format.severity = "INFO";
    format.dataBegin = 42;
    return format;
}

TableFormat wideFormat()
{
    TableFormat format;
    format.delimiter = '\t';
    format.decimalMark = ',';
    format.layout = TableLayout::Wide;
    format.columns = {
        {"Date", TableField::Date},
        {"Clock", TableField::TimeOfDay},
        {"TI-101 [°C]", TableField::Value, "TI-101"},
        {"TI-102", TableField::Value}};
    format.severity = "INFO";
    return format;
}

TableFormat jsonFormat()
{
    TableFormat format;
    format.shape = TableShape::JsonElements;
    format.columns = {
        {"ts", TableField::Time},
        {"machine", TableField::Equipment},
        {"level", TableField::Severity},
        {"q", TableField::Quality},
        {"temp", TableField::Measurement, "temperature"}};
    format.path = {"data", "rows \"2\""};
    format.sensor = "TI-1";
    return format;
}

} // namespace

class tst_TableFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isTheSameAfterStoring_data()
    {
        QTest::addColumn<int>("which");
        QTest::newRow("long") << 0;
        QTest::newRow("wide") << 1;
        QTest::newRow("json") << 2;
        QTest::newRow("no quotes") << 3;
        QTest::newRow("mark in a name") << 4;
    }
    void isTheSameAfterStoring()
    {
        QFETCH(int, which);
        TableFormat format = which == 1 ? wideFormat() : which == 2 ? jsonFormat() : longFormat();
        if (which == 3)
            format.quote = '\0';
        if (which == 4)
            format.columns[1].name = "\xEF\xBB\xBFTag";
        QVERIFY(format.check().ok());
        const std::string json = format.toJson();
        const auto again = TableFormat::fromJson(json);
        QVERIFY2(again.ok(), again.ok() ? "" : qPrintable(again.error().toText()));
        QVERIFY(*again == format);
        QCOMPARE(again->toJson(), json);
        QCOMPARE(again->structure(), format.structure());
    }

    void damagedTextIsRefused_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::newRow("not JSON") << QByteArray("{") << QByteArray("");
        QTest::newRow("shape") << QByteArray("\"delimited\"") << QByteArray("\"parquet\"");
        QTest::newRow("layout") << QByteArray("\"long\"") << QByteArray("7");
        QTest::newRow("delimiter") << QByteArray("\",\"") << QByteArray("\",,\"");
        QTest::newRow("field") << QByteArray("\"sensor\"\n") << QByteArray("\"captor\"\n");
        QTest::newRow("beginning") << QByteArray("42") << QByteArray("-1");
        QTest::newRow("beginning isn't a number") << QByteArray("42") << QByteArray("null");
        QTest::newRow("decimal mark") << QByteArray("\".\"") << QByteArray("\"'\"");
    }
    void damagedTextIsRefused()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QByteArray json = QByteArray::fromStdString(longFormat().toJson());
        if (from == "\"sensor\"\n")
            json.replace("\"field\": \"sensor\"", "\"field\": \"captor\"");
        else
            json.replace(from, to);
        QVERIFY(json != QByteArray::fromStdString(longFormat().toJson()));
        const auto format = TableFormat::fromJson(json.toStdString());
        QVERIFY(!format.ok());
        QCOMPARE(format.error().code, u"table-format"_s);
        QVERIFY(!format.error().why.isEmpty());
    }

    void incompleteFormatsAreRefused_data()
    {
        using Change = std::function<void(TableFormat&)>;
        QTest::addColumn<Change>("change");
        const auto row = [](const char* name, const Change& change) {
            QTest::newRow(name) << change;
        };
        row("no time", [](TableFormat& f) { f.columns[0].field = TableField::Ignored; });
        row("two times", [](TableFormat& f) { f.columns[3].field = TableField::Time; });
        row("time and date", [](TableFormat& f) { f.columns[3].field = TableField::Date; });
        row("time of day alone",
            [](TableFormat& f) { f.columns[0].field = TableField::TimeOfDay; });
        row("no sensor", [](TableFormat& f) { f.columns[1].field = TableField::Ignored; });
        row("no severity", [](TableFormat& f) { f.severity.clear(); });
        row("severity with digits", [](TableFormat& f) { f.severity = "ERR0R"; });
        row("two values", [](TableFormat& f) { f.columns[3].field = TableField::Value; });
        row("wide without values", [](TableFormat& f) {
            f.layout = TableLayout::Wide;
            f.columns[2].field = TableField::Ignored;
        });
        row("wide with measurements", [](TableFormat& f) {
            f.layout = TableLayout::Wide;
            f.columns[3].field = TableField::Measurement;
        });
        row("sensor", [](TableFormat& f) { f.sensor = "a\nb"; });
        row("label of two", [](TableFormat& f) {
            f.columns[2] = {"a", TableField::Measurement, "Speed"};
            f.columns[3] = {"b", TableField::Measurement, "speed"};
        });
        row("label is the value's", [](TableFormat& f) {
            f.columns[3] = {"b", TableField::Measurement, "value"};
        });
        row("empty label", [](TableFormat& f) { f.columns[3] = {"", TableField::Measurement}; });
        row("delimiter", [](TableFormat& f) { f.delimiter = '\n'; });
        row("quote", [](TableFormat& f) { f.quote = ','; });
        row("decimal mark", [](TableFormat& f) { f.decimalMark = ','; });
        row("field of a list", [](TableFormat& f) { f.columns[3].field = TableField::Code; });
        row("sensor of a wide table", [](TableFormat& f) { f.layout = TableLayout::Wide; });
        row("keys", [](TableFormat& f) {
            f.shape = TableShape::JsonLines;
            f.columns[3].name = "Tag";
        });
    }
    void incompleteFormatsAreRefused()
    {
        QFETCH(std::function<void(TableFormat&)>, change);
        TableFormat format = longFormat();
        QVERIFY(format.check().ok());
        change(format);
        const auto checked = format.check();
        QVERIFY(!checked.ok());
        QVERIFY(!checked.error().why.isEmpty());
    }

    void incompleteListsAreRefused_data()
    {
        using Change = std::function<void(TableFormat&)>;
        QTest::addColumn<Change>("change");
        const auto row = [](const char* name, const Change& change) {
            QTest::newRow(name) << change;
        };
        row("no equipment", [](TableFormat& f) { f.columns[0].field = TableField::Ignored; });
        row("neither code nor sensor", [](TableFormat& f) {
            f.columns[1].field = TableField::Attribute;
            f.columns[2].field = TableField::Attribute;
            f.columns[4].field = TableField::Attribute;
        });
        row("two codes", [](TableFormat& f) { f.columns[3].field = TableField::Code; });
        row("a group without a code",
            [](TableFormat& f) { f.columns[1].field = TableField::Attribute; });
        row("since when, without a sensor",
            [](TableFormat& f) { f.columns[4].field = TableField::ValidFrom; });
        row("field of readings", [](TableFormat& f) { f.columns[3].field = TableField::Value; });
        row("keys", [](TableFormat& f) {
            f.shape = TableShape::JsonLines;
            f.columns[3].name = "Nr";
        });
    }
    void incompleteListsAreRefused()
    {
        QFETCH(std::function<void(TableFormat&)>, change);
        TableFormat list;
        list.delimiter = ';';
        list.layout = TableLayout::List;
        list.columns = {
            {"Nr", TableField::Equipment},
            {"Anlage", TableField::Code},
            {"Bereich", TableField::Group},
            {"Baujahr", TableField::Attribute},
            {"Messstelle", TableField::Sensor}};
        QVERIFY(list.check().ok());
        QVERIFY(!list.isOpen());
        QVERIFY(*TableFormat::fromJson(list.toJson()) == list);
        change(list);
        const auto checked = list.check();
        QVERIFY(!checked.ok());
        QVERIFY(!checked.error().why.isEmpty());
    }

    void structureIsThatOfTheFile()
    {
        TableFormat other = longFormat();
        other.columns[0].name = "TIME";
        other.columns[3].field = TableField::Quality;
        other.severity = "ERROR";
        other.dataBegin = 7;
        QCOMPARE(other.structure(), longFormat().structure());
        other.delimiter = ';';
        QVERIFY(other.structure() != longFormat().structure());
        other = longFormat();
        std::swap(other.columns[0], other.columns[1]);
        QVERIFY(other.structure() != longFormat().structure());
        other = jsonFormat();
        std::swap(other.columns[0], other.columns[1]);
        QCOMPARE(other.structure(), jsonFormat().structure());
    }

    void namesAreNormalised_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("normalised");
        for (const char* name :
             {"event_time", "Event Time", "eventTime", "EVENT-TIME", " event.time ",
              "Event Time (UTC)", "Event Time [ms]"})
            QTest::newRow(name) << QByteArray(name) << QByteArray("eventtime");
        QTest::newRow("not ASCII") << QByteArray("Größe") << QByteArray("größe");
        QTest::newRow("only brackets") << QByteArray("(x)") << QByteArray("x");
        QTest::newRow("empty") << QByteArray("") << QByteArray("");
    }
    void namesAreNormalised()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, normalised);
        QCOMPARE(comparableName(name.toStdString()), normalised.toStdString());
    }
};

QTEST_APPLESS_MAIN(tst_TableFormat)
#include "tst_TableFormat.moc"
