// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QStringList>

namespace faultline {

/// The way down from a figure, "Failures by equipment › 78FFAD0C › sensor 12": each step but the
/// last is a link. Hidden while there is no way.
class BreadcrumbBar : public QLabel
{
    Q_OBJECT

public:
    explicit BreadcrumbBar(QWidget* parent = nullptr);

    /// From the first step to the one that is shown.
    void showSteps(const QStringList& steps);

Q_SIGNALS:
    void stepRequested(int step);
};

} // namespace faultline
