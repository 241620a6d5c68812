// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/receipt/ReceiptView.h"

#include "pages/receipt/FindingList.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/ElidedLabel.h"

#include <QDir>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

using appearance::Tone;

namespace {

constexpr qsizetype kMaxFindings = 4; // the saved receipt has them all
constexpr int kIconSize = 18;

bool nothingNew(const LoadReceipt& receipt)
{
    const RecordCounts total = receipt.total();
    return receipt.outcome == LoadReceipt::Outcome::Succeeded && total.loaded == 0
           && total.rejected == 0 && total.skipped > 0;
}

QString headingOf(const LoadReceipt& receipt)
{
    const QString name = QDir(receipt.folder).dirName();
    const QString time = format::duration(receipt.elapsedMs);
    if (receipt.dryRun)
        return ReceiptView::tr("Checked in %1: %2").arg(time, name);
    switch (receipt.outcome) {
    case LoadReceipt::Outcome::Cancelled:
        return ReceiptView::tr("Cancelled after %1: %2").arg(time, name);
    case LoadReceipt::Outcome::Failed:
        return ReceiptView::tr("Stopped after %1: %2").arg(time, name);
    case LoadReceipt::Outcome::Succeeded:
        break;
    }
    return ReceiptView::tr("Loaded in %1: %2").arg(time, name);
}

// Of a check.
QString checkedText(const QString& records, qint64 rejected)
{
    const QString toLoad = records.isEmpty() ? ReceiptView::tr("No reading to load")
                                             : ReceiptView::tr("%1 to load").arg(records);
    return rejected > 0
               ? ReceiptView::tr("%1, %2 line(s) rejected", nullptr, format::plural(rejected))
                     .arg(toLoad, format::count(rejected))
               : toLoad;
}

QLabel* wrappedLabel(QWidget* parent)
{
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPixmap pictureOf(const QString& name, Tone tone, const QWidget* widget)
{
    return appearance::icon(name, tone)
        .pixmap(QSize(kIconSize, kIconSize), widget->devicePixelRatioF());
}

} // namespace

ReceiptView::ReceiptView(Mode mode, QWidget* parent)
    : QWidget(parent)
    , m_mode(mode)
    , m_heading(new ElidedLabel(this))
    , m_figure(wrappedLabel(this))
    , m_plants(wrappedLabel(this))
    , m_balanceIcon(new QLabel(this))
    , m_balance(wrappedLabel(this))
    , m_findings(new FindingList(this))
    , m_reports(new QPushButton(appearance::icon(u"reports"_s), tr("Show &reports"), this))
    , m_rejected(new QPushButton(appearance::icon(u"rejected"_s), tr("Show re&jected lines"), this))
    , m_save(new QPushButton(appearance::icon(u"export"_s), tr("Sa&ve receipt…"), this))
    , m_undo(new QPushButton(this))
    , m_busy(new BusyLine(this))
{
    m_heading->setFont(appearance::headingFont(font()));
    m_heading->setTextFormat(Qt::PlainText);
    m_heading->setElideMode(Qt::ElideRight); // a folder's name comes last
    m_figure->setFont(appearance::figureFont(font()));
    // The window has one receipt view of each kind; these prefixes distinguish them.
    const QString prefix = mode == Mode::History ? u"history/"_s : QString();
    m_figure->setObjectName(prefix + u"receiptFigure"_s);
    m_plants->setObjectName(prefix + u"receiptPlants"_s);
    m_balance->setObjectName(prefix + u"receiptBalance"_s);
    m_reports->setObjectName(prefix + u"seeReportsButton"_s);
    m_rejected->setObjectName(prefix + u"seeRejectedButton"_s);
    m_save->setObjectName(prefix + u"saveReceiptButton"_s);
    m_undo->setObjectName(prefix + u"undoLoadButton"_s);
    m_reports->setVisible(mode == Mode::AfterLoad);

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kRelated);
    top->addWidget(m_heading, 1);
    top->addWidget(m_reports);
    top->addWidget(m_rejected);
    top->addWidget(m_save);
    top->addWidget(m_undo);
    auto* balance = new QHBoxLayout;
    appearance::setTight(balance, appearance::kRelated);
    balance->addWidget(m_balanceIcon, 0, Qt::AlignTop);
    balance->addWidget(m_balance, 1);

    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, appearance::kRelated);
    column->addLayout(top);
    column->addWidget(m_figure);
    column->addWidget(m_plants);
    column->addLayout(balance);
    column->addWidget(m_findings);
    column->addWidget(m_busy);

    connect(m_reports, &QPushButton::clicked, this, &ReceiptView::reportsRequested);
    connect(m_rejected, &QPushButton::clicked, this, [this] { Q_EMIT rejectedRequested({}); });
    connect(m_save, &QPushButton::clicked, this, &ReceiptView::saveRequested);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (m_undoing)
            Q_EMIT undoCancelled();
        else
            Q_EMIT undoRequested();
    });
    showUndoButton();
}

