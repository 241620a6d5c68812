// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "database/connection/Connection.h"
#include "loading/formats/KeptFormats.h"
#include "pages/preview/PreviewColumnsModel.h"
#include "pages/preview/PreviewPane.h"
#include "pages/preview/PreviewRowsModel.h"
#include "pages/receipt/SourceFilesModel.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

// In Windows-1252, with dates that don't show their order.
QByteArray pressures(int day)
{
    QByteArray text = "Zeit;\xD6"
                      "ldruck P1;Drehzahl N1\r\n";
    for (int minute = 10; minute < 14; ++minute)
        text += "0" + QByteArray::number(day) + "/02/2021 14:" + QByteArray::number(minute)
                + ":00;3,25;" + (minute == 12 ? "12 rpm" : "1480") + "\r\n";
    return text;
}

} // namespace

/// The preview of the Load page: real files, and no database but where a load needs one.
class tst_FilePreviewPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsRecordsBesideTheirLines();
    void showsListsAsTheirEntries();
    void asksAndAppliesAnswersToAllFilesOfTheForm();
    void encodingsAreShownByALineInWhichTheyDiffer();
    void answersEnableTheLoad();
    void columnsCanBeMapped();
    void columnsOfListsCanBeMapped();
    void showsFailures();
    void severalColumnsCanBeMappedAtOnce();
    void layoutAndConstantsCanBeChanged();
    void filesCanBeLeftOutAndReset();
    void whatDoesntFitIsSaid();
    void showsTheFileThatWasSelectedLast();
    void wideTablesAreBounded();
    void loadKeepsWhatWasChosen();
    void timesCanBeInAnotherZone();
    void provedDatesSayWhy();
    void reasonsOfOtherColumnsStay();

private:
    void write(const QString& name, const QByteArray& content) const
    {
        const QString path = folder() + u'/' + name;
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    QString folder() const { return m_directory->filePath(u"exports"_s); }
    StartOptions withoutDatabase() const
    {
        StartOptions options;
        options.conninfo = u"host=127.0.0.1 port=1 dbname=none user=none"_s;
        options.folder = folder();
        return options;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

void waitForPreview(const WindowFixture& fixture)
{
    const auto* pane = fixture.find<PreviewPane>("previewPane");
    QTRY_VERIFY(fixture.workbench->loads.sources().has_value());
    QTRY_VERIFY(!fixture.workbench->loads.isScanning());
    // Answers are applied after their click.
    QCoreApplication::processEvents();
    QTRY_VERIFY(!pane->isBusy());
    QTRY_VERIFY(!fixture.workbench->loads.isGettingReady());
}

QModelIndex fileRow(const WindowFixture& fixture, const QString& name)
{
    const auto* model = fixture.find<DataTable>("filesTable")->model();
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, SourceFilesModel::File).data().toString().contains(name))
            return model->index(row, SourceFilesModel::File);
    }
    return {};
}

QString stateOf(const WindowFixture& fixture, const QString& name)
{
    return fileRow(fixture, name).siblingAtColumn(SourceFilesModel::State).data().toString();
}

void select(const WindowFixture& fixture, const QString& name)
{
    waitForPreview(fixture);
    fixture.find<DataTable>("filesTable")->setCurrentIndex(fileRow(fixture, name));
    waitForPreview(fixture);
}

// A row of the preview, with all its cells.
QStringList rowOf(const WindowFixture& fixture, int row)
{
    QStringList cells;
    const auto* model = fixture.find<DataTable>("previewRows")->model();
    for (int column = 0; column < model->columnCount(); ++column)
        cells << model->index(row, column).data().toString();
    return cells;
}

QStringList titles(const WindowFixture& fixture)
{
    QStringList texts;
    const auto* model = fixture.find<DataTable>("previewRows")->model();
    for (int column = PreviewRowsModel::FirstStored; column < model->columnCount(); ++column)
        texts << model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return texts;
}

QAbstractItemModel* columnsOf(const WindowFixture& fixture)
{
    return fixture.find<DataTable>("previewColumns")->model();
}

void setField(const WindowFixture& fixture, int row, TableField field)
{
    auto* model = columnsOf(fixture);
    QVERIFY(model->setData(
        model->index(row, PreviewColumnsModel::Field), static_cast<int>(field), Qt::EditRole));
    waitForPreview(fixture);
}

QString meaningOf(const WindowFixture& fixture, int row)
{
    return columnsOf(fixture)->index(row, PreviewColumnsModel::Field).data().toString();
}

