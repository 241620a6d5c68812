// SPDX-License-Identifier: GPL-3.0-or-later
#include "database/reader/ReaderRole.h"
#include "reports/custom/OwnReports.h"

#include "database/connection/Connection.h"
#include "database/reader/ReaderAccess.h"
#include "reports/ReportCatalogue.h"
#include "reports/custom/CustomQuery.h"
#include "reports/custom/ReaderSession.h"
#include "reports/custom/ReportDraft.h"
#include "reports/query/ReportQuery.h"
#include "support/EnvironmentGuard.h"
#include "support/ReportFixture.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

ReportDefinition draftOf(const QString& sql)
{
    ReportDefinition draft;
    draft.name = u"mine"_s;
    draft.title = u"Mine"_s;
    draft.explanation = u"What is counted."_s;
    draft.columns = {{u"a"_s, u"a"_s, ReportColumn::Type::Integer}};
    draft.sql = sql;
    return draft;
}

} // namespace

// Reports that a person wrote: their files, and how they are read.
class tst_OwnReports : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void savesAndReads();
    void keepsTheOldFile();
    void keepsHeaderInItsLines();
    void refusesWhatCanNotBeRead_data();
    void refusesWhatCanNotBeRead();
    void brokenFilesDontHideOthers();
    void givesEachReportAFileOfItsOwn();
    void copiesAreWhole_data();
    void copiesAreWhole();
    void makesNames_data();
    void makesNames();
    void proposesNames();
    void readsAsTheReader();
    void refusesHugeRows_data();
    void refusesHugeRows();
    void refusesHugePages();
    void endsInTime();
    void endsWhenCancelled();

private:
    QString folder() const { return m_folder->filePath(u"reports"_s); }

    TemporaryServer m_server;
    ConnectionSettings m_reader;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_OwnReports::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    const auto settings = m_server.createDatabase();
    VERIFY_RESULT(settings);
    VERIFY_RESULT(fillWithReportFixture(*settings));
    auto connection = Connection::open(*settings);
    VERIFY_RESULT(connection);
    VERIFY_RESULT(createReader(*connection, {}));
    const auto reader = reachReader(*settings, {});
    VERIFY_RESULT(reader);
    m_reader = *reader;
}

void tst_OwnReports::savesAndReads()
{
    ReportDefinition draft = draftOf(u"SELECT 1 AS a -- one\nORDER BY a;\n"_s);
    draft.columns << ReportColumn{u"b"_s, u"b"_s, ReportColumn::Type::Decimal, 3}
                  << ReportColumn{u"c"_s, u"c"_s, ReportColumn::Type::Timestamp};
    const auto saved = saveOwnReport(folder(), draft);
    VERIFY_RESULT(saved);
    const OwnReports own = readOwnReports(folder());
    QCOMPARE(own.problems.size(), 0);
    QCOMPARE(own.reports.size(), 1);
    const ReportDefinition& report = own.reports.first();
    QCOMPARE(report.name, u"mine"_s);
    QCOMPARE(report.title, u"Mine"_s);
    QCOMPARE(report.section, u"My reports"_s);
    QCOMPARE(report.sql.trimmed(), u"SELECT 1 AS a -- one\nORDER BY a"_s);
    QCOMPARE(report.columns.size(), 3);
    QCOMPARE(report.columns[1].decimals, 3);
    QCOMPARE(report.columns[2].type, ReportColumn::Type::Timestamp);
    // Saved again over itself, then removed.
    VERIFY_RESULT(saveOwnReport(folder(), draftOf(u"SELECT 2 AS a"_s)));
    QCOMPARE(readOwnReports(folder()).reports.first().sql.trimmed(), u"SELECT 2 AS a"_s);
    VERIFY_RESULT(removeOwnReport(folder(), u"mine"_s));
    VERIFY_RESULT(removeOwnReport(folder(), u"mine"_s));
    QCOMPARE(readOwnReports(folder()).reports.size(), 0);
    QCOMPARE(readOwnReports(folder() + u"/none"_s).reports.size(), 0);
}

