// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "loading/FindingLines.h"
#include "loading/receipt/LoadReceipt.h"

#include <QWidget>

class QButtonGroup;
class QPushButton;
class QScrollArea;
class QSplitter;
class QStackedWidget;

namespace faultline {

class EmptyState;
class FindingList;
class FoundLinesPane;
class MessageStrip;
struct Workbench;

/// What a check of the data folder found: rejected lines by reason and findings, each with the
/// lines that it is about.
class CheckPane : public QWidget
{
    Q_OBJECT

public:
    explicit CheckPane(Workbench& workbench, QWidget* parent = nullptr);
    ~CheckPane() override;

    /// Shows what CheckController has.
    void showCheck();
    /// How many rejected reasons and findings there are.
    qsizetype count() const { return m_rejected.size() + m_findings.size(); }

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void layOut();
    QWidget* makeListArea();
    void showList();
    QPushButton* showButton(const QString& title, qsizetype number);
    void showLinesOf(qsizetype number);
    void showRejected(const RejectedKind& kind);
    void searchLines(const UserMessage& finding);
    void takeLines(const UserMessage& finding, const Result<FindingLines>& found);

    Workbench& m_workbench;
    QList<RejectedKind> m_rejected;
    QList<UserMessage> m_findings; ///< In the order in which they are shown.
    MessageStrip* m_strip;
    QStackedWidget* m_content;
    QScrollArea* m_area;
    QSplitter* m_parts;
    FindingList* m_list;
    QButtonGroup* m_buttons;
    FoundLinesPane* m_lines;
    EmptyState* m_empty;
};

} // namespace faultline
