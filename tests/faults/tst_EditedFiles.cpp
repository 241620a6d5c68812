// SPDX-License-Identifier: GPL-3.0-or-later
#include "EditSeries.h"
#include "support/VerifyResult.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

// Files that are edited, restored and copied between loads, at random. tests/faults/README.md says
// how to run more of it.
class tst_EditedFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }

    void editsLoseAndDoubleNothing_data()
    {
        using Form = EditedFolder::Form;
        QTest::addColumn<Form>("form");
        QTest::addColumn<bool>("withKills");
        QTest::addColumn<int>("sequences");
        QTest::newRow("left alone") << Form::Logs << false << 40;
        QTest::newRow("killed") << Form::Logs << true << 15;
        QTest::newRow("packed") << Form::Packed << false << 8;
        QTest::newRow("packed, killed") << Form::Packed << true << 5;
        QTest::newRow("tables") << Form::Tables << false << 8;
        QTest::newRow("tables, killed") << Form::Tables << true << 5;
    }
    void editsLoseAndDoubleNothing()
    {
        QFETCH(EditedFolder::Form, form);
        QFETCH(bool, withKills);
        QFETCH(int, sequences);
        const SeriesResult result = editedFiles(m_server, 1, sequences, {"edits", form, withKills});
        QVERIFY2(result.isGood(), qPrintable(result.failures.join(u'\n')));
        QCOMPARE(result.tries, sequences);
    }

private:
    TemporaryServer m_server;
};

QTEST_GUILESS_MAIN(tst_EditedFiles)
#include "tst_EditedFiles.moc"
