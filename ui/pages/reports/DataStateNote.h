// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace faultline {

class ParagraphLabel;
struct Workbench;

/// Says beside reports when they aren't of everything: a load runs, or one was ended before it was
/// done, or something of what is loaded isn't counted. Not there otherwise.
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
