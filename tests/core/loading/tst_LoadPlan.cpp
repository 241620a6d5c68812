// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/planning/LoadPlan.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_LoadPlan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void missingRanges_data()
    {
        QTest::addColumn<QList<QList<qint64>>>("ranges"); // first byte, end, first line, lines
        QTest::addColumn<qint64>("end");
        QTest::addColumn<QString>("gaps"); // begin-end@line
        using Ranges = QList<QList<qint64>>;
        const auto row = [](const char* name, const Ranges& ranges, qint64 end,
                            const QString& gaps) { QTest::newRow(name) << ranges << end << gaps; };
        row("new", {}, 100, u"3-100@1"_s);
        row("complete", {{3, 100, 1, 10}}, 100, QString());
        row("grown", {{3, 100, 1, 10}}, 150, u"100-150@11"_s);
        row("start missing", {{40, 100, 5, 6}}, 100, u"3-40@1"_s);
        row("hole", {{3, 40, 1, 4}, {60, 100, 7, 4}}, 100, u"40-60@5"_s);
        row("holes and end", {{10, 40, 2, 4}, {60, 90, 7, 4}}, 100, u"3-10@1 40-60@6 90-100@11"_s);
        row("loaded further by another program", {{3, 100, 1, 10}, {160, 200, 20, 4}}, 50,
            QString());
        row("hole beyond the end", {{3, 40, 1, 4}, {160, 200, 20, 4}}, 50, u"40-50@5"_s);
        row("empty file", {}, 3, QString());
    }
    void missingRanges()
    {
        QFETCH(QList<QList<qint64>>, ranges);
        QFETCH(qint64, end);
        QFETCH(QString, gaps);
        QList<JournalledRange> journalled;
        for (const QList<qint64>& range : ranges) {
            JournalledRange entry;
            entry.firstByte = range.at(0);
            entry.endByte = range.at(1);
            entry.firstLine = range.at(2);
            entry.lines = range.at(3);
            journalled << entry;
        }
        QStringList found;
        SourceFile file;
        file.dataBegin = 3;
        for (const ByteGap& gap : faultline::missingRanges(file, end, journalled))
            found << u"%1-%2@%3"_s.arg(gap.begin).arg(gap.end).arg(gap.firstLine);
        QCOMPARE(found.join(u' '), gaps);
    }
};

QTEST_GUILESS_MAIN(tst_LoadPlan)
#include "tst_LoadPlan.moc"