void choose(const WindowFixture& fixture, const char* box, const QString& text)
{
    auto* list = fixture.find<QComboBox>(box);
    QVERIFY2(list->isVisible(), box);
    const int item = list->findText(text);
    QVERIFY2(item >= 0, qPrintable(text));
    list->setCurrentIndex(item);
    Q_EMIT list->activated(item);
    waitForPreview(fixture);
}

void answer(const WindowFixture& fixture, int number)
{
    fixture.click(qPrintable(u"answer%1"_s.arg(number)));
    waitForPreview(fixture);
}

} // namespace

void tst_FilePreviewPane::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
}

void tst_FilePreviewPane::showsRecordsBesideTheirLines()
{
    write(
        u"pumps.log"_s, "[2021-02-03 14:00:00]\tERROR\tsensor[7]:\t(temperature\t1.5, flow 3)\n"
                        "[2021-02-31 14:00:00]\tERROR\tsensor[7]:\t(temperature\t2)\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QVERIFY(fixture.find("previewPane")->isVisible());
    QCOMPARE(fixture.labelText("previewName"), u"pumps.log"_s);
    QVERIFY(fixture.labelText("previewKind").startsWith(u"Readings · Log · UTF-8"_s));
    QCOMPARE(
        titles(fixture),
        QStringList({u"Time (UTC)"_s, u"Sensor"_s, u"Severity"_s, u"temperature"_s, u"flow"_s}));
    const QStringList read = rowOf(fixture, 0);
    QCOMPARE(read.at(PreviewRowsModel::Line), u"1"_s);
    QVERIFY(read.at(PreviewRowsModel::Raw).contains(u"sensor[7]"_s));
    QCOMPARE(
        read.mid(PreviewRowsModel::FirstStored),
        QStringList({u"2021-02-03 14:00:00"_s, u"7"_s, u"ERROR"_s, u"1.5"_s, u"3"_s}));
    const QStringList rejected = rowOf(fixture, 1);
    QVERIFY2(
        rejected.at(PreviewRowsModel::FirstStored).startsWith(u"Rejected: "_s),
        qPrintable(rejected.join(u'|')));
    // The character where reading stopped is marked.
    const auto* model = fixture.find<DataTable>("previewRows")->model();
    QVERIFY(!model->index(0, PreviewRowsModel::Raw).data(PreviewRowsModel::MarkRole).isValid());
    QCOMPARE(model->index(1, PreviewRowsModel::Raw).data(PreviewRowsModel::MarkRole).toInt(), 9);
    QCOMPARE(fixture.labelText("previewCounts"), u"2 records in all: 1 reading, 1 rejected"_s);
    fixture.click("onlyRejectedBox");
    QCOMPARE(model->rowCount(), 1);
    QCOMPARE(rowOf(fixture, 0).at(PreviewRowsModel::Line), u"2"_s);
}

void tst_FilePreviewPane::showsListsAsTheirEntries()
{
    write(u"map.csv"_s, "equipment_id;sensor_id;since\r\nP-1;07;2021-02-03\r\n;8;2021-02-03\r\n");
    write(u"list.json"_s, R"([{"equipment_id":"P-1","code":"PUMP","group":"Oil","built":1999}])");
    const WindowFixture fixture(withoutDatabase());
    select(fixture, u"map.csv"_s);
    QCOMPARE(
        rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored),
        QStringList({u"7"_s, u"P-1"_s, u"2021-02-03 00:00:00"_s, QString()}));
    QVERIFY(rowOf(fixture, 1).at(PreviewRowsModel::FirstStored).startsWith(u"Rejected: "_s));
    QCOMPARE(meaningOf(fixture, 2), u"Valid from"_s);
    select(fixture, u"list.json"_s);
    QCOMPARE(
        rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored),
        QStringList({u"P-1"_s, u"PUMP"_s, u"Oil"_s, u"built: 1999"_s}));
}