QString ReceiptView::headlineOf(const LoadReceipt& receipt)
{
    const RecordCounts log = receipt.readings();
    if (receipt.dryRun)
        return checkedText(receipt.loadedText(), receipt.total().rejected);
    if (nothingNew(receipt)) {
        return tr("Nothing new: all %1 records were already loaded")
            .arg(format::count(receipt.total().skipped));
    }
    const qint64 rejected = receipt.total().rejected;
    if (log.loaded + log.skipped == 0 && rejected > 0) {
        return tr("No reading loaded, %1 line(s) rejected", nullptr, format::plural(rejected))
            .arg(format::count(rejected));
    }
    const QString records = receipt.loadedText();
    const QString loaded = tr("%1 loaded").arg(records.isEmpty() ? format::readings(0) : records);
    if (receipt.outcome == LoadReceipt::Outcome::Cancelled)
        return tr("%1; click Load to resume").arg(loaded);
    return rejected > 0 ? tr("%1, %2 line(s) rejected", nullptr, format::plural(rejected))
                              .arg(loaded, format::count(rejected))
                        : loaded;
}

QString ReceiptView::balanceOf(const LoadReceipt& receipt)
{
    if (!receipt.balanced()) {
        QStringList files;
        for (const FileReceipt& file : receipt.files) {
            if (!file.records.balanced())
                files << file.relativePath;
        }
        return tr("Out of balance: %1. Records are missing or counted twice there: don't rely on "
                  "this load. Save the receipt and report this as a bug in Faultline.")
            .arg(files.join(u", "_s));
    }
    const RecordCounts total = receipt.total();
    if (receipt.dryRun) {
        return tr("Nothing is stored yet. %1 record(s) = %2 to load + %3 rejected + %4 blank + %5 "
                  "in copies of files",
                  nullptr, format::plural(total.in))
            .arg(
                format::count(total.in), format::count(total.loaded), format::count(total.rejected),
                format::count(total.blank), format::count(total.skipped));
    }
    return tr("In balance: %1 record(s) in = %2 loaded + %3 rejected + %4 blank + %5 skipped",
              nullptr, format::plural(total.in))
        .arg(
            format::count(total.in), format::count(total.loaded), format::count(total.rejected),
            format::count(total.blank), format::count(total.skipped));
}

void ReceiptView::showReceipt(const LoadReceipt& receipt)
{
    m_receipt = receipt;
    m_heading->setText(headingOf(receipt));
    m_heading->setToolTip(QDir::toNativeSeparators(receipt.folder));
    m_figure->setText(headlineOf(receipt));
    // There may be nothing to report on, or only what earlier loads have stored.
    const RecordCounts log = receipt.readings();
    const bool hasFailed = receipt.outcome == LoadReceipt::Outcome::Failed;
    const bool isLoad = !receipt.dryRun;
    m_reports->setVisible(
        isLoad && m_mode == Mode::AfterLoad && !(hasFailed && log.loaded + log.skipped == 0));
    m_rejected->setVisible(isLoad && m_mode == Mode::AfterLoad && receipt.total().rejected > 0);
    showPlants();
    showBalance();
    showFindings();
    showUndoButton();
}

void ReceiptView::showPlants()
{
    QStringList lines;
    for (const PlantChoice& plant : std::as_const(m_receipt.plants))
        lines << plant.toLine();
    const QString all = lines.join(u", "_s);
    if (lines.isEmpty())
        m_plants->clear();
    else
        m_plants->setText((lines.size() == 1 ? tr("Plant: %1") : tr("Plants: %1")).arg(all));
    m_plants->setHidden(lines.isEmpty());
}

