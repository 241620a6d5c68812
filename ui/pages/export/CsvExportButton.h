// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace faultline {

class CancelToggle;

/// A button that exports as CSV, and cancels an export that takes long.
class CsvExportButton : public QPushButton
{
    Q_OBJECT

public:
    explicit CsvExportButton(QWidget* parent = nullptr);

    void setRunning(bool running);

Q_SIGNALS:
    void exportRequested();
    void cancelled();

private:
    void showState();

    CancelToggle* m_toggle;
};

} // namespace faultline