void tst_FilePreviewPane::asksAndAppliesAnswersToAllFilesOfTheForm()
{
    for (int day = 3; day <= 5; ++day)
        write(u"pressures_%1.csv"_s.arg(day), pressures(day));
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QCOMPARE(stateOf(fixture, u"pressures_4"_s), u"Which encoding?"_s);
    // Each answer with the line that it would give.
    const auto* windows = fixture.find<QPushButton>("answer0");
    QCOMPARE(windows->text(), u"Windows-1252 (most Windows programs)"_s);
    // The same line is shown once.
    QVERIFY(!fixture.window->findChild<QPushButton*>(u"answer1"_s));
    QCOMPARE(fixture.find<QComboBox>("encodingBox")->currentText(), u"Not chosen"_s);
    QCOMPARE(fixture.labelText("loadFigures"), u"3 files with a question"_s);
    QVERIFY(windows->accessibleDescription().contains(u"Öldruck P1"_s));
    answer(fixture, 0);

    QVERIFY2(
        fixture.labelText("previewQuestion").contains(u"day or the month"_s),
        qPrintable(fixture.labelText("previewQuestion") + fixture.labelText("previewKind")));
    QCOMPARE(stateOf(fixture, u"pressures_4"_s), u"Day or month first?"_s);
    // Until then, only the times are unknown.
    QCOMPARE(
        rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored),
        QStringList({u"?"_s, u"INFO"_s, u"3.25"_s, u"1480"_s}));
    QCOMPARE(fixture.labelText("previewCounts"), u"4 records, waiting for your answer"_s);
    QVERIFY(!fixture.labelText("previewKind").contains(u"both ways"_s));
    answer(fixture, 0);
    QCOMPARE(
        rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored),
        QStringList({u"2021-02-03 14:10:00"_s, u"INFO"_s, u"3.25"_s, u"1480"_s}));
    QCOMPARE(titles(fixture).mid(2), QStringList({u"Öldruck P1"_s, u"Drehzahl N1"_s}));
    // One cell of the record is rejected, the others are read.
    QCOMPARE(rowOf(fixture, 2).at(PreviewRowsModel::FirstStored + 2), u"3.25"_s);
    QVERIFY(rowOf(fixture, 2).at(PreviewRowsModel::FirstStored + 3).startsWith(u"Rejected: "_s));
    QVERIFY(fixture.find("previewQuestions")->isHidden());
    QCOMPARE(fixture.labelText("previewScope"), u"Also for 2 other files of the same form"_s);
    for (int day = 3; day <= 5; ++day)
        QCOMPARE(stateOf(fixture, u"pressures_%1"_s.arg(day)), u"To load"_s);
    QVERIFY(!fixture.labelText("loadFigures").contains(u"question"_s));
    select(fixture, u"pressures_5"_s);
    QVERIFY(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored).startsWith(u"2021-02-05"_s));
}

void tst_FilePreviewPane::encodingsAreShownByALineInWhichTheyDiffer()
{
    write(
        u"costs.csv"_s, "Zeit;D\xFC"
                        "se;Preis\n2021-02-03 14:00;1;5 \x80\n2021-02-03 14:01;2;6 \x80\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    const auto line = [&fixture](const char* answer) {
        return fixture.find<QPushButton>(answer)->accessibleDescription();
    };
    QCOMPARE(line("answer0"), u"2021-02-03 14:00;1;5 €"_s);
    QVERIFY(line("answer1") != line("answer0"));
    QCOMPARE(fixture.find<QPushButton>("answer1")->text(), u"ISO-8859-1"_s);
    QVERIFY(!fixture.window->findChild<QPushButton*>(u"answer2"_s));
}

// Of a folder with a single file, in which nothing else can be loaded.
void tst_FilePreviewPane::answersEnableTheLoad()
{
    write(u"pressures.csv"_s, pressures(3));
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    const auto* load = fixture.find<QPushButton>("loadButton");
    // What only a load fills isn't there, and the list is hardly higher than its row.
    const auto* files = fixture.find<DataTable>("filesTable");
    QVERIFY(files->isColumnHidden(SourceFilesModel::Progress));
    QVERIFY(files->isColumnHidden(SourceFilesModel::Rejected));
    QVERIFY(files->height() < 4 * files->rowHeight(0));
    // The database may know its encoding.
    QVERIFY(load->isEnabled());
    QCOMPARE(stateOf(fixture, u"pressures"_s), u"Which encoding?"_s);
    answer(fixture, 0);
    QCOMPARE(stateOf(fixture, u"pressures"_s), u"Day or month first?"_s);
    QVERIFY(load->isEnabled());
    answer(fixture, 0);
    QCOMPARE(stateOf(fixture, u"pressures"_s), u"To load"_s);
    QVERIFY(load->isEnabled());
    choose(fixture, "roleBox", u"Don't load"_s);
    QVERIFY(!load->isEnabled());
}

