// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/check/CheckPane.h"

#include "dialogs/FolderOpening.h"
#include "pages/check/FoundLinesPane.h"
#include "pages/receipt/FindingList.h"
#include "session/Workbench.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/EmptyState.h"
#include "widgets/MessageStrip.h"

#include <QButtonGroup>
#include <QEvent>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

const QString kPartsState = u"check-parts"_s;
constexpr qsizetype kMaxLines = 100;
constexpr int kListWidth = 480;
constexpr int kLinesWidth = 560;
constexpr int kMinListWidth = 280;
constexpr int kMinListHeight = 160;
constexpr int kMinPartHeight = 240;
constexpr int kMinHeight = 136;
constexpr int kSideBySideWidth = 880;

QString rejectedText(const RejectedKind& kind)
{
    return CheckPane::tr("%1 line(s) will be rejected. %2.", nullptr, format::plural(kind.count))
        .arg(format::count(kind.count), rejectReasonText(kind.reason));
}

QString countText(qsizetype shown, qint64 all)
{
    return shown < all
               ? CheckPane::tr("The first %1 of %2").arg(format::count(shown), format::count(all))
               : QString();
}

} // namespace

CheckPane::CheckPane(Workbench& workbench, QWidget* parent)
    : QWidget(parent)
    , m_workbench(workbench)
    , m_strip(new MessageStrip(this))
    , m_content(new QStackedWidget(this))
    , m_area(new QScrollArea(m_content))
    , m_parts(new QSplitter)
    , m_list(new FindingList)
    , m_buttons(new QButtonGroup(this))
    , m_lines(new FoundLinesPane)
    , m_empty(new EmptyState(u"success"_s, m_content))
{
    setObjectName(u"checkPane"_s);
    m_strip->setObjectName(u"checkStrip"_s);
    m_list->setObjectName(u"checkFindings"_s);
    m_empty->setTexts(
        tr("Nothing needs a look"),
        tr("Each line can be read, and what the files say fits together."));
    layOut();
    connect(m_buttons, &QButtonGroup::idClicked, this, &CheckPane::showLinesOf);
    connect(m_lines, &FoundLinesPane::folderRequested, this, [this](const QString& path) {
        openFolderOf(path, m_workbench.dialogs, this, [this](const UserMessage& message) {
            m_strip->showMessage(message);
        });
    });
}

namespace {

void makePlain(QScrollArea* area, QWidget* content)
{
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(content);
    content->setAutoFillBackground(false);
}

} // namespace

// In a small window, the whole scrolls rather than parts of it becoming too small.
void CheckPane::layOut()
{
    m_parts->addWidget(makeListArea());
    m_parts->addWidget(m_lines);
    m_parts->setChildrenCollapsible(false);
    m_parts->setStretchFactor(0, 1);
    m_parts->setStretchFactor(1, 1);
    m_parts->setSizes({kListWidth, kLinesWidth});
    m_parts->restoreState(m_workbench.preferences.state(kPartsState));
    makePlain(m_area, m_parts);
    m_content->addWidget(m_area);
    m_content->addWidget(m_empty);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->setContentsMargins(0, appearance::kRelated, 0, 0);
    column->addWidget(m_strip);
    column->addWidget(m_content, 1);
    setMinimumHeight(kMinHeight);
}

QWidget* CheckPane::makeListArea()
{
    auto* area = new QScrollArea(m_parts);
    auto* body = new QWidget(area);
    auto* list = new QVBoxLayout(body);
    list->setContentsMargins(0, 0, appearance::kRelated, 0);
    list->addWidget(m_list);
    list->addStretch(1);
    makePlain(area, body);
    area->setMinimumWidth(kMinListWidth);
    area->setMinimumHeight(kMinListHeight);
    return area;
}

void CheckPane::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= kSideBySideWidth;
    m_parts->setOrientation(isWide ? Qt::Horizontal : Qt::Vertical);
    m_parts->setMinimumHeight(isWide ? kMinPartHeight : kMinListHeight + kMinPartHeight);
}

CheckPane::~CheckPane()
{
    m_workbench.preferences.rememberState(kPartsState, m_parts->saveState());
}

void CheckPane::showCheck()
{
    const CheckController& check = m_workbench.check;
    if (check.isOutdated()) {
        m_strip->showMessage(
            UserMessage::information(tr("You have changed a choice since this check"))
                .because(tr("It may find something else now.")),
            tr("Check again"), [this] { m_workbench.check.start(); });
        return;
    }
    m_strip->clear();
    m_rejected = check.receipt() ? check.receipt()->rejectedKinds : QList<RejectedKind>();
    m_findings =
        check.receipt() ? FindingList::sorted(check.receipt()->findings) : QList<UserMessage>();
    m_lines->clear();
    showList();
    m_content->setCurrentWidget(count() > 0 ? static_cast<QWidget*>(m_area) : m_empty);
    if (QAbstractButton* const first = m_buttons->buttons().value(0))
        first->click();
}

void CheckPane::showList()
{
    const int shown = m_buttons->checkedId();
    m_list->clear(); // and with it the buttons
    qsizetype number = 0;
    for (const RejectedKind& kind : std::as_const(m_rejected)) {
        const QString text = rejectedText(kind);
        m_list->addLine(u"rejected"_s, appearance::Tone::Warning, text, showButton(text, number++));
    }
    for (const UserMessage& finding : std::as_const(m_findings)) {
        const bool hasLines = !FindingRows::of(finding).isEmpty();
        m_list->addFinding(finding, hasLines ? showButton(finding.what, number) : nullptr);
        ++number;
    }
    if (QAbstractButton* const button = m_buttons->button(shown))
        button->setChecked(true);
}

QPushButton* CheckPane::showButton(const QString& title, qsizetype number)
{
    auto* button = new QPushButton(tr("Show"), this);
    button->setObjectName(u"showLinesButton"_s);
    button->setCheckable(true);
    button->setToolTip(tr("Show the lines that this is about"));
    button->setAccessibleName(tr("Show the lines: %1").arg(title));
    // Not by its shade alone, which is hard to see on dark buttons.
    connect(button, &QPushButton::toggled, button, [button](bool isShown) {
        button->setText(isShown ? tr("Shown") : tr("Show"));
    });
    m_buttons->addButton(button, static_cast<int>(number));
    return button;
}

void CheckPane::showLinesOf(qsizetype number)
{
    m_workbench.check.stopFinding();
    if (number < m_rejected.size())
        showRejected(m_rejected.at(number));
    else
        searchLines(m_findings.at(number - m_rejected.size()));
}

void CheckPane::showRejected(const RejectedKind& kind)
{
    m_lines->showLines(
        {rejectReasonText(kind.reason), kind.lines, countText(kind.lines.size(), kind.count),
         kind.reason});
}

void CheckPane::searchLines(const UserMessage& finding)
{
    m_lines->showSearching(finding.what);
    m_workbench.check.findLines(
        FindingRows::of(finding), kMaxLines,
        [this, finding](const Result<FindingLines>& found) { takeLines(finding, found); });
}

void CheckPane::takeLines(const UserMessage& finding, const Result<FindingLines>& found)
{
    QString note;
    if (!found || found->lines.isEmpty())
        note = tr("These lines are no longer there. Check again.");
    else if (!found->isAll)
        note = tr("The first %1").arg(format::count(found->lines.size()));
    m_lines->showLines({finding.what, found ? found->lines : QList<FoundLine>(), note, {}});
}

void CheckPane::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && count() > 0)
        showList();
}

} // namespace faultline
