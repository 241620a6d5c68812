// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Excluded time on the command line: faultline-cli exclude.
class tst_ExcludeCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_server.start());
        QVERIFY(m_directory.isValid());
        const QString folder = m_directory.filePath(u"vessel"_s);
        writeMiniFolder(folder);
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
        VERIFY_EXIT(run({u"load"_s, folder, u"--plant"_s, u"Vessel 7"_s}), 0);
    }

    void cleanup()
    {
        QStringList remove{u"exclude"_s, u"remove"_s};
        for (const QJsonValue exclusion : listed())
            remove << QString::number(exclusion[u"id"_s].toInt());
        if (remove.size() > 2)
            VERIFY_EXIT(run(remove), 0);
        QCOMPARE(listed().size(), 0);
    }

    // The log has failures at 00:00, 04:00, … from 30 January to 2 February.
    void addsListsAndRemoves()
    {
        auto answer = run({u"exclude"_s, u"list"_s});
        VERIFY_EXIT(answer, 0);
        QCOMPARE(answer.output, QByteArray("No time is excluded.\n"));
        answer = add({u"--from"_s, u"2020-01-31"_s, u"--to"_s, u"2020-01-31"_s});
        VERIFY_EXIT(answer, 0);
        QVERIFY2(
            answer.output.contains("Vessel 7, Whole plant (Docking), 2020-01-31."),
            answer.whole().constData());
        const auto report = run({u"--json"_s, u"report"_s, u"time_between_failures"_s});
        VERIFY_EXIT(report, 0);
        QVERIFY2(
            report.output.contains("\"24.0\"") || report.output.contains("24.0"),
            report.whole().constData());
        const auto apart = run({u"report"_s, u"failures_in_excluded_time"_s});
        VERIFY_EXIT(apart, 0);
        QCOMPARE(apart.output.count("Docking"), 12); // six instants, two pieces of equipment
        const QJsonArray exclusions = listed();
        QCOMPARE(exclusions.size(), 1);
        QCOMPARE(
            exclusions[0].toObject(), (QJsonObject{
                                          {u"id"_s, exclusions[0][u"id"_s]},
                                          {u"plant"_s, u"Vessel 7"_s},
                                          {u"group"_s, QJsonValue()},
                                          {u"equipment"_s, QJsonValue()},
                                          {u"reason"_s, u"Docking"_s},
                                          {u"repeats"_s, u"never"_s},
                                          {u"from"_s, u"2020-01-31T00:00:00"_s},
                                          {u"to"_s, u"2020-02-01T00:00:00"_s}}));
        QCOMPARE(listed({u"--plant"_s, u"vessel 7"_s}).size(), 1);
        QCOMPARE(listed({u"--plant"_s, u"other"_s}).size(), 0);
        VERIFY_EXIT(run({u"exclude"_s, u"remove"_s, u"7777"_s}), 1);
    }

    void takesEachForm_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("when");
        QTest::newRow("times")
            << QStringList{u"--from"_s,           u"2020-01-31 06:00"_s, u"--to"_s,
                           u"2020-02-01T18:30"_s, u"--equipment"_s,      u"A"_s}
            << QByteArray("Equipment A (Docking), 2020-01-31 06:00 to 2020-02-01 18:30");
        QTest::newRow("weekly") << QStringList{u"--every"_s, u"week"_s,      u"--weekday"_s,
                                               u"sun,Mon"_s, u"--between"_s, u"06:00-14:00"_s,
                                               u"--group"_s, u"G2"_s}
                                << QByteArray("Group G2 (Docking), Monday, Sunday 06:00–14:00");
        QTest::newRow("weekly, whole days")
            << QStringList{u"--every"_s,   u"week"_s,     u"--weekday"_s, u"sunday"_s,
                           u"--weekday"_s, u"saturday"_s, u"--since"_s,   u"2020-01-01"_s}
            << QByteArray("Saturday, Sunday, since 2020-01-01");
        QTest::newRow("daily") << QStringList{
            u"--every"_s, u"day"_s, u"--between"_s,
            u"20:00..24:00"_s} << QByteArray("Every day 20:00–00:00");
        QTest::newRow("yearly") << QStringList{u"--every"_s, u"year"_s, u"--from"_s,
                                               u"12-24"_s,   u"--to"_s, u"01-02"_s}
                                << QByteArray("Every year, 12-24 to 01-02");
    }

    void takesEachForm()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, when);
        const auto answer = add(options);
        VERIFY_EXIT(answer, 0);
        QVERIFY2(answer.output.contains(when), answer.whole().constData());
        QCOMPARE(listed().size(), 1);
    }

    void explainsWrongOptions_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("no time") << QStringList{} << QByteArray("Specify --from and --to");
        QTest::newRow("no such day")
            << QStringList{u"--from"_s, u"2020-02-30"_s, u"--to"_s, u"2020-03-01"_s}
            << QByteArray("not “2020-02-30”");
        QTest::newRow("no such word")
            << QStringList{u"--every"_s, u"month"_s} << QByteArray("not “month”");
        QTest::newRow("no weekday")
            << QStringList{u"--every"_s, u"week"_s} << QByteArray("--weekday sunday");
        QTest::newRow("no such weekday")
            << QStringList{u"--every"_s, u"week"_s, u"--weekday"_s, u"su"_s}
            << QByteArray("no day of the week");
        QTest::newRow("no such time of day")
            << QStringList{u"--every"_s, u"day"_s, u"--between"_s, u"25:00-26:00"_s}
            << QByteArray("not “25:00-26:00”");
        QTest::newRow("unused") << QStringList{u"--from"_s,     u"2020-01-01"_s, u"--to"_s,
                                               u"2020-01-02"_s, u"--between"_s,  u"06:00-14:00"_s}
                                << QByteArray("--between doesn't go");
        QTest::newRow("whole date in each year")
            << QStringList{u"--every"_s, u"year"_s, u"--from"_s, u"2020-07-01"_s}
            << QByteArray("a month and a day");
    }

    void explainsWrongOptions()
    {
        QFETCH(QStringList, options);
        QFETCH(QByteArray, says);
        const auto answer = add(options);
        VERIFY_EXIT(answer, 2);
        QVERIFY2(answer.errors.contains(says), answer.whole().constData());
    }

    void asksWhichPlantOfSeveral()
    {
        const QString other = m_directory.filePath(u"other"_s);
        writeFile(other + u"/a.log"_s, logLines(3));
        VERIFY_EXIT(run({u"load"_s, other, u"--plant"_s, u"Vessel 8"_s}), 0);
        const QStringList day{u"--from"_s, u"2020-01-31"_s, u"--to"_s, u"2020-01-31"_s};
        const auto answer = add(day);
        VERIFY_EXIT(answer, 1);
        QVERIFY2(answer.errors.contains("Vessel 7, Vessel 8"), answer.whole().constData());
        VERIFY_EXIT(add(day + QStringList{u"--plant"_s, u"vessel 8"_s}), 0);
        QCOMPARE(listed()[0][u"plant"_s].toString(), u"Vessel 8"_s);
        VERIFY_EXIT(run({u"plant"_s, u"remove"_s, u"Vessel 8"_s, u"--yes"_s}), 0);
        QCOMPARE(listed().size(), 0);
    }

private:
    CommandLineAnswer run(const QStringList& arguments)
    {
        return CommandLineProcess(m_directory.path())
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }
    CommandLineAnswer add(const QStringList& options)
    {
        return run(QStringList{u"exclude"_s, u"add"_s, u"--reason"_s, u"Docking"_s} + options);
    }
    QJsonArray listed(const QStringList& options = {})
    {
        const auto answer = run(QStringList{u"--json"_s, u"exclude"_s, u"list"_s} + options);
        return answer.json()[u"excluded"_s].toArray();
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    ConnectionSettings m_settings;
};

QTEST_GUILESS_MAIN(tst_ExcludeCommands)
#include "tst_ExcludeCommands.moc"
