// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/rejected/RejectedGroups.h"

#include "style/Appearance.h"
#include "style/Formatting.h"
#include "widgets/SoftSelection.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalBlocker>

namespace faultline {

namespace {

constexpr int kRowHeight = 28;
constexpr int kMinWidth = 152;
constexpr int kFilterRole = Qt::UserRole;
constexpr int kTitleRole = Qt::UserRole + 1;

} // namespace

RejectedGroups::RejectedGroups(QWidget* parent)
    : QTreeWidget(parent)
{
    setItemDelegate(new SoftSelectionDelegate(this));
    setMouseTracking(true);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0); // the delegate indents
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setTextElideMode(Qt::ElideMiddle);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setMinimumWidth(kMinWidth);
    setAccessibleName(tr("Rejected lines by reason and file"));
    connect(this, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
        if (!item || !item->data(0, kFilterRole).isValid())
            return;
        m_chosen = m_filters.at(item->data(0, kFilterRole).toInt());
        Q_EMIT groupChosen();
    });
}

RejectedLineFilter RejectedGroups::filter() const
{
    return m_chosen;
}

QString RejectedGroups::title() const
{
    return currentItem() ? currentItem()->data(0, kTitleRole).toString() : QString();
}

void RejectedGroups::setCounts(const RejectedCounts& counts, bool hasSeveralPlants)
{
    {
        const QSignalBlocker quiet(this);
        clear();
        m_filters.clear();
        addGroup(nullptr, tr("All"), tr("Rejected lines"), counts.lines, {});
        QTreeWidgetItem* reasons = addSection(tr("Reason"));
        for (const RejectedReasonCount& count : counts.reasons) {
            RejectedLineFilter filter;
            filter.reason = count.reason;
            addGroup(
                reasons, reasonNameOf(count.reason), reasonTextOf(count.reason), count.lines,
                filter);
        }
        QTreeWidgetItem* files = addSection(tr("File"));
        for (const RejectedFileCount& count : counts.files) {
            RejectedLineFilter filter;
            filter.fileId = count.fileId;
            const QString name = QFileInfo(count.path).fileName();
            addGroup(
                files,
                hasSeveralPlants ? tr("%1 · %2", "file, plant").arg(name, count.plant) : name,
                QDir::toNativeSeparators(count.path), count.lines, filter);
        }
        expandAll();
    }
    showChosen();
}

void RejectedGroups::choose(const RejectedLineFilter& filter)
{
    m_chosen = filter;
    showChosen();
}

void RejectedGroups::showChosen()
{
    for (QTreeWidgetItemIterator it(this); *it; ++it) {
        const QVariant number = (*it)->data(0, kFilterRole);
        if (number.isValid() && m_filters.at(number.toInt()) == m_chosen) {
            const QSignalBlocker quiet(this);
            setCurrentItem(*it);
            return;
        }
    }
    setCurrentItem(topLevelItem(0)); // and emits groupChosen()
}

QModelIndex RejectedGroups::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const QModelIndex index = QTreeWidget::moveCursor(action, modifiers);
    if (index.flags() & Qt::ItemIsSelectable)
        return index;
    // Skip the title of a section.
    const bool isUpwards = action == MoveUp || action == MovePageUp;
    const QModelIndex next = isUpwards ? indexAbove(index) : indexBelow(index);
    return next.isValid() ? next : currentIndex();
}

QTreeWidgetItem* RejectedGroups::addSection(const QString& title)
{
    auto* section = new QTreeWidgetItem(this, {title});
    section->setFlags(Qt::ItemIsEnabled);
    section->setFont(0, appearance::strongFont(font()));
    section->setSizeHint(0, QSize(0, kRowHeight));
    return section;
}

void RejectedGroups::addGroup(
    QTreeWidgetItem* section, const QString& name, const QString& toolTip, qint64 lines,
    const RejectedLineFilter& filter)
{
    auto* item = section ? new QTreeWidgetItem(section) : new QTreeWidgetItem(this);
    const QString count = format::count(lines);
    item->setText(0, name);
    item->setToolTip(0, toolTip);
    item->setSizeHint(0, QSize(0, kRowHeight));
    item->setData(0, kFilterRole, m_filters.size());
    item->setData(
        0, kTitleRole,
        section ? tr("Rejected lines, %1: %2").arg(name, count)
                : tr("%1: %2", "rejected lines: count").arg(toolTip, count));
    item->setData(0, SoftSelectionDelegate::kCountRole, lines);
    item->setData(0, Qt::AccessibleTextRole, tr("%1, %2", "group, count").arg(name, count));
    m_filters << filter;
}

} // namespace faultline
