// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/RejectedLineQuery.h"

#include <QTreeWidget>

namespace faultline {

/// The groups of rejected lines with their counts: all lines first, then by reason and by file.
class RejectedGroups : public QTreeWidget
{
    Q_OBJECT

public:
    explicit RejectedGroups(QWidget* parent = nullptr);

    /// Keeps the selected group if it still exists. With several plants in the database, names of
    /// files have theirs: plants often use the same names.
    void setCounts(const RejectedCounts& counts, bool hasSeveralPlants);
    /// Selects a group, without groupChosen(); before there are counts, it is selected when they
    /// come.
    void choose(const RejectedLineFilter& filter);
    /// The selected group; an empty filter means all.
    RejectedLineFilter filter() const;
    /// The selected group and its number of lines, in words.
    QString title() const;

Q_SIGNALS:
    void groupChosen();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    QTreeWidgetItem* addSection(const QString& title);
    void addGroup(
        QTreeWidgetItem* section, const QString& name, const QString& toolTip, qint64 lines,
        const RejectedLineFilter& filter);
    void showChosen();

    QList<RejectedLineFilter> m_filters; ///< Indexed by the number stored in each item.
    RejectedLineFilter m_chosen;
};

} // namespace faultline