void tst_FilePreviewPane::timesCanBeInAnotherZone()
{
    write(u"a.log"_s, "[2021-07-03 14:00:00]\tERROR\tsensor[7]:\t(temperature\t1.5)\n");
    write(u"b.log"_s, "[2021-03-28 02:30:00]\tERROR\tsensor[7]:\t(temperature\t1.5)\n");
    write(u"utc.csv"_s, "time,sensor,value\n2021-07-03T14:00:00Z,7,1\n");
    const WindowFixture fixture(withoutDatabase());
    select(fixture, u"utc.csv"_s);
    QVERIFY(!fixture.find<QComboBox>("zoneBox")->isVisible()); // its times have a zone
    select(fixture, u"a.log"_s);
    const auto timeOf = [&fixture] { return rowOf(fixture, 0).at(PreviewRowsModel::FirstStored); };
    auto* box = fixture.find<QComboBox>("zoneBox");
    QVERIFY(box->isVisible());
    QCOMPARE(box->currentText(), u"The plant's"_s);
    QCOMPARE(timeOf(), u"2021-07-03 14:00:00"_s);
    choose(fixture, "zoneBox", u"Europe/Oslo"_s);
    QCOMPARE(timeOf(), u"2021-07-03 12:00:00"_s);
    QCOMPARE(box->currentText(), u"Europe/Oslo"_s);
    QVERIFY(fixture.labelText("previewKind").contains(u"times in Europe/Oslo"_s));
    const auto type = [&](const QString& text) {
        box->setEditText(text);
        Q_EMIT box->lineEdit()->editingFinished();
        waitForPreview(fixture);
    };
    // For all files of the form, and a time that doesn't exist there is rejected.
    select(fixture, u"b.log"_s);
    QVERIFY2(timeOf().startsWith(u"Rejected: Clocks were put forward"_s), qPrintable(timeOf()));
    type(u"UTC+1"_s);
    QCOMPARE(timeOf(), u"2021-03-28 01:30:00"_s);
    QCOMPARE(box->currentText(), u"+01:00"_s);
    type(u"Oslo time"_s);
    QVERIFY(fixture.find("previewStrip")->isVisible());
    QCOMPARE(timeOf(), u"2021-03-28 01:30:00"_s);
    choose(fixture, "zoneBox", u"The plant's"_s);
    QVERIFY(!fixture.find("previewStrip")->isVisible());
    QCOMPARE(timeOf(), u"2021-03-28 02:30:00"_s);
}

void tst_FilePreviewPane::provedDatesSayWhy()
{
    write(
        u"a.log"_s, "[01/02/2021 14:00:00]\tERROR\tsensor[7]:\t(temperature\t1.5)\n"
                    "[13/02/2021 14:00:00]\tERROR\tsensor[7]:\t(temperature\t1.5)\n");
    const WindowFixture fixture(withoutDatabase());
    select(fixture, u"a.log"_s);
    const auto* box = fixture.find<QComboBox>("datesBox");
    QVERIFY(box->isVisible() && !box->isEnabled());
    QCOMPARE(box->currentText(), u"Day first"_s);
    QVERIFY(box->toolTip().contains(u"13/02/2021 in line 2"_s));
    QVERIFY2(
        fixture.labelText("previewWhy")
            .contains(u"day first, as 13/02/2021 in line 2 shows: in the other order"_s),
        qPrintable(fixture.labelText("previewWhy")));
}

