// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoadFixture.h"

#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"

#include <QTest>

#include <memory>

using namespace faultline;
using namespace Qt::Literals::StringLiterals;

/// Which plant a folder is loaded into, and when only the user can tell.
class tst_PlantChoice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void init()
    {
        auto fixture = LoadFixture::make(m_server);
        VERIFY_RESULT(fixture);
        m_fixture = std::move(*fixture);
    }

    void remembersTheFolderAboveToo()
    {
        write(u"a"_s, "A");
        QCOMPARE(plantOf(load(u"a"_s)), u"a first"_s);
        write(u"b"_s, "B");
        QCOMPARE(plantOf(load(u"b"_s, u"b"_s)), u"b chosen"_s);
        QCOMPARE(plantOf(load(u"b"_s)), u"b folder"_s);
        m_fixture->write(u"b/new/day.log"_s, logLines(20, 7));
        QCOMPARE(plantOf(load(u"b/new"_s)), u"b folder"_s);
    }

    void listsMustAgreeWithOnePlantOnly()
    {
        write(u"a"_s, "A");
        QCOMPARE(plantOf(load(u"a"_s)), u"a first"_s);
        write(u"b"_s, "A");
        const LoadReceipt same = load(u"b"_s);
        QCOMPARE(plantOf(same), u"a lists"_s);
        QCOMPARE(same.plants.first().agreement.agreeing, 10);
        QCOMPARE(same.plants.first().agreement.entries, 10);
        QCOMPARE(plantOf(load(u"b"_s, u"twin"_s)), u"twin chosen"_s);
        write(u"c"_s, "A");
        const LoadReceipt unclear = load(u"c"_s);
        QVERIFY(unclear.question);
        QCOMPARE(unclear.failure->why, u"More than one plant has the same lists."_s);
    }

    void aFewChangedCodesAreTheSamePlant_data()
    {
        QTest::addColumn<int>("changed");
        QTest::addColumn<bool>("isSame");
        QTest::newRow("one of ten") << 1 << true;
        QTest::newRow("two of ten") << 2 << false;
        QTest::newRow("all") << 10 << false;
    }
    void aFewChangedCodesAreTheSamePlant()
    {
        QFETCH(int, changed);
        QFETCH(bool, isSame);
        write(u"a"_s, "A");
        QCOMPARE(plantOf(load(u"a"_s)), u"a first"_s);
        write(u"b"_s, "A", changed);
        const LoadReceipt receipt = load(u"b"_s);
        QCOMPARE(!receipt.question, isSame);
        if (!isSame)
            QVERIFY(
                receipt.failure->why.startsWith(u"%1 of 10 equipment codes differ"_s.arg(changed)));
    }

    // A folder that was loaded before is asked about if most of its list is now another one's.
    void aFolderThatContradictsItsPlantIsAskedAbout()
    {
        write(u"a"_s, "A");
        QCOMPARE(plantOf(load(u"a"_s)), u"a first"_s);
        write(u"a"_s, "A", 5);
        QCOMPARE(plantOf(load(u"a"_s)), u"a folder"_s);
        write(u"a"_s, "X");
        const LoadReceipt receipt = load(u"a"_s);
        QVERIFY(receipt.question);
        QCOMPARE(receipt.failure->code, kPlantQuestionCode);
        QCOMPARE(receipt.question->newName, u"a 2"_s);
        QCOMPARE(receipt.question->candidates.first().name, u"a"_s);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.load_run"), u"2"_s);
    }

    void anUndoneListDoesNotCount()
    {
        write(u"a"_s, "A");
        const LoadReceipt first = load(u"a"_s, u"vessel"_s);
        QCOMPARE(plantOf(first), u"vessel chosen"_s);
        m_fixture->write(u"b/log.log"_s, logLines(10));
        QVERIFY(load(u"b"_s).question);
    }

    // Both decide at the same time, and the second one sees the first one's plant.
    void twoProgramsDecideOneAfterTheOther()
    {
        write(u"east/export"_s, "A");
        write(u"west/export"_s, "B");
        const LoadJob east = start(u"east/export"_s);
        const LoadJob west = start(u"west/export"_s);
        const LoadReceipt receipts[]{east.future().result(), west.future().result()};
        const LoadReceipt& loaded = receipts[receipts[0].question ? 1 : 0];
        const LoadReceipt& asked = receipts[receipts[0].question ? 0 : 1];
        QCOMPARE(plantOf(loaded), u"export first"_s);
        QVERIFY(asked.question);
        QCOMPARE(asked.question->newName, u"export 2"_s);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.plant"), u"1"_s);
        QCOMPARE(plantOf(loadPath(asked.folder, asked.question->newName)), u"export 2 chosen"_s);
        QCOMPARE(
            m_fixture->ask("SELECT string_agg(DISTINCT left(code, 1) || equipment.plant_id, ',')"
                           " FROM faultline.equipment"),
            loaded.folder.contains(u"east"_s) ? u"A1,B2"_s : u"A2,B1"_s);
    }

    void twoProgramsMayCreateTheSamePlant()
    {
        write(u"east"_s, "A");
        write(u"west"_s, "A");
        const LoadJob east = start(u"east"_s, u"Fleet"_s);
        const LoadJob west = start(u"west"_s, u"fleet"_s);
        QCOMPARE(east.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(west.future().result().outcome, LoadReceipt::Outcome::Succeeded);
        QCOMPARE(m_fixture->ask("SELECT count(*) FROM faultline.plant"), u"1"_s);
    }

private:
    // A log and a list of ten pieces of equipment; the last `changed` codes are others.
    void write(const QString& folder, const QByteArray& prefix, int changed = 0) const
    {
        m_fixture->write(
            folder + u"/log.log"_s, logLines(40, static_cast<quint32>(folder.front().unicode())));
        QByteArray list;
        for (int id = 1; id <= 10; ++id) {
            const QByteArray code = prefix + (id > 10 - changed ? "-new-" : "-");
            list += QByteArray(list.isEmpty() ? "[" : ",")
                    + "{\"equipment_id\":" + QByteArray::number(id) + ",\"code\":\"" + code
                    + QByteArray::number(id) + "\"}";
        }
        m_fixture->write(folder + u"/list.json"_s, list + "]");
    }
    LoadJob start(const QString& folder, const QString& plant = {}) const
    {
        return startPath(m_fixture->path(folder), plant);
    }
    LoadJob startPath(const QString& path, const QString& plant) const
    {
        LoadOptions options;
        options.plant.name = plant;
        return LoadJob::start(m_fixture->settings(), path, options);
    }
    LoadReceipt load(const QString& folder, const QString& plant = {}) const
    {
        return start(folder, plant).future().result();
    }
    LoadReceipt loadPath(const QString& path, const QString& plant) const
    {
        return startPath(path, plant).future().result();
    }
    static QString plantOf(const LoadReceipt& receipt)
    {
        if (receipt.failure)
            return receipt.failure->toText();
        return receipt.plants.first().name + u' ' + plantReasonWord(receipt.plants.first().reason);
    }

    TemporaryServer m_server;
    std::unique_ptr<LoadFixture> m_fixture;
};

QTEST_GUILESS_MAIN(tst_PlantChoice)
#include "tst_PlantChoice.moc"
