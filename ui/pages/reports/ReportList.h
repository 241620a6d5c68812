// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "reports/definition/ReportDefinition.h"

#include <QTreeWidget>

namespace faultline {

/// The reports, by section. Headings can't be selected.
class ReportList : public QTreeWidget
{
    Q_OBJECT

public:
    explicit ReportList(QWidget* parent = nullptr);

    void setReports(const QList<ReportDefinition>& reports);
    void selectReport(const QString& name);
    QString selectedReport() const;
    /// Wide enough for the titles of the reports, even with a scroll bar.
    QSize sizeHint() const override;

Q_SIGNALS:
    void reportSelected(const QString& name);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
};

} // namespace faultline