void tst_FilePreviewPane::reasonsOfOtherColumnsStay()
{
    write(
        u"telemetry.csv"_s, "datetime,machine,volt,phase\n"
                            "2021-02-03 10:00:00,7,231.5,2\n2021-02-03 11:00:00,8,230,1\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    setField(fixture, 3, TableField::Ignored);
    const QString why = fixture.labelText("previewWhy");
    QVERIFY2(why.contains(u"“datetime” is the time."_s), qPrintable(why));
    QVERIFY2(why.contains(u"As chosen: phase."_s), qPrintable(why));
    QVERIFY2(!why.contains(u"Measurements"_s), qPrintable(why));
}

void tst_FilePreviewPane::columnsCanBeMapped()
{
    write(
        u"telemetry.csv"_s, "datetime,machine,volt,phase\n"
                            "2021-02-03 10:00:00,7,231.5,2\n2021-02-03 11:00:00,8,230,1\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QCOMPARE(titles(fixture).mid(3), QStringList({u"volt"_s, u"phase"_s}));
    setField(fixture, 3, TableField::Ignored);
    QCOMPARE(titles(fixture).mid(3), QStringList({u"volt"_s}));
    QVERIFY(fixture.find<QPushButton>("resetChoicesButton")->isVisible());
    // What only one column can be is taken from the other.
    setField(fixture, 3, TableField::Equipment);
    QCOMPARE(meaningOf(fixture, 1), u"Not used"_s);
    QCOMPARE(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored + 1), u"2 (equipment)"_s);
    // What a measurement is called.
    auto* model = columnsOf(fixture);
    QVERIFY(
        model->setData(model->index(2, PreviewColumnsModel::Label), u"voltage"_s, Qt::EditRole));
    waitForPreview(fixture);
    QCOMPARE(titles(fixture).mid(3), QStringList({u"voltage"_s}));
    fixture.click("resetChoicesButton");
    waitForPreview(fixture);
    QCOMPARE(titles(fixture).mid(3), QStringList({u"volt"_s, u"phase"_s}));
}

// A list whose names say nothing: first its role, then its columns.
void tst_FilePreviewPane::columnsOfListsCanBeMapped()
{
    write(u"anlagen.csv"_s, "Anlage;Bereich;Benennung\n1;Nord;Pumpe A\n2;Nord;Pumpe B\n");
    write(u"more.csv"_s, "ANLAGE;BEREICH;BENENNUNG\n3;Ost;Pumpe C\n");
    write(u"known.csv"_s, "equipment_id;code;name;area\n9;A;Pump;N\n");
    const WindowFixture fixture(withoutDatabase());
    select(fixture, u"anlagen.csv"_s);
    QVERIFY(!stateOf(fixture, u"more.csv"_s).startsWith(u"To load"_s));
    choose(fixture, "roleBox", u"Equipment list"_s);
    // What is known is proposed, and the rest is asked for.
    QCOMPARE(columnsOf(fixture)->rowCount(), 3);
    QCOMPARE(meaningOf(fixture, 0), u"Equipment"_s);
    QCOMPARE(meaningOf(fixture, 1), u"Attribute"_s);
    QCOMPARE(
        columnsOf(fixture)->index(2, PreviewColumnsModel::Example).data().toString(), u"Pumpe A"_s);
    const auto* table = fixture.find<DataTable>("previewColumns");
    QVERIFY(table->isColumnHidden(PreviewColumnsModel::Label));
    const auto* model = qobject_cast<const PreviewColumnsModel*>(columnsOf(fixture));
    QVERIFY(model->fieldsFor(2).contains(TableField::Code));
    QVERIFY(!model->fieldsFor(2).contains(TableField::Time));
    setField(fixture, 2, TableField::Code);
    setField(fixture, 1, TableField::Group);
    QCOMPARE(meaningOf(fixture, 1), u"Group"_s);
    for (const QString& file : {u"anlagen.csv"_s, u"more.csv"_s})
        QCOMPARE(stateOf(fixture, file), u"To load"_s);
    QStringList row = rowOf(fixture, 1).mid(PreviewRowsModel::FirstStored);
    QVERIFY2(row.contains(u"Pumpe B"_s) && row.contains(u"Nord"_s), qPrintable(row.join(u'|')));

    // One that is recognised.
    select(fixture, u"known.csv"_s);
    QCOMPARE(meaningOf(fixture, 1), u"Code"_s);
    setField(fixture, 2, TableField::Code);
    QCOMPARE(meaningOf(fixture, 1), u"Not used"_s);
    row = rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored);
    QVERIFY2(row.contains(u"Pump"_s), qPrintable(row.join(u'|')));
    QCOMPARE(stateOf(fixture, u"known.csv"_s), u"To load"_s);
}

