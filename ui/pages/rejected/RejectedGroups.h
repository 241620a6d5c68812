// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/readings/RejectedLineQuery.h"

#include <QTreeWidget>

namespace faultline {

/// Rejected lines by reason and by file, each with how many there are; all of them first.
class RejectedGroups : public QTreeWidget
{
    Q_OBJECT

public:
    explicit RejectedGroups(QWidget* parent = nullptr);

    /// What was chosen stays chosen, if it is still there.
    void setCounts(const RejectedCounts& counts);
    /// What is chosen: nothing set is all.
    RejectedLineFilter filter() const;
    /// What is chosen, in words, and how many lines that is.
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

    QList<RejectedLineFilter> m_filters; ///< By the number that the items keep.
    RejectedLineFilter m_chosen;
};

} // namespace faultline
