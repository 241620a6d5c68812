// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSplitter>

namespace faultline {

class Preferences;

/// Chart and table of a report: side by side, or stacked if the page is narrow. Until the user
/// moves the splitter, the table gets the width of its columns, as long as the chart has enough.
/// Each orientation has its own saved proportions. If both would be too low, only the table is
/// shown.
class ReportSplit : public QSplitter
{
    Q_OBJECT

public:
    explicit ReportSplit(Preferences& preferences, QWidget* parent = nullptr);
    ~ReportSplit() override;

    /// Chooses the orientation for a page of this width, and restores the saved proportions, which
    /// needs the child widgets.
    void arrange(int pageWidth);
    /// Sets the width of the table's columns, and the maximum share of the width for the table.
    void suit(int tableWidth, double maxTableShare);

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
    double m_maxTableShare = 0.5;
    bool m_isArranged = false;
    bool m_isChosen = false; ///< The user has set the proportions.
    bool m_isFolded = false; ///< The chart is hidden for lack of space.
};

} // namespace faultline
