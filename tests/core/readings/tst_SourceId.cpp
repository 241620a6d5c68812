// SPDX-License-Identifier: GPL-3.0-or-later
#include "readings/SourceId.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_SourceId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsHaveOneForm_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("id");
        QTest::addColumn<qint32>("number");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& id,
                            qint32 number = -1) { QTest::newRow(name) << text << id << number; };
        row("number", "5", "5", 5);
        row("zero", "0", "0", 0);
        row("zeros", "000", "0", 0);
        row("zeros before", "0005", "5", 5);
        row("fraction of zeros", "5.00", "5", 5);
        row("point", "5.", "5", 5);
        row("largest number", "2147483647", "2147483647", 2147483647);
        row("larger number", "02147483648.0", "2147483648");
        row("number of 128 digits", "00" + QByteArray(128, '9') + ".0", QByteArray(128, '9'));
        row("tag", "TI-101A", "TI-101A");
        row("digits and a letter", "007A", "007A");
        row("fraction", "1.5", "1.5");
        row("fraction alone", ".0", ".0");
        row("negative", "-1", "-1");
        row("negative zero", "-0", "-0");
        row("plus", "+1", "+1");
        row("exponent", "1e0", "1e0");
        row("digit groups", "1,000", "1,000");
        row("space around it", " 1", " 1");
        row("space inside", "TI 101", "TI 101");
        row("other digits", "\xD9\xA1", "\xD9\xA1");
        row("no-break space", "\xC2\xA0", "\xC2\xA0");
        row("longest", QByteArray(126, 'x') + "\xC3\x98", QByteArray(126, 'x') + "\xC3\x98");
    }
    void idsHaveOneForm()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, id);
        QFETCH(qint32, number);
        const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
        const auto found = canonicalId(view);
        QVERIFY(found.has_value());
        QCOMPARE(QByteArray(found->data(), static_cast<qsizetype>(found->size())), id);
        QCOMPARE(numberOfId(*found), number);
        QCOMPARE(canonicalId(*found), found);
        QCOMPARE(validIdPrefix(view), view.size());
    }

    void otherTextsAreNoIds_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<std::size_t>("validBytes");
        const auto row = [](const char* name, const QByteArray& text, std::size_t validBytes) {
            QTest::newRow(name) << text << validBytes;
        };
        row("empty", "", 0);
        row("too long", QByteArray(129, 'x'), 128);
        row("number of 129 digits", "00" + QByteArray(129, '9'), 128);
        row("tab", "TI\t1", 2);
        row("line end", "TI\n", 2);
        row("delete", "TI\x7F", 2);
        row("next line", "TI\xC2\x85", 2);
        row("nul", QByteArray("TI\0", 3), 2);
        row("not UTF-8", "TI\xFF", 2);
        row("half a character", "TI\xC3", 2);
    }
    void otherTextsAreNoIds()
    {
        QFETCH(QByteArray, text);
        QFETCH(std::size_t, validBytes);
        const std::string_view view(text.constData(), static_cast<std::size_t>(text.size()));
        QVERIFY(!canonicalId(view).has_value());
        QCOMPARE(validIdPrefix(view), validBytes);
    }

    void typedIdsMayHaveSpaceAroundThem()
    {
        QCOMPARE(canonicalIdFromText(u" 0005 "_s), u"5"_s);
        QCOMPARE(canonicalIdFromText(u"TI-101A\n"_s), u"TI-101A"_s);
        QCOMPARE(canonicalIdFromText(u"  "_s), QString());
        QCOMPARE(canonicalIdFromText(u"a\tb"_s), QString());
    }
};

QTEST_GUILESS_MAIN(tst_SourceId)
#include "tst_SourceId.moc"