void tst_FilePreviewPane::showsFailures()
{
    write(
        u"orders.csv"_s, "Asset,Reported,Completed,Failure Code,Work Type,Downtime\n"
                         "P-1,2023-01-08 15:00,2023-01-08 17:00,FOULING,Unplanned,90\n"
                         "P-1,2023-01-09 15:00,2023-01-09 14:00,LEAK,Planned,30\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QStringList meanings;
    for (int row = 0; row < 6; ++row)
        meanings << meaningOf(fixture, row);
    QCOMPARE(
        meanings,
        QStringList(
            {u"Equipment"_s, u"Time"_s, u"End"_s, u"Failure mode"_s, u"Planned"_s, u"Duration"_s}));
    // A duration needs a unit. Rows are shown before it is known.
    QCOMPARE(stateOf(fixture, u"orders.csv"_s), u"Which unit of time?"_s);
    QCOMPARE(
        fileRow(fixture, u"orders.csv"_s).siblingAtColumn(SourceFilesModel::Role).data().toString(),
        u"Work orders"_s);
    QCOMPARE(rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored + 5, 1), QStringList(QString()));
    const auto* const question = fixture.find<QLabel>("previewQuestion");
    QVERIFY2(question->text().contains(u"such as 90?"_s), qPrintable(question->text()));
    answer(fixture, 1);
    QVERIFY(fixture.find("previewQuestions")->isHidden());
    QCOMPARE(stateOf(fixture, u"orders.csv"_s), u"To load"_s);
    auto* model = columnsOf(fixture);
    const QModelIndex unit = model->index(5, PreviewColumnsModel::Label);
    QCOMPARE(unit.data().toString(), u"min"_s);
    // Without one it is asked again.
    QVERIFY(model->setData(unit, QString(), Qt::EditRole));
    waitForPreview(fixture);
    QCOMPARE(stateOf(fixture, u"orders.csv"_s), u"Which unit of time?"_s);
    answer(fixture, 1);
    QCOMPARE(
        titles(fixture), QStringList(
                             {u"Time (UTC)"_s, u"Equipment"_s, u"Severity"_s, u"Failure mode"_s,
                              u"End"_s, u"Duration"_s}));
    QCOMPARE(
        rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored + 1),
        QStringList(
            {u"P-1"_s, u"FAILURE"_s, u"FOULING"_s, u"2023-01-08 17:00:00"_s,
             u"1 h 30 min (contradicts the end)"_s}));
    QCOMPARE(
        rowOf(fixture, 1).mid(PreviewRowsModel::FirstStored + 4, 2),
        QStringList({u"before the failure: not kept"_s, u"30 min 0 s"_s}));
    setField(fixture, 3, TableField::Cause);
    QVERIFY(titles(fixture).contains(u"Cause"_s));
}

