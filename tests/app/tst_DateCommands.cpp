// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "VesselFolders.h"

#include "database/connection/Connection.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// The order of dates on the command line: asked when only the user knows, and given.
class tst_DateCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        m_directory = std::make_unique<QTemporaryDir>();
        QVERIFY(m_directory->isValid());
        QVERIFY(QDir().mkpath(path(u"work"_s)));
        writeVessel(path(u"vessel"_s), "A", 6);
        writeFile(
            path(u"vessel/dates.log"_s),
            "[01/02/2021 14:00:00] ERROR sensor[1]: (temperature 1, vibration 2)\n"
            "[03/02/2021 2:00 PM BRT] ERROR sensor[1]: (temperature 1, vibration 2)\n");
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        m_settings = *settings;
    }

    void asksAndContinues_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("load") << QStringList{u"load"_s};
        QTest::newRow("dry run") << QStringList{u"load"_s, u"--dry-run"_s};
        QTest::newRow("run") << QStringList{u"run"_s, u"--out"_s, path(u"reports"_s)};
    }
    void asksAndContinues()
    {
        QFETCH(QStringList, command);
        if (command.contains(u"--out"_s))
            command.last() = path(u"reports"_s);
        const auto answer = run(command << path(u"vessel"_s));
        VERIFY_EXIT(answer, 2);
        QCOMPARE(answer.output, QByteArray());
        for (const char* const text :
             {"A file doesn't show whether the day or the month comes first in its dates",
              "dates.log", "01/02/2021 in line 1", "Nothing was loaded."})
            QVERIFY2(answer.errors.contains(text), answer.whole().constData());
        QVERIFY(!QDir(path(u"reports"_s)).exists());
        QStringList commands;
        for (const QString& line : QString::fromUtf8(answer.errors).split(u'\n')) {
            if (line.contains(u" --dates "_s))
                commands << line.left(line.lastIndexOf(u"  ("_s)).trimmed();
        }
        QCOMPARE(commands.size(), 2);
        QVERIFY2(answer.errors.contains("(01/02/2021 is 2 January 2021)"), answer.whole());
        CommandLineProcess shell(path(u"work"_s));
        shell.process().setProgram(u"/bin/sh"_s);
        const auto done = shell.run({u"-c"_s, commands.at(1)});
        VERIFY_EXIT(done, 3); // with a rejected line
        if (command.contains(u"--dry-run"_s))
            return;
        // Known from now on.
        VERIFY_EXIT(run({u"load"_s, path(u"vessel"_s)}), 0);
        const auto rejects = run({u"rejects"_s});
        QVERIFY2(
            rejects.output.contains("“BRT” can mean several time zones. Write an offset"),
            rejects.whole().constData());
        // The other order is refused.
        const auto other = run({u"load"_s, path(u"vessel"_s), u"--dates"_s, u"day-first"_s});
        VERIFY_EXIT(other, 1);
        QVERIFY2(other.whole().contains("was loaded with its dates month first"), other.whole());
    }

    void answersAProgramWithOneJsonObject()
    {
        const auto answer = run({u"load"_s, path(u"vessel"_s), u"--json"_s});
        VERIFY_EXIT(answer, 2);
        const QJsonObject json = answer.json();
        QCOMPARE(json[u"error"_s].toObject()[u"code"_s].toString(), u"date-order-question"_s);
        QCOMPARE(json[u"commands"_s].toArray().size(), 2);
        const QJsonObject file = json[u"question"_s].toObject()[u"files"_s].toArray()[0].toObject();
        QCOMPARE(file[u"path"_s].toString(), u"dates.log"_s);
        QCOMPARE(file[u"open"_s].toObject()[u"line"_s].toInt(), 1);
        QVERIFY(file[u"day_first"_s].isNull());
    }

    void takesOnlyTheTwoWords()
    {
        const auto answer = run({u"load"_s, path(u"vessel"_s), u"--dates"_s, u"european"_s});
        VERIFY_EXIT(answer, 2);
        QVERIFY2(
            answer.errors.contains("--dates takes day-first or month-first, not “european”."),
            answer.whole().constData());
    }

private:
    QString path(const QString& relative) const
    {
        return m_directory ? m_directory->filePath(relative) : relative;
    }
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(path(u"work"_s))
            .run(QStringList{u"--database"_s, conninfoOf(m_settings)} + arguments);
    }

    TemporaryServer m_server;
    ConnectionSettings m_settings;
    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(tst_DateCommands)
#include "tst_DateCommands.moc"
