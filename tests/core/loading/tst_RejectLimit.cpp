// SPDX-License-Identifier: GPL-3.0-or-later
#include "loading/receipt/RejectLimit.h"
#include "support/VerifyResult.h"

#include <QLocale>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr qint64 kFew = RejectLimit::kMinRecordsForShare;

} // namespace

class tst_RejectLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }

    void readsLinesOrAShare_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("lines"); // -1: no limit
        QTest::addColumn<double>("percent");
        QTest::addColumn<QString>("again");
        QTest::newRow("lines") << u"1000"_s << qint64{1'000} << -1.0 << u"1000"_s;
        QTest::newRow("no line") << u"0"_s << qint64{0} << -1.0 << u"0"_s;
        QTest::newRow("share") << u"2.5%"_s << qint64{-1} << 2.5 << u"2.5%"_s;
        QTest::newRow("share with a space") << u"2.5 %"_s << qint64{-1} << 2.5 << u"2.5%"_s;
        QTest::newRow("nothing of them") << u"0%"_s << qint64{-1} << 0.0 << u"0%"_s;
        QTest::newRow("all of them") << u"100%"_s << qint64{-1} << 100.0 << u"100%"_s;
    }
    void readsLinesOrAShare()
    {
        QFETCH(QString, text);
        const auto limit = RejectLimit::fromText(text);
        VERIFY_RESULT(limit);
        QTEST(limit->lines.value_or(-1), "lines");
        QTEST(limit->percent.value_or(-1.0), "percent");
        QTEST(limit->toText(), "again");
    }

    void refusesOtherTexts_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* const text :
             {"", "%", "many", "-1", "1.5", "1,000", "-0.1%", "100.1%", "2,5%", "x%", "nan%",
              "inf%", "5%%", "9223372036854775808"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void refusesOtherTexts()
    {
        QFETCH(QString, text);
        const auto limit = RejectLimit::fromText(text);
        VERIFY_ERROR(limit, u"usage"_s);
        QVERIFY(limit.error().what.contains(u"“%1”"_s.arg(text)));
    }

    void stopsBeyondTheLimit_data()
    {
        QTest::addColumn<QString>("limit");
        QTest::addColumn<qint64>("rejected");
        QTest::addColumn<qint64>("records");
        QTest::addColumn<bool>("whileReading");
        QTest::addColumn<bool>("atTheEnd");
        const auto row = [](const char* name, const QString& limit, qint64 rejected, qint64 records,
                            bool whileReading, bool atTheEnd) {
            QTest::newRow(name) << limit << rejected << records << whileReading << atTheEnd;
        };
        row("as many lines as allowed", u"10"_s, 10, 20, false, false);
        row("one line too many", u"10"_s, 11, 20, true, true);
        row("no line allowed, none rejected", u"0"_s, 0, 20, false, false);
        row("no line allowed, one rejected", u"0"_s, 1, 1, true, true);
        row("share reached", u"10%"_s, 1'000, kFew, false, false);
        row("share exceeded", u"10%"_s, 1'001, kFew, true, true);
        row("share exceeded of few records", u"10%"_s, 1'001, kFew - 1, false, true);
        row("every one of few records", u"10%"_s, 1, 1, false, true);
        row("no share allowed, one rejected", u"0%"_s, 1, kFew, true, true);
        row("all may be rejected", u"100%"_s, kFew, kFew, false, false);
        row("no records", u"10%"_s, 0, 0, false, false);
        // As a binary number, 0.29 is less than the decimal 0.29.
        row("share of two decimals reached", u"0.29%"_s, 145, 50'000, false, false);
        row("share of two decimals exceeded", u"0.29%"_s, 146, 50'000, true, true);
        row("share of very many reached", u"0.29%"_s, 2'900'000'000, 1'000'000'000'000, false,
            false);
        row("share of very many exceeded", u"0.29%"_s, 2'900'000'001, 1'000'000'000'000, true,
            true);
    }
    void stopsBeyondTheLimit()
    {
        QFETCH(QString, limit);
        QFETCH(qint64, rejected);
        QFETCH(qint64, records);
        const auto parsed = RejectLimit::fromText(limit);
        VERIFY_RESULT(parsed);
        QTEST(parsed->isExceeded(rejected, records, false), "whileReading");
        QTEST(parsed->isExceeded(rejected, records, true), "atTheEnd");
    }

    // For every share with two decimals: exactly the allowed number passes, and one more doesn't.
    void sharesAreExact()
    {
        constexpr qint64 kRecords = 190'000;
        for (qint64 hundredths = 0; hundredths <= 10'000; ++hundredths) {
            const auto limit = RejectLimit::fromText(
                QString::number(static_cast<double>(hundredths) / 100.0) + u'%');
            VERIFY_RESULT(limit);
            const qint64 allowed = kRecords * hundredths / 10'000;
            QVERIFY2(!limit->isExceeded(allowed, kRecords, true), qPrintable(limit->toText()));
            QVERIFY2(limit->isExceeded(allowed + 1, kRecords, true), qPrintable(limit->toText()));
        }
    }

    void withoutALimitAllMayBeRejected()
    {
        const RejectLimit limit;
        QVERIFY(!limit.isExceeded(kFew, kFew, true));
        QCOMPARE(limit.toText(), QString());
    }

    // Whichever limit is reached first.
    void eitherOfTwoLimitsStops()
    {
        RejectLimit limit;
        limit.lines = 100;
        limit.percent = 50.0;
        QVERIFY(!limit.isExceeded(100, 200, true));
        QVERIFY(limit.isExceeded(101, 300, true));
        QVERIFY(limit.isExceeded(100, 199, true));
    }

    void failureSaysHowManyAndTheLimit()
    {
        const UserMessage failure = RejectLimit::fromText(u"2.5%"_s)->exceeded(1'234, 40'000);
        QCOMPARE(failure.code, u"too-many-rejects"_s);
        QCOMPARE(failure.kind, UserMessage::Kind::Error);
        const auto rejected = failure.why.indexOf(u"1,234"_s);
        QVERIFY2(rejected >= 0, qPrintable(failure.why));
        QVERIFY2(failure.why.indexOf(u"40,000"_s) > rejected, qPrintable(failure.why));
        QVERIFY2(failure.why.contains(u"2.5%"_s), qPrintable(failure.why));
        QVERIFY(!failure.what.isEmpty() && !failure.remedy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(tst_RejectLimit)
#include "tst_RejectLimit.moc"
