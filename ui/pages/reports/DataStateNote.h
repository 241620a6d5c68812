// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace faultline {

class ParagraphLabel;
struct Workbench;

/// Says why reports are incomplete: a load is running, a load ended early, or loaded readings
/// aren't counted yet. Hidden otherwise.
class DataStateNote : public QWidget
{
    Q_OBJECT

public:
    explicit DataStateNote(Workbench& workbench, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showState();
    void showIcon();

    Workbench& m_workbench;
    QLabel* m_icon;
    ParagraphLabel* m_text;
};

} // namespace faultline