void ReceiptView::setUndoable(bool undoable)
{
    m_undoable = undoable;
    showUndoButton();
}

void ReceiptView::setUndoing(bool undoing)
{
    m_undoing = undoing;
    m_busy->setBusy(undoing);
    showUndoButton();
}

void ReceiptView::showUndoButton()
{
    m_undo->setVisible(m_receipt.loadId > 0 && !m_receipt.undoneAt.isValid());
    m_undo->setEnabled(m_undoing || m_undoable);
    m_undo->setText(m_undoing ? tr("Cancel &undo") : tr("&Undo load…"));
    m_undo->setIcon(appearance::icon(m_undoing ? u"cancel"_s : u"undo"_s));
}

void ReceiptView::showBalance()
{
    const bool balanced = m_receipt.balanced();
    const Tone tone = balanced ? Tone::Success : Tone::Error;
    m_balanceIcon->setPixmap(pictureOf(balanced ? u"success"_s : u"error"_s, tone, this));
    m_balanceIcon->setHidden(balanced && m_receipt.dryRun);
    m_balance->setText(balanceOf(m_receipt));
    m_balance->setFont(balanced ? font() : appearance::strongFont(font()));
    QPalette colors = palette();
    colors.setColor(
        QPalette::WindowText, balanced ? palette().color(QPalette::WindowText)
                                       : appearance::toneColor(Tone::Error, palette()));
    m_balance->setPalette(colors);
}

// For a finding that the user can answer, or whose rows a report or a page lists.
QPushButton* ReceiptView::buttonOf(const UserMessage& finding)
{
    // The answer is more useful than the rows.
    const auto choice = FailureChoice::of(finding);
    if (choice) {
        auto* button = new QPushButton(
            choice->added.size() == 1
                ? tr("&Count %1 as failures…").arg(choice->added.first())
                : tr("&Count %1 and others as failures…").arg(choice->added.value(0)),
            this);
        button->setObjectName(u"countFailuresButton"_s);
        connect(button, &QPushButton::clicked, this, [this, choice] {
            Q_EMIT failureChoiceRequested(*choice);
        });
        return button;
    }
    const QString report = finding.details.value("report"_L1).toString();
    const QString reason = finding.details.value("rejected"_L1).toString();
    if (report.isEmpty() && reason.isEmpty())
        return nullptr;
    auto* button = new QPushButton(tr("Show"), this);
    button->setObjectName(u"showFindingButton"_s);
    button->setToolTip(
        report.isEmpty() ? tr("Open the list of rejected lines with this reason")
                         : tr("Open the report that lists them"));
    button->setAccessibleName(tr("Show: %1").arg(finding.what));
    connect(button, &QPushButton::clicked, this, [this, report, reason] {
        if (report.isEmpty())
            Q_EMIT rejectedRequested(reason);
        else
            Q_EMIT findingRequested(report);
    });
    return button;
}

void ReceiptView::showFindings()
{
    m_findings->clear();
    m_busy->setHidden(m_receipt.dryRun);
    m_findings->setHidden(m_receipt.dryRun);
    if (m_mode == Mode::History && m_receipt.undoneAt.isValid()) {
        m_findings->addLine(
            u"undo"_s, Tone::Information,
            tr("Undone on %1: its readings and rejected lines are no longer in the database")
                .arg(format::localTime(m_receipt.undoneAt)));
    }
    if (m_mode == Mode::History && m_receipt.failure)
        m_findings->addLine(u"error"_s, Tone::Error, FindingList::textOf(*m_receipt.failure));
    if (m_receipt.dryRun)
        return; // the check shows them with their lines
    // Warnings first, because only some are shown.
    const QList<UserMessage> findings = FindingList::sorted(m_receipt.findings);
    for (const UserMessage& finding : findings.mid(0, kMaxFindings))
        m_findings->addFinding(finding, buttonOf(finding));
    if (const auto more = static_cast<int>(findings.size() - kMaxFindings); more > 0) {
        m_findings->addLine(
            u"info"_s, Tone::Information,
            tr("%n more finding(s) in the saved receipt", nullptr, more));
    }
}

void ReceiptView::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_receipt.folder.isEmpty()) {
        showBalance();
        showFindings();
    }
}

} // namespace faultline
