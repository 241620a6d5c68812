// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSplitter>

namespace faultline {

class Preferences;

/// Chart and table of a report: beside each other, or stacked where there is no room for that.
/// Until somebody moves the line between them, the table has the width that its columns need, as
/// long as enough is left for the chart. Each way has proportions of its own, which are remembered.
/// Where both would be too low to tell anything, the table has the room.
class ReportSplit : public QSplitter
{
    Q_OBJECT

public:
    explicit ReportSplit(Preferences& preferences, QWidget* parent = nullptr);
    ~ReportSplit() override;

    /// Chooses the way for a page of this width. Only now, with its widgets in it, does it get the
    /// remembered proportions.
    void arrange(int pageWidth);
    /// What a table needs to show its columns, and the most of the width that it may take.
    void suit(int tableWidth, double mostOfTable);

    static constexpr int kMinWidthBeside = 900;
    static constexpr int kMinHeightStacked = 300;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QString stateName() const;
    void restoreSizes();
    void keepSizes();
    void chooseSizes();
    bool isTooLow() const;

    Preferences& m_preferences;
    int m_tableWidth = 0;
    double m_mostOfTable = 0.5;
    bool m_isArranged = false;
    bool m_isChosen = false; ///< The proportions, by a person.
    bool m_isFolded = false; ///< The chart is, as there is no room for both.
};

} // namespace faultline