void tst_FilePreviewPane::severalColumnsCanBeMappedAtOnce()
{
    write(
        u"telemetry.csv"_s, "datetime,machine,volt,phase,count\n2021-02-03 10:00:00,7,231.5,2,1\n"
                            "2021-02-03 11:00:00,7,231.5,2,3\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    auto* table = fixture.find<DataTable>("previewColumns");
    table->setFocus();
    table->selectRow(2);
    QTest::keyClick(table, Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(table, Qt::Key_Down, Qt::ShiftModifier);
    // Enter opens the list of what the column may be.
    QTest::keyClick(table, Qt::Key_Return);
    auto* box = table->findChild<QComboBox*>(u"fieldBox"_s);
    QVERIFY(box);
    const int ignored = box->findData(static_cast<int>(TableField::Ignored));
    QVERIFY(ignored >= 0);
    box->setCurrentIndex(ignored);
    Q_EMIT box->activated(ignored);
    waitForPreview(fixture);
    for (int row = 2; row < 5; ++row)
        QCOMPARE(meaningOf(fixture, row), u"Not used"_s);
    QCOMPARE(meaningOf(fixture, 1), u"Equipment"_s);
}

void tst_FilePreviewPane::layoutAndConstantsCanBeChanged()
{
    write(
        u"tank.csv"_s, "time;volume;weight\n2021-02-03 10:00:00;1,5;2,5\n"
                       "2021-02-03 11:00:00;1,5;2,5\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QCOMPARE(titles(fixture).mid(2), QStringList({u"volume"_s, u"weight"_s}));
    choose(fixture, "layoutBox", u"A row is a reading"_s);
    QCOMPARE(
        titles(fixture),
        QStringList({u"Time (UTC)"_s, u"Sensor"_s, u"Severity"_s, u"volume"_s, u"weight"_s}));
    QCOMPARE(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored + 1), u"tank"_s);
    auto* sensor = fixture.find<QLineEdit>("rowSensorField");
    QVERIFY(sensor->isVisible());
    sensor->setText(u"LT-7"_s);
    Q_EMIT sensor->editingFinished();
    waitForPreview(fixture);
    choose(fixture, "rowSeverityBox", u"WARNING"_s);
    const QStringList row = rowOf(fixture, 0).mid(PreviewRowsModel::FirstStored);
    QCOMPARE(row.mid(1), QStringList({u"LT-7"_s, u"WARNING"_s, u"1.5"_s, u"2.5"_s}));
    choose(fixture, "decimalMarkBox", u"Point"_s);
    QVERIFY(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored).startsWith(u"Rejected: "_s));
    choose(fixture, "layoutBox", u"A column is a sensor"_s);
    QCOMPARE(titles(fixture).mid(2), QStringList({u"volume"_s, u"weight"_s}));
}

void tst_FilePreviewPane::filesCanBeLeftOutAndReset()
{
    write(u"a.csv"_s, "time;TI-1;TI-2\n2021-02-03 14:00:00;1,5;2\n2021-02-03 14:01:00;1,5;2\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QVERIFY(fixture.workbench->loads.canStart());
    QCOMPARE(columnsOf(fixture)->rowCount(), 3);
    choose(fixture, "roleBox", u"Don't load"_s);
    QVERIFY(stateOf(fixture, u"a.csv"_s).startsWith(u"Not loaded"_s));
    QVERIFY(!fixture.workbench->loads.canStart());
    QCOMPARE(fixture.labelText("loadFigures"), u"1 file left out"_s);
    // There is nothing to change but the role.
    QCOMPARE(columnsOf(fixture)->rowCount(), 0);
    QVERIFY(fixture.find("previewColumns")->isHidden());
    fixture.click("resetChoicesButton");
    waitForPreview(fixture);
    QCOMPARE(stateOf(fixture, u"a.csv"_s), u"To load"_s);
    QVERIFY(fixture.workbench->loads.canStart());
}

void tst_FilePreviewPane::whatDoesntFitIsSaid()
{
    write(
        u"telemetry.csv"_s, "datetime,machine,volt\n2021-02-03 10:00:00,7,231.5\n"
                            "2021-02-03 11:00:00,8,230\n");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    setField(fixture, 0, TableField::Ignored);
    QVERIFY(fixture.find("previewStrip")->isVisible());
    // What was chosen stays to be corrected.
    QCOMPARE(meaningOf(fixture, 0), u"Not used"_s);
    setField(fixture, 0, TableField::Time);
    QVERIFY(fixture.find("previewStrip")->isHidden());
    QCOMPARE(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored), u"2021-02-03 10:00:00"_s);
}

void tst_FilePreviewPane::showsTheFileThatWasSelectedLast()
{
    for (int i = 0; i < 8; ++i)
        write(
            u"%1.log"_s.arg(i), "[2021-02-03 14:00:00]\tERROR\tsensor[" + QByteArray::number(i)
                                    + "]:\t(temperature\t1.5)\n");
    write(u"picture.jpg"_s, "\xFF\xD8\xFF\xE0");
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    for (int i = 7; i >= 3; --i)
        fixture.find<DataTable>("filesTable")
            ->setCurrentIndex(fileRow(fixture, u"%1.log"_s.arg(i)));
    waitForPreview(fixture);
    QCOMPARE(fixture.labelText("previewName"), u"3.log"_s);
    QCOMPARE(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored + 1), u"3"_s);
    // Of a file that isn't loaded: why.
    select(fixture, u"picture.jpg"_s);
    QVERIFY(fixture.labelText("previewKind").startsWith(u"Not loaded"_s));
    QVERIFY(fixture.labelText("previewWhy").contains(u"picture"_s));
    QVERIFY(fixture.find("roleBox")->isHidden() || !fixture.find("roleBox")->isVisible());
}

void tst_FilePreviewPane::wideTablesAreBounded()
{
    QByteArray text = "time";
    for (int i = 0; i < 1000; ++i)
        text += ",T" + QByteArray::number(i);
    for (int row = 10; row < 40; ++row) {
        text += "\n2021-02-03T10:" + QByteArray::number(row) + ":00Z";
        for (int i = 0; i < 1000; ++i)
            text += ",1.5";
    }
    write(u"all.csv"_s, text);
    const WindowFixture fixture(withoutDatabase());
    waitForPreview(fixture);
    QCOMPARE(columnsOf(fixture)->rowCount(), 1001);
    const auto* rows = fixture.find<DataTable>("previewRows")->model();
    QCOMPARE(rows->rowCount(), 30);
    QVERIFY(rows->columnCount() <= 210);
    QVERIFY(rowOf(fixture, 0).at(PreviewRowsModel::Raw).size() < 1100);
    // Those beyond are named.
    QVERIFY2(
        rowOf(fixture, 0).constLast().contains(u"900 more"_s),
        qPrintable(rowOf(fixture, 0).constLast()));
}

