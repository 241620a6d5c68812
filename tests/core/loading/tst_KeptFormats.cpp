// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"
#include "loading/formats/KeptFormats.h"
#include "loading/ledger/UndoLoad.h"
#include "sources/choices/ChosenFormat.h"
#include "sources/choices/FileStructure.h"
#include "sources/choices/FormatToEdit.h"
#include "sources/choices/TableEdit.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <memory>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

using Order = TimeFormat::DateOrder;

const QByteArray kOpenLog =
    "[01/02/2021 14:00:00] ERROR sensor[1]: (temperature 1.5, vibration -2.25)\n";
const QByteArray kEvents = "datetime,machineID,errorID\n"
                           "2021-02-01 10:00:00,1,pump\n"
                           "2021-02-03 11:00:00,2,valve\n";
const QByteArray kWide = "time,PT-1,PT-2\n"
                         "2021-02-01 10:00:00,1,2\n"
                         "2021-02-01 10:01:00,3,4\n";

QString failureOf(const LoadReceipt& receipt)
{
    return receipt.failure ? receipt.failure->toText() : QString();
}

bool hasFinding(const LoadReceipt& receipt, const QString& code)
{
    for (const UserMessage& finding : receipt.findings) {
        if (finding.code == code)
            return true;
    }
    return false;
}

} // namespace

