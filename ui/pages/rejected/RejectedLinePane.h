// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/lines/LinePane.h"
#include "reports/readings/RejectedLineQuery.h"

#include <QTimer>

#include <optional>

namespace faultline {

/// One rejected line: why, where, and the line as it is in the file now. If the file is missing or
/// changed, it says so and shows the stored text. Reads the file in the background, one read at a
/// time.
class RejectedLinePane : public LinePane
{
    Q_OBJECT

public:
    explicit RejectedLinePane(QWidget* parent = nullptr);

    void showLine(const StoredRejectedLine& line);
    void clear();

private:
    using Answer = Result<LineContext>;

    void read();
    void take(const Answer& answer, quint64 asked);
    void showTexts();
    void showStored();

    std::optional<StoredRejectedLine> m_line;
    quint64 m_asked = 0; ///< Counts the requests, to ignore outdated answers.
    bool m_reading = false;
    QTimer m_showDelay; ///< Keeps the previous content for a moment, to avoid flicker.
};

} // namespace faultline
