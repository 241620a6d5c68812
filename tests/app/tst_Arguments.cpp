// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLineProcess.h"
#include "MiniFolder.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Empty arguments: none of them is silently taken for something else. The program's own help lists
/// the commands and options.
class tst_Arguments : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void emptyValues_data();
    void emptyValues();
    void emptyArguments_data();
    void emptyArguments();
    void withoutCommand();
    void removedWorkingDirectory_data();
    void removedWorkingDirectory();

private:
    CommandLineAnswer run(const QStringList& arguments) const
    {
        return CommandLineProcess(m_directory.path()).run(arguments);
    }
    QStringList namesIn(const QStringList& arguments, const QString& pattern) const
    {
        const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
        const QString help = QString::fromUtf8(run(arguments + QStringList{u"--help"_s}).output);
        QStringList names;
        for (auto matches = expression.globalMatch(help); matches.hasNext();)
            names << matches.next().captured(1);
        return names;
    }
    QStringList commands() const { return namesIn({}, u"^  ([a-z][a-z-]+)(?: |$)"_s); }

    QTemporaryDir m_directory;
};

void tst_Arguments::emptyValues_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("option");
    for (const QString& command : commands()) {
        for (const QString& option : namesIn({command}, u"^ +--([a-z-]+) <"_s)) {
            const QString dashed = u"--"_s + option;
            QTest::addRow("%s %s", qPrintable(command), qPrintable(dashed))
                << QStringList{command, u"x"_s, dashed, QString()} << dashed;
            QTest::addRow("%s %s=", qPrintable(command), qPrintable(dashed))
                << QStringList{command, dashed + u"=  "_s} << dashed;
        }
    }
}

void tst_Arguments::emptyValues()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, option);
    const auto answer = run(arguments);
    VERIFY_EXIT(answer, 2);
    QVERIFY2(
        answer.errors.contains("The value of " + option.toUtf8() + " is empty"),
        answer.whole().constData());
    QCOMPARE(answer.output, QByteArray());
}

void tst_Arguments::emptyArguments_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("number");
    const QStringList names = commands();
    QVERIFY2(names.contains(u"load"_s) && names.contains(u"sql"_s), qPrintable(names.join(u' ')));
    for (const QString& command : names) {
        QTest::addRow("%s", qPrintable(command)) << QStringList{command, QString()} << 1;
        QTest::addRow("%s, two", qPrintable(command)) << QStringList{command, u"x"_s, u" "_s} << 2;
    }
}

void tst_Arguments::emptyArguments()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, number);
    const auto answer = run(arguments);
    VERIFY_EXIT(answer, 2);
    QVERIFY2(
        answer.errors.contains("Argument " + QByteArray::number(number) + " is empty"),
        answer.whole().constData());
}

void tst_Arguments::withoutCommand()
{
    const auto answer = run({u"--env-file"_s, QString()});
    VERIFY_EXIT(answer, 2);
    QVERIFY2(answer.errors.contains("--env-file is empty"), answer.whole().constData());
}

void tst_Arguments::removedWorkingDirectory_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("the folder") << QStringList{u"load"_s, u"."_s, u"--dry-run"_s};
    QTest::newRow("a folder in it") << QStringList{u"load"_s, u"tmp"_s, u"--dry-run"_s};
    QTest::newRow("destination of reports")
        << QStringList{u"report"_s, u"totals"_s, u"--out"_s, u"tmp"_s};
    QTest::newRow("local server") << QStringList{
        u"--local-dir"_s, u"tmp/x"_s, u"local"_s, u"status"_s};
    QTest::newRow("nothing relative") << QStringList{u"ledger"_s};
}

void tst_Arguments::removedWorkingDirectory()
{
    QFETCH(QStringList, arguments);
    const auto runThere = [this](const QStringList& there) {
        CommandLineProcess cli(m_directory.path());
        cli.process().setProgram(u"/bin/sh"_s);
        return cli.run(
            QStringList{
                u"-c"_s, u"mkdir gone && cd gone && rmdir ../gone && exec \"$0\" \"$@\""_s,
                QStringLiteral(FAULTLINE_CLI)}
            + there);
    };
    auto answer = runThere(arguments);
    VERIFY_EXIT(answer, 1);
    QVERIFY2(
        answer.errors.contains("The working directory no longer exists"),
        answer.whole().constData());
    answer = runThere(arguments + QStringList{u"--json"_s});
    VERIFY_EXIT(answer, 1);
    QCOMPARE(answer.json()[u"error"_s].toObject()[u"code"_s].toString(), u"working-directory"_s);
    VERIFY_EXIT(runThere({u"--version"_s}), 0);
}

QTEST_GUILESS_MAIN(tst_Arguments)
#include "tst_Arguments.moc"
