// SPDX-License-Identifier: GPL-3.0-or-later
#include "WindowFixture.h"

#include "dialogs/exclusions/ExclusionDialog.h"
#include "dialogs/exclusions/ExclusionsDialog.h"
#include "support/TemporaryServer.h"
#include "support/VerifyResult.h"
#include "widgets/DataTable.h"
#include "widgets/MessageStrip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

namespace {

constexpr int kWaitMs = 60'000;

} // namespace

/// Excluded time in the window: added, changed and removed with the real dialogs.
class tst_ExclusionsDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        VERIFY_RESULT(m_server.start());
        m_folder = m_directory.filePath(u"vessel-7"_s);
        writeSmallFolder(m_folder);
        const auto settings = m_server.createDatabase();
        VERIFY_RESULT(settings);
        StartOptions options;
        options.conninfo = conninfoOf(*settings);
        options.folder = m_folder;
        m_fixture = std::make_unique<WindowFixture>(options);
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->workbench->loads.canStart(), kWaitMs);
        auto* box = m_fixture->find<QComboBox>("plantBox");
        QCOMPARE(box->findText(u"Excluded time…"_s), -1); // no plant yet
        m_fixture->click("loadButton");
        QTRY_VERIFY_WITH_TIMEOUT(m_fixture->workbench->loads.receipt().has_value(), kWaitMs);
        QTRY_VERIFY_WITH_TIMEOUT(box->findText(u"Excluded time…"_s) >= 0, kWaitMs);
        Q_EMIT box->activated(box->findText(u"Excluded time…"_s));
        m_dialog = m_fixture->find<ExclusionsDialog>("exclusionsDialog");
        QVERIFY(m_dialog != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(button("addExclusionButton")->isEnabled(), kWaitMs);
        QVERIFY(!button("editExclusionButton")->isEnabled());
    }

    void addsWhatIsEntered()
    {
        button("addExclusionButton")->click();
        QDialog* dialog = editor();
        const auto* save = dialog->findChild<QPushButton*>(u"saveExclusionButton"_s);
        QVERIFY(!save->isEnabled()); // without a reason
        dialog->findChild<QLineEdit*>(u"exclusionReason"_s)->setText(u"Docking"_s);
        QVERIFY(save->isEnabled());
        setTime(dialog, "exclusionStartsAt", QDate(2020, 7, 14));
        setTime(dialog, "exclusionEndsAt", QDate(2020, 7, 1));
        clickSave(dialog);
        auto* strip = dialog->findChild<MessageStrip*>(u"exclusionStrip"_s);
        QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible(), kWaitMs);
        setTime(dialog, "exclusionEndsAt", QDate(2020, 7, 15));
        clickSave(dialog);
        QTRY_COMPARE_WITH_TIMEOUT(
            rows(), QStringList{u"Whole plant|2020-07-14|Docking"_s}, kWaitMs);
    }

    void changesHowItRepeats()
    {
        button("editExclusionButton")->click();
        QDialog* dialog = editor();
        dialog->findChild<QComboBox*>(u"exclusionRepeats"_s)->setCurrentIndex(1);
        dialog->findChild<QCheckBox*>(u"exclusionWeekday7"_s)->setChecked(true);
        dialog->findChild<QTimeEdit*>(u"exclusionTimeFrom"_s)->setTime(QTime(6, 0));
        dialog->findChild<QTimeEdit*>(u"exclusionTimeTo"_s)->setTime(QTime(14, 0));
        auto* since = dialog->findChild<QLineEdit*>(u"exclusionSince"_s);
        since->setText(u"1 July"_s);
        clickSave(dialog);
        auto* strip = dialog->findChild<MessageStrip*>(u"exclusionStrip"_s);
        QTRY_VERIFY_WITH_TIMEOUT(strip->isVisible(), kWaitMs);
        since->setText(u"2019-01-01"_s);
        auto* scope = dialog->findChild<QComboBox*>(u"exclusionScope"_s);
        scope->setCurrentIndex(2);
        auto* name = dialog->findChild<QComboBox*>(u"exclusionName"_s);
        QVERIFY(name->count() > 0);
        name->setCurrentIndex(0);
        const QString code = name->currentText();
        clickSave(dialog);
        QTRY_COMPARE_WITH_TIMEOUT(
            rows(),
            QStringList{
                u"Equipment "_s + code + u"|Sunday 06:00–14:00, since 2019-01-01|Docking"_s},
            kWaitMs);
        // What is stored is shown again.
        button("editExclusionButton")->click();
        dialog = editor();
        QCOMPARE(dialog->findChild<QComboBox*>(u"exclusionName"_s)->currentText(), code);
        QVERIFY(dialog->findChild<QCheckBox*>(u"exclusionWeekday7"_s)->isChecked());
        QVERIFY(!dialog->findChild<QCheckBox*>(u"exclusionWeekday1"_s)->isChecked());
        dialog->reject();
    }

    void removesOnlyWhenConfirmed()
    {
        QTRY_VERIFY_WITH_TIMEOUT(button("removeExclusionButton")->isEnabled(), kWaitMs);
        m_fixture->dialogs.yes = false;
        button("removeExclusionButton")->click();
        QCOMPARE(rows().size(), 1);
        m_fixture->dialogs.yes = true;
        button("removeExclusionButton")->click();
        QTRY_COMPARE_WITH_TIMEOUT(rows().size(), 0, kWaitMs);
        QVERIFY(!button("removeExclusionButton")->isEnabled());
    }

private:
    QPushButton* button(const char* name) const
    {
        return m_dialog->findChild<QPushButton*>(QString::fromLatin1(name));
    }
    // The one that is open; closed ones are deleted later.
    QDialog* editor() const
    {
        for (auto* dialog : m_dialog->findChildren<ExclusionDialog*>()) {
            if (dialog->isVisible())
                return dialog;
        }
        qFatal("No editor is open");
    }
    static void setTime(const QDialog* dialog, const char* field, QDate day)
    {
        dialog->findChild<QDateTimeEdit*>(QString::fromLatin1(field))
            ->setDateTime(QDateTime(day, QTime(0, 0), Qt::UTC));
    }
    static void clickSave(const QDialog* dialog)
    {
        dialog->findChild<QPushButton*>(u"saveExclusionButton"_s)->click();
    }
    QStringList rows() const
    {
        const auto* model = m_dialog->findChild<DataTable*>(u"exclusionsTable"_s)->model();
        QStringList rows;
        for (int row = 0; row < model->rowCount(); ++row) {
            QStringList cells;
            for (const int column : {1, 2, 3})
                cells << model->index(row, column).data().toString();
            rows << cells.join(u'|');
        }
        return rows;
    }

    TemporaryServer m_server;
    QTemporaryDir m_directory;
    QString m_folder;
    std::unique_ptr<WindowFixture> m_fixture;
    ExclusionsDialog* m_dialog = nullptr;
};

QTEST_MAIN(tst_ExclusionsDialog)
#include "tst_ExclusionsDialog.moc"
