// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderRole.h"
#include "exporting/QueryExport.h"

#include "database/reader/ReaderAccess.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/TestFiles.h"
#include "support/VerifyResult.h"

#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// A value of each PostgreSQL type in a CSV file.
class tst_QueryExport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void guardsWords_data();
    void guardsWords();
    void guardsNothingElse_data();
    void guardsNothingElse();

private:
    QByteArray exported(const QString& value, const CsvOptions& csv = {}) const;

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    ConnectionSettings m_reader;
    QTemporaryDir m_directory;
};

void tst_QueryExport::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    m_settings = *settings;
    VERIFY_RESULT(fillWithReportFixture(m_settings));
    auto connection = Connection::open(m_settings);
    VERIFY_RESULT(connection);
    for (const char* const type :
         {"TYPE faultline.minus AS ENUM ('-x')", "DOMAIN faultline.words AS text",
          "DOMAIN faultline.spell AS interval"})
        VERIFY_RESULT(connection->execute(QByteArray("CREATE ") + type));
    VERIFY_RESULT(createReader(*connection, {}));
    const auto reader = reachReader(m_settings, {});
    VERIFY_RESULT(reader);
    m_reader = *reader;
}

// The cell in the file.
QByteArray tst_QueryExport::exported(const QString& value, const CsvOptions& csv) const
{
    const QString file = m_directory.filePath(u"a.csv"_s);
    const auto rows =
        exportCustomQuery(m_settings, m_reader, u"SELECT %1 AS a"_s.arg(value), {}, {}, file, csv);
    return rows ? contentOf(file).split('\n').at(1).trimmed() : rows.error().toText().toUtf8();
}

// Values that may come from a person's file.
void tst_QueryExport::guardsWords_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("cell");
    for (const char* const type :
         {"text", "varchar", "char(2)", "\"char\"", "name", "minus", "words"}) {
        const QByteArray cell = QByteArray(type) == "\"char\"" ? "'-" : "'-x";
        QTest::newRow(type) << u"'-x'::"_s + QLatin1StringView(type) << cell;
    }
    QTest::newRow("json") << u"'-1e1'::json"_s << QByteArray("'-1e1");
    QTest::newRow("no type") << u"'=1+1'"_s << QByteArray("'=1+1");
    // These always begin with another character.
    QTest::newRow("hstore") << u"hstore('-', '=')"_s << QByteArray(R"("""-""=>""=""")");
    QTest::newRow("xml") << u"xmlcomment('=')"_s << QByteArray("<!--=-->");
    QTest::newRow("bytea") << u"'-x'::bytea"_s << QByteArray("\\x2d78");
    QTest::newRow("array") << u"ARRAY['-x']"_s << QByteArray("{-x}");
    QTest::newRow("row") << u"ROW('-x')"_s << QByteArray("(-x)");
    QTest::newRow("byte order mark") << u"chr(65279) || 'x'"_s << QByteArray("\"\uFEFFx\"");
    QTest::newRow("bool") << u"true"_s << QByteArray("true");
}

void tst_QueryExport::guardsWords()
{
    QFETCH(QString, value);
    QFETCH(QByteArray, cell);
    QCOMPARE(exported(value), cell);
    CsvOptions unguarded;
    unguarded.guardFormulas = false;
    QCOMPARE(exported(value, unguarded), cell.startsWith('\'') ? cell.mid(1) : cell);
}

// `isKept`: Excel would convert it, or take it for a formula.
void tst_QueryExport::guardsNothingElse_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("cell");
    QTest::addColumn<bool>("isKept");
    const auto add = [](const char* name, const QString& value, const char* cell, bool isKept) {
        QTest::newRow(name) << value << QByteArray(cell) << isKept;
    };
    add("smallint", u"'-1'::smallint"_s, "-1", false);
    add("integer", u"-1"_s, "-1", false);
    add("bigint", u"'-1'::bigint"_s, "-1", false);
    add("bigint, long", u"'-1234567890123456'::bigint"_s, "-1234567890123456", true);
    add("numeric", u"-1.5"_s, "-1.5", false);
    add("real", u"'-1e30'::real"_s, "-1e+30", false);
    add("double precision", u"'-1.5'::float8"_s, "-1.5", false);
    add("infinity", u"'-Infinity'::float8"_s, "-Infinity", true);
    add("not a number", u"'NaN'::numeric"_s, "NaN", false);
    add("money", u"'-3'::money"_s, "-$3.00", true);
    add("interval", u"'-1 day'::interval"_s, "-1 days", true);
    add("interval, long", u"'2 years 3 days'::interval"_s, "2 years 3 days", false);
    add("interval, hours", u"'-01:00'::interval"_s, "-01:00:00", true);
    add("interval, positive", u"'01:00'::interval"_s, "01:00:00", true);
    add("interval, domain", u"'-1 day'::spell"_s, "-1 days", true);
    add("date", u"'2020-01-02'::date"_s, "2020-01-02", true);
    add("date, never", u"'-infinity'::date"_s, "-infinity", true);
    add("time", u"'07:30'::time"_s, "07:30:00", true);
    add("time with zone", u"'07:30+02'::timetz"_s, "07:30:00+02", true);
    add("timestamp, never", u"'-infinity'::timestamp"_s, "-infinity", true);
    add("timestamp with zone, never", u"'-infinity'::timestamptz"_s, "-infinity", true);
}

void tst_QueryExport::guardsNothingElse()
{
    QFETCH(QString, value);
    QFETCH(QByteArray, cell);
    QFETCH(bool, isKept);
    QCOMPARE(exported(value), cell);
    const QByteArray excelCell = exported(value, CsvOptions::excel(QLocale::c()));
    QCOMPARE(excelCell, isKept ? "\"=\"\"" + cell + "\"\"\"" : cell);
}

QTEST_GUILESS_MAIN(tst_QueryExport)
#include "tst_QueryExport.moc"
