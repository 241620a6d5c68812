// SPDX-License-Identifier: GPL-3.0-or-later
#include "SqlPageFixture.h"

#include "Palettes.h"
#include "support/VerifyResult.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QTextBlock>
#include <QTextLayout>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

/// Writing SQL on its page: what is run, marked, coloured and completed.
class tst_SqlEditing : public QObject, private SqlPageFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(startServer()); }
    void init() { begin(); }
    void cleanup() { end(); }

    void runsTheSelection();
    void showsWhereTheErrorIs();
    void marksNothingElse();
    void marksInTheColoursOfThePalette();
    void coloursFollowTheText();
    void completesNames();
};

void tst_SqlEditing::runsTheSelection()
{
    editor()->setPlainText(u"SELECT 1 AS one;\nSELECT 2 AS two, nonsense"_s);
    QTextCursor cursor = editor()->textCursor();
    cursor.setPosition(17);
    cursor.setPosition(32, QTextCursor::KeepAnchor);
    editor()->setTextCursor(cursor);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(model()->rowCount(), 1);
    QCOMPARE(model()->columns().first().name, u"two"_s);
    // An error in the selection is marked at its position in the full text.
    cursor.setPosition(17);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    editor()->setTextCursor(cursor);
    QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY(strip()->isVisible());
    QCOMPARE(editor()->extraSelections().size(), 1);
    QCOMPARE(editor()->extraSelections().first().cursor.selectedText(), u"nonsense"_s);
}

void tst_SqlEditing::showsWhereTheErrorIs()
{
    run(u"SELECT code,\n  nonsense\nFROM equipment"_s);
    QTRY_VERIFY(strip()->isVisible());
    QVERIFY(strip()->message().why.contains(u"nonsense"_s));
    QCOMPARE(strip()->message().where, u"Line 2, column 3"_s);
    QCOMPARE(editor()->extraSelections().size(), 1);
    QCOMPARE(editor()->extraSelections().first().cursor.selectedText(), u"nonsense"_s);
    // Until the text changes.
    QTest::keyClicks(editor(), u" "_s);
    QCOMPARE(editor()->extraSelections().size(), 0);
    run(u"DROP TABLE equipment"_s);
    QTRY_COMPARE(strip()->message().code, u"no-table"_s);
    run(u"SELECT 1"_s);
    QVERIFY(!strip()->isVisible());
}

// The user selects or types while the query runs.
void tst_SqlEditing::marksNothingElse()
{
    const auto runAndThen = [this](const auto& change) {
        editor()->setPlainText(u"SELECT 1;\nSELECT nonsense"_s);
        QTextCursor cursor = editor()->textCursor();
        cursor.setPosition(10);
        cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
        editor()->setTextCursor(cursor);
        QTest::keyClick(editor(), Qt::Key_Return, Qt::ControlModifier);
        change();
        QTRY_VERIFY(isIdle());
        QTRY_VERIFY(strip()->isVisible());
    };
    runAndThen([this] { editor()->moveCursor(QTextCursor::Start); });
    QCOMPARE(editor()->extraSelections().size(), 1);
    QCOMPARE(editor()->extraSelections().first().cursor.selectedText(), u"nonsense"_s);
    runAndThen([this] {
        editor()->moveCursor(QTextCursor::Start);
        QTest::keyClicks(editor(), u"-- "_s);
    });
    QCOMPARE(editor()->extraSelections().size(), 0);
}

void tst_SqlEditing::marksInTheColoursOfThePalette()
{
    run(u"SELECT nonsense"_s);
    const auto ground = [this] {
        return editor()->extraSelections().constFirst().format.background().color();
    };
    QTRY_COMPARE(editor()->extraSelections().size(), 1);
    QVERIFY(ground().lightnessF() > 0.5F);
    editor()->setPalette(darkPalette());
    QCOMPARE(editor()->extraSelections().size(), 1);
    QVERIFY(ground().lightnessF() < 0.5F);
}

void tst_SqlEditing::coloursFollowTheText()
{
    const auto weightOfTheFirst = [this] {
        const auto ranges = editor()->document()->firstBlock().layout()->formats();
        return ranges.isEmpty() ? 0 : ranges.constFirst().format.fontWeight();
    };
    editor()->setPlainText(u"SELECT 1"_s);
    QTRY_COMPARE(weightOfTheFirst(), int{QFont::DemiBold});
    // The same length as the previous text.
    editor()->setPlainText(u"sensor 1"_s);
    QCOMPARE(weightOfTheFirst(), 0);
    // A comment opened above includes the text below.
    editor()->setPlainText(u"SELECT 1\nFROM logs"_s);
    const auto isComment = [this] {
        const auto ranges = editor()->document()->lastBlock().layout()->formats();
        return !ranges.isEmpty() && ranges.constFirst().format.fontItalic();
    };
    QVERIFY(!isComment());
    editor()->moveCursor(QTextCursor::Start);
    editor()->insertPlainText(u"/*"_s);
    QVERIFY(isComment());
}

void tst_SqlEditing::completesNames()
{
    auto* list = editor()->completer()->popup();
    const auto first = [list] { return list->model()->index(0, 0).data().toString(); };
    editor()->setFocus();
    // The names come from the database.
    QTRY_VERIFY([&] {
        editor()->setPlainText(u"SELECT FROM failure_events_by_day WHERE "_s);
        editor()->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor(), u"cod"_s);
        return list->isVisible();
    }());
    QCOMPARE(first(), u"code"_s);
    QTest::keyClick(list, Qt::Key_Return);
    QCOMPARE(editor()->toPlainText(), u"SELECT FROM failure_events_by_day WHERE code"_s);
    QVERIFY(!list->isVisible());
    // Tables, keywords, functions; Ctrl+Space asks for all. Columns of named tables come first.
    for (const auto& [typed, name] :
         {std::pair(u"known"_s, u"known_equipment"_s), std::pair(u"grou"_s, u"group_name"_s),
          std::pair(u"readings_by_s"_s, u"readings_by_sensor"_s)}) {
        editor()->setPlainText(u"SELECT FROM equipment "_s);
        editor()->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor(), typed);
        QVERIFY(list->isVisible());
        QCOMPARE(first(), name);
        QTest::keyClick(list, Qt::Key_Escape);
        QVERIFY(!list->isVisible());
    }
    QTest::keyClicks(editor(), u" "_s);
    QTest::keyClick(editor(), Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(list->isVisible());
    QCOMPARE(first(), u"attributes"_s);
    QTest::keyClick(list, Qt::Key_Escape);
}

QTEST_MAIN(tst_SqlEditing)
#include "tst_SqlEditing.moc"
