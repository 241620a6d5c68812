// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QSplitter>

namespace faultline {

class Preferences;

/// Chart and table of a report: beside each other, or stacked where there is no room for that. Each
/// way has proportions of its own, which are remembered.
class ReportSplit : public QSplitter
{
    Q_OBJECT

public:
    explicit ReportSplit(Preferences& preferences, QWidget* parent = nullptr);
    ~ReportSplit() override;

    /// Chooses the way for a page of this width. Only now, with its widgets in it, does it get the
    /// remembered proportions.
    void arrange(int pageWidth);

    static constexpr int kLeastWidthBeside = 900;

private:
    QString stateName() const;
    void restoreSizes();

    Preferences& m_preferences;
    bool m_isArranged = false;
};

} // namespace faultline