// Typed text never becomes another field, or SQL.
void tst_OwnReports::keepsTheOldFile()
{
    VERIFY_RESULT(saveOwnReport(folder(), draftOf(u"SELECT 1 AS a"_s)));
    EnvironmentGuard environment;
    environment.set(
        "FAULTLINE_FAILING_IO",
        "fsync " + QByteArray::number(ENOSPC) + ' ' + QFile::encodeName(folder()) + "/mine.sql.*");
    const auto saved = saveOwnReport(folder(), draftOf(u"SELECT 2 AS a"_s));
    VERIFY_ERROR(saved, u"report-file"_s);
    QVERIFY(saved.error().why.contains(qt_error_string(ENOSPC)));
    QVERIFY(saved.error().where.endsWith(u"/mine.sql"_s));
    QCOMPARE(readOwnReports(folder()).reports.first().sql.trimmed(), u"SELECT 1 AS a"_s);
    QCOMPARE(QDir(folder()).entryList(QDir::Files | QDir::Hidden), QStringList{u"mine.sql"_s});
}

void tst_OwnReports::keepsHeaderInItsLines()
{
    ReportDefinition draft = draftOf(u"SELECT 1 AS a"_s);
    draft.title = u"T\n-- listed: no\nDROP TABLE x"_s;
    draft.explanation = u"E\r\n\n-- file: ../x"_s;
    draft.columns.first().title = u"A | text\n-- order: 9"_s;
    VERIFY_RESULT(saveOwnReport(folder(), draft));
    const OwnReports own = readOwnReports(folder());
    QCOMPARE(own.reports.size(), 1);
    QVERIFY(own.reports.first().listed);
    QCOMPARE(own.reports.first().order, 0);
    QCOMPARE(own.reports.first().fileName, u"mine.csv"_s);
    QCOMPARE(own.reports.first().sql.trimmed(), u"SELECT 1 AS a"_s);
}

void tst_OwnReports::refusesWhatCanNotBeRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("sql");
    QTest::newRow("two statements") << u"mine"_s << u"a"_s << u"SELECT 1 AS a; DROP TABLE x"_s;
    QTest::newRow("out of the parentheses") << u"mine"_s << u"a"_s << u"SELECT 1 AS a) AS x --"_s;
    QTest::newRow("a path") << u"../mine"_s << u"a"_s << u"SELECT 1 AS a"_s;
    QTest::newRow("no column name") << u"mine"_s << u"?column?"_s << u"SELECT 1"_s;
    QTest::newRow("no SQL") << u"mine"_s << u"a"_s << u"  -- nothing"_s;
}

void tst_OwnReports::refusesWhatCanNotBeRead()
{
    QFETCH(QString, name);
    QFETCH(QString, column);
    QFETCH(QString, sql);
    ReportDefinition draft = draftOf(sql);
    draft.name = name;
    draft.columns.first().name = column;
    const auto saved = saveOwnReport(folder(), draft);
    VERIFY_ERROR(saved, u"report-file"_s);
    QVERIFY(!saved.error().why.isEmpty());
    QVERIFY(!QDir(folder()).exists());
    QVERIFY(!QFile::exists(m_folder->filePath(u"mine.sql"_s)));
}

