// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QStringList>

namespace faultline {

/// The drill-down path, "Failures by equipment › 78FFAD0C › sensor 12": each step but the last is a
/// link. Hidden without a path.
class BreadcrumbBar : public QLabel
{
    Q_OBJECT

public:
    explicit BreadcrumbBar(QWidget* parent = nullptr);

    /// From the first step to the current one.
    void showSteps(const QStringList& steps);

Q_SIGNALS:
    void stepRequested(int step);
};

} // namespace faultline
