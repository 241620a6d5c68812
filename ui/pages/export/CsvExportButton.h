// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace faultline {

class CancelOffer;

/// Exports as CSV. While that takes long, it cancels it.
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

    CancelOffer* m_offer;
};

} // namespace faultline