void tst_OwnReports::brokenFilesDontHideOthers()
{
    VERIFY_RESULT(saveOwnReport(folder(), draftOf(u"SELECT 1 AS a"_s)));
    const auto write = [this](const QString& name, const QByteArray& text) {
        QFile file(folder() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    write(u"broken.sql"_s, "-- title: T\n-- nonsense\n");
    write(u"huge.sql"_s, QByteArray(2 * 1024 * 1024, '-'));
    write(u"totals.sql"_s, ownReportText(draftOf(u"SELECT 1 AS a"_s))->toUtf8());
    const auto catalogue = ReportCatalogue::withOwn(folder());
    VERIFY_RESULT(catalogue);
    QCOMPARE(catalogue->problems().size(), 3);
    QVERIFY(catalogue->problems().first().where.contains(u"broken.sql, line 2"_s));
    QVERIFY(catalogue->isOwn(u"mine"_s));
    QVERIFY(!catalogue->isOwn(u"totals"_s));
    QVERIFY(catalogue->find(u"totals"_s)->section != u"My reports"_s);
    QVERIFY(catalogue->reports().size() > 5);
}

// A copy of a report keeps its header, including its file name.
void tst_OwnReports::givesEachReportAFileOfItsOwn()
{
    const QByteArray text = ownReportText(draftOf(u"SELECT 1 AS a"_s))->toUtf8();
    const auto write = [this, &text](const QString& name, const QByteArray& file) {
        QVERIFY(QDir().mkpath(folder()));
        QFile sql(folder() + u'/' + name + u".sql"_s);
        QVERIFY(sql.open(QIODevice::WriteOnly));
        sql.write("-- file: " + file + '\n' + text);
    };
    write(u"a_copy"_s, "totals.csv");
    write(u"b_copy"_s, "TOTALS.CSV");
    write(u"c_taken"_s, "d_late.csv");
    write(u"d_late"_s, "d_late.csv");
    write(u"e_plain"_s, "Mine.csv");
    const auto catalogue = ReportCatalogue::withOwn(folder());
    VERIFY_RESULT(catalogue);
    QCOMPARE(catalogue->problems().size(), 0);
    const auto fileOf = [&](const QString& name) { return catalogue->find(name)->fileName; };
    QCOMPARE(fileOf(u"totals"_s), u"totals.csv"_s);
    QCOMPARE(fileOf(u"a_copy"_s), u"a_copy.csv"_s);
    QCOMPARE(fileOf(u"b_copy"_s), u"b_copy.csv"_s);
    QCOMPARE(fileOf(u"c_taken"_s), u"d_late.csv"_s);
    QCOMPARE(fileOf(u"d_late"_s), u"d_late_2.csv"_s);
    QCOMPARE(fileOf(u"e_plain"_s), u"Mine.csv"_s);
}

void tst_OwnReports::copiesAreWhole_data()
{
    QTest::addColumn<QString>("name");
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    // A computed report opens as another query (tst_ComputedReport).
    for (const ReportDefinition& report : catalogue->reports()) {
        if (!report.computation)
            QTest::newRow(qPrintable(report.name)) << report.name;
    }
}

// A report of the program as text, run, and saved as a person's own.
void tst_OwnReports::copiesAreWhole()
{
    QFETCH(const QString, name);
    const auto catalogue = ReportCatalogue::builtIn();
    VERIFY_RESULT(catalogue);
    const ReportDefinition& original = *catalogue->find(name);
    const QString text = reportText(original);
    CustomQuery query(m_reader);
    const auto rows = query.fetch(text, {});
    VERIFY_RESULT(rows);
    const auto draft = draftFromText(text);
    VERIFY_RESULT(draft);
    FittedDraft fitted = fitToQuery(*draft, rows->columns);
    QCOMPARE(fitted.leftOut, QStringList());
    fitted.report.name = u"mine"_s;
    VERIFY_RESULT(saveOwnReport(folder(), fitted.report));
    const OwnReports own = readOwnReports(folder());
    QCOMPARE(own.problems.size(), 0);
    ReportDefinition copy = own.reports.first();
    QCOMPARE(copy.sql.trimmed(), original.sql.trimmed());
    QCOMPARE(copy.filters, original.filters);
    QCOMPARE(copy.section, u"My reports"_s);
    copy.name = name;
    copy.section = original.section;
    if (original.fileName == name + u".csv"_s)
        copy.fileName = original.fileName;
    QCOMPARE(reportText(copy), text);
}

void tst_OwnReports::proposesNames()
{
    ReportDefinition pumps = draftOf(u"SELECT 1 AS a"_s);
    pumps.name = u"p1"_s;
    pumps.title = u"Hot pumps"_s;
    VERIFY_RESULT(saveOwnReport(folder(), pumps));
    VERIFY_RESULT(saveOwnReport(folder(), draftOf(u"SELECT 1 AS a"_s)));
    const auto catalogue = ReportCatalogue::withOwn(folder());
    VERIFY_RESULT(catalogue);
    QCOMPARE(catalogue->ownNameFor(u"Hot pumps"_s), u"p1"_s);
    QCOMPARE(catalogue->ownNameFor(u"Cold pumps"_s), u"cold_pumps"_s);
    QCOMPARE(catalogue->ownNameFor(u"Totals"_s), u"totals_2"_s);
    QCOMPARE(catalogue->ownNameFor(u"mine!"_s), u"mine"_s);
}

void tst_OwnReports::makesNames_data()
{
    QTest::addColumn<QString>("title");
    QTest::addColumn<QString>("name");
    QTest::newRow("words") << u"Hot pumps, 2020!"_s << u"hot_pumps_2020"_s;
    QTest::newRow("digits first") << u"10 hottest"_s << u"hottest"_s;
    QTest::newRow("accents") << u"Élan"_s << u"e_lan"_s;
    QTest::newRow("nothing") << u"…"_s << u"report"_s;
}

void tst_OwnReports::makesNames()
{
    QFETCH(QString, title);
    QFETCH(QString, name);
    QCOMPARE(reportNameOf(title), name);
}

void tst_OwnReports::readsAsTheReader()
{
    ReportDefinition draft = draftOf(u"SELECT CURRENT_USER AS who,"
                                     " current_setting('transaction_read_only') AS reads"_s);
    draft.columns = {{u"who"_s, u"Who"_s}, {u"reads"_s, u"Reads"_s}};
    VERIFY_RESULT(saveOwnReport(folder(), draft));
    const ReportDefinition report = readOwnReports(folder()).reports.first();
    const auto page = runAsReader<ReportPage>(m_reader, {}, 1min, [&](SqlSession& session) {
        return fetchReportPage(session, report, {}, {}, 0, 10);
    });
    VERIFY_RESULT(page);
    QCOMPARE(rowText(page->rows.first()), u"faultline_reader|on"_s);
}

void tst_OwnReports::refusesHugeRows_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("one value") << u"SELECT repeat('x', 70000000) AS a, 1 AS b"_s;
    QTest::newRow("two values")
        << u"SELECT repeat('x', 35000000) AS a, repeat('y', 35000000) AS b"_s;
    QTest::newRow("no text")
        << u"SELECT ARRAY(SELECT 1e1000 FROM generate_series(1, 70000)) AS a, 1 AS b"_s;
    QTest::newRow("behind others") << u"SELECT repeat('x', n * 1000000) AS a, n AS b"
                                      " FROM generate_series(1, 70, 23) AS n ORDER BY n"_s;
}

// The same limit and message as for a query on the SQL page.
void tst_OwnReports::refusesHugeRows()
{
    QFETCH(const QString, sql);
    ReportDefinition report = draftOf(sql);
    report.columns = {{u"a"_s, u"A"_s}, {u"b"_s, u"B"_s}};
    const auto page = runAsReader<ReportPage>(m_reader, {}, 1min, [&](SqlSession& session) {
        return fetchReportPage(session, report, {}, {}, 0, 10);
    });
    VERIFY_ERROR(page, u"row-size"_s);
    const auto all = runAsReader<qint64>(m_reader, {}, 1min, [&](SqlSession& session) {
        return forEachReportRow(
            session, report, {}, {}, [](const ReportRow&) { return Result<void>(); });
    });
    VERIFY_ERROR(all, u"row-size"_s);
    const auto asQuery = CustomQuery(m_reader).fetch(sql, {});
    VERIFY_ERROR(asQuery, u"row-size"_s);
    QCOMPARE(page.error(), asQuery.error());
    QCOMPARE(all.error(), asQuery.error());
}

void tst_OwnReports::refusesHugePages()
{
    ReportDefinition report =
        draftOf(u"SELECT repeat('x', 30000000) AS a FROM generate_series(1, 5)"_s);
    report.columns = {{u"a"_s, u"A"_s}};
    const auto fetch = [&](int limit) {
        return runAsReader<ReportPage>(m_reader, {}, 1min, [&](SqlSession& session) {
            return fetchReportPage(session, report, {}, {}, 0, limit);
        });
    };
    VERIFY_ERROR(fetch(100), u"row-size"_s);
    report.sql.replace(u"5)"_s, u"2)"_s);
    const auto few = fetch(100);
    VERIFY_RESULT(few);
    QCOMPARE(few->rows.size(), 2);
}

void tst_OwnReports::endsInTime()
{
    const auto slept = runAsReader<bool>(m_reader, {}, 200ms, [](SqlSession& session) {
        const auto done = session.execute(u"SELECT pg_sleep(3600)"_s);
        return done ? Result<bool>(true) : Result<bool>(done.error());
    });
    VERIFY_ERROR(slept, u"time-limit"_s);
}

void tst_OwnReports::endsWhenCancelled()
{
    const CancelToken cancel;
    const auto slept = runAsReader<bool>(m_reader, cancel, 1h, [&](SqlSession& session) {
        cancel.cancel();
        const auto done = session.execute(u"SELECT pg_sleep(3600)"_s);
        return done ? Result<bool>(true) : Result<bool>(done.error());
    });
    VERIFY_ERROR(slept, kCancelledCode.toString());
}

QTEST_GUILESS_MAIN(tst_OwnReports)
#include "tst_OwnReports.moc"
