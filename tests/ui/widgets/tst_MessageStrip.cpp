// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/MessageStrip.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace faultline;

class tst_MessageStrip : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysEverything();
    void saysAPlaceOnce();
    void buttonRunsTheRemedy();
    void severalButtons();
    void actionMayShowAnotherMessage();
    void canBeDismissed();
    void markupIsText();

private:
    static QString textOf(const MessageStrip& strip)
    {
        QStringList texts;
        const auto labels = strip.findChildren<QLabel*>();
        for (const QLabel* label : labels)
            texts << label->text();
        return texts.join(u'\n');
    }
};

void tst_MessageStrip::saysEverything()
{
    MessageStrip strip;
    QVERIFY(!strip.isVisible());
    strip.showMessage(UserMessage::error(u"It broke"_s)
                          .because(u"no room"_s)
                          .at(u"/srv/x"_s)
                          .withRemedy(u"make room"_s));
    QVERIFY(strip.isVisible());
    for (const QString& part : {u"It broke"_s, u"no room."_s, u"/srv/x"_s, u"make room."_s})
        QVERIFY2(textOf(strip).contains(part), qPrintable(part));
    QVERIFY(!textOf(strip).contains(u"/srv/x."_s));
    QVERIFY(strip.accessibleName().contains(u"make room"_s));
    QVERIFY(!strip.findChild<QPushButton*>(u"messageButton"_s)->isVisible());
}

// A parser's reason may already contain the file.
void tst_MessageStrip::saysAPlaceOnce()
{
    MessageStrip strip;
    strip.showMessage(UserMessage::error(u"It broke"_s)
                          .because(u"a comma is missing (/srv/x/list.json, line 2)"_s)
                          .at(u"/srv/x/list.json"_s));
    QCOMPARE(textOf(strip).count(u"/srv/x/list.json"_s), 1);
    QVERIFY(textOf(strip).contains(u"line 2"_s));
}

void tst_MessageStrip::buttonRunsTheRemedy()
{
    MessageStrip strip;
    int runs = 0;
    strip.showMessage(UserMessage::warning(u"Hm"_s), u"Do it"_s, [&runs] { ++runs; });
    auto* button = strip.findChild<QPushButton*>(u"messageButton"_s);
    QVERIFY(button->isVisible());
    QCOMPARE(button->text(), u"Do it"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(runs, 1);
}

void tst_MessageStrip::severalButtons()
{
    MessageStrip strip;
    QStringList done;
    strip.showSuccess(
        u"Written"_s, {{u"Open file"_s, [&done] { done << u"file"_s; }},
                       {u"Open folder"_s, [&done] { done << u"folder"_s; }}});
    for (auto* button : strip.findChildren<QPushButton*>(u"messageButton"_s))
        QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(done, (QStringList{u"file"_s, u"folder"_s}));
    // The buttons disappear with their message.
    strip.showSuccess(u"Done"_s, u"Again"_s);
    const auto buttons = strip.findChildren<QPushButton*>(u"messageButton"_s);
    QCOMPARE(buttons.size(), 1);
    QCOMPARE(buttons.constFirst()->text(), u"Again"_s);
}

void tst_MessageStrip::actionMayShowAnotherMessage()
{
    MessageStrip strip;
    strip.showMessage(
        UserMessage::error(u"One"_s), u"Again"_s, [&strip] { strip.showSuccess(u"Two"_s); });
    QTest::mouseClick(strip.findChild<QPushButton*>(u"messageButton"_s), Qt::LeftButton);
    QCOMPARE(strip.message().what, u"Two"_s);
}

void tst_MessageStrip::canBeDismissed()
{
    MessageStrip strip;
    strip.showSuccess(u"Done"_s);
    QSignalSpy dismissed(&strip, &MessageStrip::dismissed);
    QTest::mouseClick(strip.findChild<QToolButton*>(), Qt::LeftButton);
    QCOMPARE(dismissed.size(), 1);
    QVERIFY(!strip.isVisible());
}

void tst_MessageStrip::markupIsText()
{
    MessageStrip strip;
    strip.showMessage(UserMessage::error(u"<b>x</b>"_s));
    const auto labels = strip.findChildren<QLabel*>();
    for (const QLabel* label : labels) {
        if (!label->text().isEmpty())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

QTEST_MAIN(tst_MessageStrip)
#include "tst_MessageStrip.moc"
