// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/DataTable.h"

#include "style/Appearance.h"
#include "widgets/TableStyle.h"

#include <QApplication>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QStringListModel>
#include <QStyleOptionHeader>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_DataTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QApplication::setStyle(u"fusion"_s); }
    void rowsReachTheBorder();
    void wrapsLongTexts();
    void columnsGrowUntilOneIsChosen();
    void sortedTitleIsLegible_data();
    void sortedTitleIsLegible();

private:
    /// Three rows of two columns; the last text is long.
    static std::unique_ptr<QStandardItemModel> model();
};

std::unique_ptr<QStandardItemModel> tst_DataTable::model()
{
    auto model = std::make_unique<QStandardItemModel>(3, 2);
    for (int row = 0; row < 3; ++row) {
        for (int column = 0; column < 2; ++column)
            model->setItem(row, column, new QStandardItem(u"text"_s));
    }
    model->item(2, 1)->setText(u"a text that has many words and is long "_s.repeated(4));
    return model;
}

void tst_DataTable::rowsReachTheBorder()
{
    const auto rows = model();
    DataTable table;
    table.setModel(rows.get());
    table.resize(600, 200);
    table.horizontalHeader()->resizeSection(0, 80);
    table.horizontalHeader()->resizeSection(1, 80);
    table.selectRow(0);
    table.show();
    const auto colorBeyond = [&table](int row) {
        const int middle = table.rowViewportPosition(row) + table.rowHeight(row) / 2;
        return table.viewport()->grab().toImage().pixelColor(400, middle);
    };
    QCOMPARE(colorBeyond(0), table.palette().color(QPalette::Highlight));
    QCOMPARE(colorBeyond(1), table.palette().color(QPalette::AlternateBase));
    QCOMPARE(colorBeyond(2), table.palette().color(QPalette::Base));
    // The header as well: its bottom edge continues past its sections.
    const QImage header = table.horizontalHeader()->viewport()->grab().toImage();
    const int foot = header.height() - 1;
    QCOMPARE(header.pixelColor(400, foot), header.pixelColor(40, foot));
}

void tst_DataTable::wrapsLongTexts()
{
    const auto rows = model();
    DataTable table;
    table.setModel(rows.get());
    table.horizontalHeader()->setStretchLastSection(true);
    table.resize(400, 300);
    table.show();
    const int line = table.rowHeight(0);
    QCOMPARE(table.rowHeight(2), line);
    table.setWrapped(true);
    QCOMPARE(table.rowHeight(0), line);
    const int wrapped = table.rowHeight(2);
    QVERIFY(wrapped > line);
    table.resize(300, 300);
    QTRY_VERIFY(table.rowHeight(2) > wrapped);
    table.setWrapped(false);
    QCOMPARE(table.rowHeight(2), line);
}

void tst_DataTable::columnsGrowUntilOneIsChosen()
{
    QStringListModel rows({u"few"_s});
    DataTable table;
    table.setModel(&rows);
    table.resize(600, 200);
    table.show();
    constexpr int kMin = 60;
    constexpr int kMax = 200;
    table.fitColumns({kMin}, kMax);
    QCOMPARE(table.columnWidth(0), kMin);
    rows.setStringList({u"a few more words"_s});
    const int grown = table.columnWidth(0);
    QVERIFY(grown > kMin && grown < kMax);
    // Previous rows may come back.
    rows.setStringList({u"few"_s});
    QCOMPARE(table.columnWidth(0), grown);
    rows.setStringList({u"more than there is room for "_s.repeated(4)});
    QCOMPARE(table.columnWidth(0), kMax);
    table.horizontalHeader()->resizeSection(0, kMin);
    rows.setStringList({u"a few more words"_s});
    QCOMPARE(table.columnWidth(0), kMin);
    // Other columns are fitted again.
    table.fitColumns({kMin}, kMax);
    QCOMPARE(table.columnWidth(0), grown);
}

void tst_DataTable::sortedTitleIsLegible_data()
{
    QTest::addColumn<Qt::Alignment>("alignment");
    QTest::newRow("left") << Qt::Alignment(Qt::AlignLeft | Qt::AlignVCenter);
    QTest::newRow("right") << Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter);
}

// A section as wide as its title and sort indicator shows both in full.
void tst_DataTable::sortedTitleIsLegible()
{
    QFETCH(const Qt::Alignment, alignment);
    const DataTable table;
    QStyleOptionHeader option;
    option.initFrom(table.horizontalHeader());
    option.orientation = Qt::Horizontal;
    option.text = u"Temperature"_s;
    option.textAlignment = alignment;
    const int text = option.fontMetrics.horizontalAdvance(option.text);
    const int air = 2 * appearance::kRelated;
    option.rect = QRect(10, 0, text + air + TableStyle::kSortMark, 30);
    option.sortIndicator = QStyleOptionHeader::SortDown;
    const QStyle* style = table.horizontalHeader()->style();
    const QRect label = style->subElementRect(QStyle::SE_HeaderLabel, &option);
    const QRect mark = style->subElementRect(QStyle::SE_HeaderArrow, &option);
    QVERIFY(label.width() >= text);
    QVERIFY(label.right() < mark.left());
    QVERIFY(option.rect.contains(mark));
}

QTEST_MAIN(tst_DataTable)
#include "tst_DataTable.moc"
