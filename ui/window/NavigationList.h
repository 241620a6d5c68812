// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListWidget>

namespace faultline {

/// The list of pages at the side, each with an icon and optionally a count.
class NavigationList : public QListWidget
{
    Q_OBJECT

public:
    explicit NavigationList(QWidget* parent = nullptr);

    void addPage(const QString& name, const QString& iconName);
    /// 0 shows no count.
    void setCount(int page, qint64 count);

    enum ItemRole { CountRole = Qt::UserRole + 1 };
};

} // namespace faultline
