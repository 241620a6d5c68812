// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/check/FoundLinesPane.h"

#include "pages/check/FoundLinesModel.h"
#include "pages/lines/FileLinePane.h"
#include "pages/lines/MarkedTextDelegate.h"
#include "sources/lines/TimestampAdvice.h"
#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/BusyLine.h"
#include "widgets/DataTable.h"
#include "widgets/ElidedLabel.h"

#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace faultline {

namespace {

constexpr int kMaxFileWidth = 200;
constexpr int kMinTableHeight = 72;
constexpr int kTableHeight = 120;
constexpr int kLineHeight = 200;

// The reason is above the list.
QString fieldOf(const FoundLine& line)
{
    return line.field.isEmpty()
               ? QString()
               : FoundLinesPane::tr("Field: “%1”").arg(QString::fromUtf8(line.field));
}

} // namespace

FoundLinesPane::FoundLinesPane(QWidget* parent)
    : QWidget(parent)
    , m_title(new ElidedLabel(this))
    , m_note(new QLabel(this))
    , m_busy(new BusyLine(this))
    , m_parts(new QSplitter(Qt::Vertical, this))
    , m_table(new DataTable(m_parts))
    , m_model(new FoundLinesModel(this))
    , m_line(new FileLinePane(u"found"_s, m_parts))
{
    m_title->setObjectName(u"foundTitleOfAll"_s);
    m_title->setFont(appearance::strongFont(font()));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setElideMode(Qt::ElideRight);
    m_note->setObjectName(u"foundCount"_s);
    m_note->setTextFormat(Qt::PlainText);
    m_table->setObjectName(u"foundLines"_s);
    m_table->setAccessibleName(tr("Lines of the finding"));
    m_table->setModel(m_model);
    m_table->setElidedInMiddle(FoundLinesModel::File);
    m_table->setItemDelegateForColumn(
        FoundLinesModel::Text, new MarkedTextDelegate(FoundLinesModel::MarkRole, m_table));
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setMinimumHeight(kMinTableHeight);
    m_parts->setChildrenCollapsible(false);
    m_parts->setSizes({kTableHeight, kLineHeight});
    m_parts->setStretchFactor(0, 1);
    m_parts->setStretchFactor(1, 1);

    auto* top = new QHBoxLayout;
    appearance::setTight(top, appearance::kGroup);
    top->addWidget(m_title, 1);
    top->addWidget(m_note);
    auto* column = new QVBoxLayout(this);
    appearance::setTight(column, 4);
    column->addLayout(top);
    column->addWidget(m_busy);
    column->addWidget(m_parts, 1);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &FoundLinesPane::showRow);
    connect(m_line, &LinePane::folderRequested, this, &FoundLinesPane::folderRequested);
    clear();
}

void FoundLinesPane::clear()
{
    showLines({});
}

void FoundLinesPane::showSearching(const QString& title)
{
    showLines({title, {}, tr("Searching the files…"), {}});
    m_busy->setBusy(true);
}

void FoundLinesPane::showLines(const Lines& lines)
{
    m_busy->setBusy(false);
    m_shown = lines;
    m_title->setText(lines.title);
    m_title->setToolTip(format::toolTip(lines.title));
    m_note->setText(lines.note);
    m_model->showLines(lines.lines, lines.rejectedFor.has_value());
    m_parts->setHidden(lines.lines.isEmpty());
    m_line->clear();
    if (lines.lines.isEmpty())
        return;
    fitColumns();
    m_table->setCurrentIndex(m_model->index(0, FoundLinesModel::File));
}

void FoundLinesPane::fitColumns()
{
    const int file = m_table->contentWidth(FoundLinesModel::File) + appearance::kRelated;
    m_table->setColumnWidth(FoundLinesModel::File, std::min(file, kMaxFileWidth));
    m_table->setColumnWidth(
        FoundLinesModel::Line, m_table->contentWidth(FoundLinesModel::Line) + appearance::kGroup);
}

void FoundLinesPane::showRow(const QModelIndex& index)
{
    if (!index.isValid())
        return;
    const FoundLine& found = m_model->line(index.row());
    FileLine line{
        found.input, found.location, found.recordNumber, {}, {}, LineContextView::Mark::Line};
    if (m_shown.rejectedFor) {
        line.mark = LineContextView::Mark::WrongByte;
        line.title = fieldOf(found);
        if (m_shown.rejectedFor == RejectReason::Timestamp)
            line.note = timestampAdvice(found.location.raw, found.location.columnNumber);
    }
    m_line->showLine(line);
}

} // namespace faultline