void tst_FilePreviewPane::loadKeepsWhatWasChosen()
{
    TemporaryServer server;
    VERIFY_RESULT(server.start());
    const auto settings = server.createDatabase();
    VERIFY_RESULT(settings);
    write(u"a.log"_s, "[2021-02-03 14:00:00]\tERROR\tsensor[7]:\t(temperature\t1.5)\n");
    write(
        u"faults.csv"_s, "datetime,machine,errorID\n2021-02-03 10:00:00,7,error1\n"
                         "2021-02-03 11:00:00,8,error2\n");
    StartOptions options = withoutDatabase();
    options.conninfo = conninfoOf(*settings);
    {
        const WindowFixture fixture(options);
        select(fixture, u"faults.csv"_s);
        QCOMPARE(stateOf(fixture, u"faults.csv"_s), u"Which severity?"_s);
        answer(fixture, 1);
        QCOMPARE(stateOf(fixture, u"faults.csv"_s), u"To load"_s);
        QTRY_VERIFY(fixture.workbench->loads.canStart());
        fixture.click("loadButton");
        QTRY_VERIFY(fixture.workbench->loads.receipt().has_value());
        QTRY_VERIFY(!fixture.workbench->loads.isBusy());
        QVERIFY(fixture.find("previewPane")->isHidden());
        auto connection = Connection::open(*settings);
        VERIFY_RESULT(connection);
        const auto kept = keptFormats(*connection);
        VERIFY_RESULT(kept);
        QCOMPARE(kept->size(), 1);
        QCOMPARE(kept->constFirst().name, u"faults"_s);
        QCOMPARE(kept->constFirst().choice.table->severity, std::string("WARNING"));
        // The receipt stays, and the window knows the answer for other folders too.
        QVERIFY(fixture.workbench->loads.receipt().has_value());
        QVERIFY(!fixture.find<DataTable>("filesTable")->isColumnHidden(SourceFilesModel::Rejected));
        write(u"more/faults.csv"_s, "datetime,machine,errorID\n2021-02-04 10:00:00,7,error1\n");
        fixture.typeFolder(folder() + u"/more"_s);
        waitForPreview(fixture);
        QCOMPARE(stateOf(fixture, u"faults.csv"_s), u"To load"_s);
        QVERIFY(QDir(folder() + u"/more"_s).removeRecursively());
        // With nothing else to load, the load asks.
        write(
            u"open/alarms.csv"_s, "datetime,machine,alarmID\n2021-02-04 10:00:00,7,a1\n"
                                  "2021-02-04 11:00:00,8,a2\n");
        fixture.typeFolder(folder() + u"/open"_s);
        waitForPreview(fixture);
        QCOMPARE(stateOf(fixture, u"alarms.csv"_s), u"Which severity?"_s);
        fixture.click("loadButton");
        QTRY_VERIFY(
            fixture.window->focusWidget()
            && fixture.window->focusWidget()->objectName() == u"answer0"_s);
        QVERIFY(!fixture.workbench->loads.receipt());
        QVERIFY(fixture.find("loadStrip")->isHidden());
        QVERIFY(QDir(folder() + u"/open"_s).removeRecursively());
        // So does one with an encoding that nothing says.
        write(u"west/pressures.csv"_s, pressures(4));
        fixture.typeFolder(folder() + u"/west"_s);
        waitForPreview(fixture);
        QCOMPARE(stateOf(fixture, u"pressures.csv"_s), u"Which encoding?"_s);
        fixture.click("loadButton");
        QTRY_VERIFY(
            fixture.window->focusWidget()
            && fixture.window->focusWidget()->objectName() == u"answer0"_s);
        QVERIFY(!fixture.workbench->loads.receipt());
        QVERIFY(fixture.find("loadStrip")->isHidden());
        QVERIFY(QDir(folder() + u"/west"_s).removeRecursively());
    }
    // Another window shows the file as it is read from now on.
    const WindowFixture fixture(options);
    QTRY_COMPARE(stateOf(fixture, u"faults.csv"_s), u"To load"_s);
    select(fixture, u"faults.csv"_s);
    QCOMPARE(rowOf(fixture, 0).at(PreviewRowsModel::FirstStored + 2), u"WARNING"_s);
}

QTEST_MAIN(tst_FilePreviewPane)
#include "tst_FilePreviewPane.moc"
