// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/DataTable.h"

#include <QApplication>
#include <QHeaderView>
#include <QStandardItemModel>
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

private:
    /// Three rows of two columns, the last text a long one.
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
    // The header as well: it has the edge at its foot that its sections have.
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

QTEST_MAIN(tst_DataTable)
#include "tst_DataTable.moc"
