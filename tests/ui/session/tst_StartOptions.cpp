// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/StartOptions.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// The arguments of the window.
class tst_StartOptions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void takesWhatIsGiven()
    {
        const auto options = StartOptions::fromArguments(
            {u"faultline"_s, u"--database"_s, u"dbname=x"_s, u"--local-dir=/y"_s, u"/z"_s});
        QVERIFY2(!options.endsAtOnce(), qPrintable(options.text));
        QCOMPARE(options.conninfo, u"dbname=x"_s);
        QCOMPARE(options.localDirectory, u"/y"_s);
        QCOMPARE(options.folder, u"/z"_s);
    }

    void refusesWhatIsEmpty_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("why");
        for (const QString& option : {u"--database"_s, u"--env-file"_s, u"--local-dir"_s})
            QTest::addRow("%s", qPrintable(option))
                << QStringList{option, QString()} << u"The value of "_s + option;
        QTest::newRow("folder") << QStringList{QString()} << u"Argument 1"_s;
    }
    void refusesWhatIsEmpty()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, why);
        const auto options = StartOptions::fromArguments(QStringList{u"faultline"_s} + arguments);
        QVERIFY(options.endsAtOnce());
        QCOMPARE(options.exitCode, 2);
        QVERIFY2(options.text.contains(why + u" is empty"_s), qPrintable(options.text));
    }

    void refusesARemovedWorkingDirectory()
    {
        const QString before = QDir::currentPath();
        auto gone = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir::setCurrent(gone->path()));
        gone.reset();
        const auto options = StartOptions::fromArguments({u"faultline"_s, u"."_s});
        QVERIFY(QDir::setCurrent(before));
        QCOMPARE(options.exitCode, 1);
        QVERIFY2(options.text.contains(u"working directory"_s), qPrintable(options.text));
    }
};

QTEST_GUILESS_MAIN(tst_StartOptions)
#include "tst_StartOptions.moc"