/// Formats that a person chose, kept in the database and used by loads.
class tst_KeptFormats : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_connection.reset();
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = *std::move(fixture);
        auto connection = Connection::open(m_fixture->settings());
        VERIFY_RESULT(connection);
        m_connection.emplace(*std::move(connection));
    }
    void cleanupTestCase() { m_connection.reset(); }

    void keptChangedAndForgotten()
    {
        FormatChoice dates;
        dates.dates = Order::DayFirst;
        FormatChoice skip;
        skip.skip = true;
        VERIFY_RESULT(keepFormat(*m_connection, {u"Historian"_s, u"a"_s, dates}));
        VERIFY_RESULT(keepFormat(*m_connection, {u"archive"_s, u"b"_s, skip}));
        QCOMPARE(names(), u"archive Historian"_s);
        // The same files under another name, and decided in another way.
        VERIFY_RESULT(keepFormat(*m_connection, {u"Historian 2"_s, u"a"_s, skip}));
        const auto all = keptFormats(*m_connection);
        VERIFY_RESULT(all);
        QCOMPARE(names(), u"archive Historian 2"_s);
        QCOMPARE(all->at(1).choice, skip);
        QVERIFY(all->at(1).changedAt.isValid());

        const auto taken = keepFormat(*m_connection, {u"archive"_s, u"c"_s, dates});
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, u"format-name-taken"_s);
        // A suggested name gives way; files that have one keep it.
        const auto suggested = keepSuggested(*m_connection, {u"archive"_s, u"c"_s, dates});
        VERIFY_RESULT(suggested);
        QCOMPARE(*suggested, u"archive 2"_s);
        const auto own = keepSuggested(*m_connection, {u"x"_s, u"c"_s, skip});
        VERIFY_RESULT(own);
        QCOMPARE(*own, u"archive 2"_s);

        const auto forgotten = forgetFormat(*m_connection, u"archive"_s);
        VERIFY_RESULT(forgotten);
        QVERIFY(*forgotten);
        QVERIFY(!*forgetFormat(*m_connection, u"archive"_s));
        QCOMPARE(names(), u"archive 2 Historian 2"_s);
    }

    void structureOfThousandsOfColumns()
    {
        QString structure = u"delimited ;"_s;
        for (int i = 0; i < 8'000; ++i)
            structure += u"|tag%1"_s.arg(i * 7'919);
        VERIFY_RESULT(keepFormat(*m_connection, {u"wide"_s, structure, {}}));
        QCOMPARE(keptFormats(*m_connection)->front().structure, structure);
    }

    // What is decided for one file holds for all like it, by whatever way they come.
    void usedForFilesOfTheStructure()
    {
        m_fixture->write(u"a.log"_s, kOpenLog);
        QCOMPARE(m_fixture->load().failure->code, u"date-order-question"_s);
        FormatChoice choice;
        choice.dates = Order::DayFirst;
        keep(u"a.log"_s, choice);
        m_fixture->write(u"b.log"_s, QByteArray(kOpenLog).replace("sensor[1]", "sensor[2]"));
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(failureOf(receipt), QString());
        QVERIFY(hasFinding(receipt, u"format-used"_s));
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(DISTINCT occurred_at::date::text, ' ')"
                           " FROM faultline.reading"),
            u"2021-02-01"_s);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"2"_s);
    }

    void notLoadedByChoice()
    {
        m_fixture->write(u"a.log"_s, kOpenLog);
        m_fixture->write(u"b.csv"_s, kWide);
        FormatChoice skip;
        skip.skip = true;
        keep(u"a.log"_s, skip);
        const LoadReceipt receipt = m_fixture->load();
        QCOMPARE(failureOf(receipt), QString());
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"4"_s);
        QString message;
        for (const FileReceipt& file : receipt.files) {
            if (file.relativePath == "a.log"_L1)
                message = file.message;
        }
        QVERIFY2(message.contains(u"chose not to load"_s), qPrintable(message));
    }

    void openSeverityIsAsked()
    {
        m_fixture->write(u"failures.csv"_s, kEvents);
        const LoadReceipt asked = m_fixture->load();
        QCOMPARE(asked.outcome, LoadReceipt::Outcome::Failed);
        QCOMPARE(asked.failure->code, u"format-question"_s);
        QVERIFY2(
            asked.failure->remedy.contains(
                u"faultline-cli formats set '"_s + m_fixture->path(u"failures.csv"_s)),
            qPrintable(asked.failure->toText()));
        QCOMPARE(asked.loadId, 0);
        // Beside files that can be loaded, it is listed.
        m_fixture->write(u"a.csv"_s, kWide);
        const LoadReceipt listed = m_fixture->load();
        QCOMPARE(failureOf(listed), QString());
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"4"_s);

        FormatChoice choice;
        choice.table = tableToEdit(find(u"failures.csv"_s));
        choice.table->severity = "ERROR";
        keep(u"failures.csv"_s, choice);
        const LoadReceipt loaded = m_fixture->load();
        QCOMPARE(failureOf(loaded), QString());
        QCOMPARE(
            m_fixture->ask("SELECT count(*) FROM faultline.reading JOIN faultline.severity"
                           " ON code = severity WHERE name = 'ERROR'"),
            u"2"_s);
    }

    // The window decides before there is a database.
    void choicesOfTheLoadAreKept()
    {
        m_fixture->write(u"failures.csv"_s, kEvents);
        FormatChoice choice;
        choice.table = tableToEdit(find(u"failures.csv"_s));
        choice.table->severity = "ERROR";
        LoadOptions options;
        options.formats << NamedFormat{
            u"failures"_s, *structureOf(find(u"failures.csv"_s)), choice};
        QCOMPARE(failureOf(m_fixture->load(options)), QString());
        QCOMPARE(names(), u"failures"_s);
        m_fixture->write(u"more.csv"_s, kEvents + "2021-03-03 11:00:00,2,belt\n");
        QCOMPARE(failureOf(m_fixture->load()), QString());
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"3"_s);
    }

    void byName()
    {
        m_fixture->write(u"a.log"_s, kOpenLog);
        m_fixture->write(
            u"b.log"_s,
            "01/02/2021 14:00:00 ERROR sensor[1]: (temperature 1.5, vibration -2.25)\n");
        FormatChoice choice;
        choice.dates = Order::DayFirst;
        keep(u"a.log"_s, choice);
        QCOMPARE(m_fixture->load().failure->code, u"date-order-question"_s);
        LoadOptions options;
        options.format = u"a.log"_s;
        QCOMPARE(failureOf(m_fixture->load(options)), QString());

        options.format = u"b"_s;
        QCOMPARE(m_fixture->load(options).failure->code, u"no-such-format"_s);
    }

    void loadedInAnotherFormat()
    {
        m_fixture->write(u"a.csv"_s, kWide);
        const LoadReceipt first = m_fixture->load();
        QCOMPARE(failureOf(first), QString());
        FormatChoice choice;
        choice.table = tableToEdit(find(u"a.csv"_s));
        setLayout(*choice.table, TableLayout::Long);
        keep(u"a.csv"_s, choice);
        m_fixture->append(u"a.csv"_s, "2021-02-01 10:02:00,5,6\n");
        const LoadReceipt refused = m_fixture->load();
        QCOMPARE(refused.files.front().state, FileState::Failed);
        QVERIFY2(
            refused.files.front().message.contains(u"loaded in another format"_s),
            qPrintable(refused.files.front().message));
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"4"_s);

        VERIFY_RESULT(undoLoad(*m_connection, static_cast<LoadId>(first.loadId), {}));
        QCOMPARE(failureOf(m_fixture->load()), QString());
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"3"_s);
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(sensor_id, ' ') FROM faultline.sensor"
                           " WHERE sensor_id = 'a'"),
            u"a"_s);
        // As it was loaded, it is recognised, and what was added is loaded.
        m_fixture->append(u"a.csv"_s, "2021-02-01 10:03:00,7,8\n");
        QCOMPARE(failureOf(m_fixture->load()), QString());
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.reading"), u"4"_s);
        QCOMPARE(m_fixture->journalMismatch(), QString());
    }

private:
    QString names() const
    {
        return m_fixture->ask(
            "SELECT string_agg(name, ' ' ORDER BY lower(name)) FROM faultline.source_format");
    }
    SourceFile find(const QString& name) const
    {
        const auto folder = findSources(m_fixture->folder());
        if (folder) {
            for (const SourceFile& file : folder->files) {
                if (file.relativePath == name)
                    return file;
            }
        }
        return {};
    }
    /// For files like this one, under its name.
    void keep(const QString& name, const FormatChoice& choice)
    {
        const auto structure = structureOf(find(name));
        VERIFY_RESULT(structure);
        VERIFY_RESULT(keepFormat(*m_connection, {name, *structure, choice}));
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
    std::optional<Connection> m_connection;
};

QTEST_GUILESS_MAIN(tst_KeptFormats)
#include "tst_KeptFormats.moc"
